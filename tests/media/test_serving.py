"""`/berkas/`: pieces of files for seeking, and nothing that is not ours to show."""

import os
from pathlib import Path

import pytest

from media.storages import public_storage

CONTENT = bytes(range(256)) * 1000


KEY = "aa" + "0" * 30


def keep(name):
    path = Path(public_storage().path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def name():
    keep("video/aa/seek.mp4")
    return "/berkas/video/aa/seek.mp4"


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_whole_file_with_its_headers(client, name):
    response = client.get(name, headers={"Accept-Encoding": "gzip"})
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response["Content-Type"] == "video/mp4"
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Length"] == str(len(CONTENT))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"] and "public" in response["Cache-Control"]
    assert "Content-Encoding" not in response
    assert "Set-Cookie" not in response


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-", 0, 255_999),
        ("bytes=0-1", 0, 1),
        ("bytes=100-199", 100, 199),
        ("bytes=255990-999999", 255_990, 255_999),
        ("bytes=-10", 255_990, 255_999),
        ("bytes=-999999", 0, 255_999),
    ],
)
def test_piece(client, name, wanted, first, last):
    response = client.get(name, headers={"Range": wanted, "Accept-Encoding": "gzip"})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/256000"
    assert response["Content-Length"] == str(last - first + 1)
    assert body(response) == CONTENT[first : last + 1]
    assert "Content-Encoding" not in response


@pytest.mark.parametrize("wanted", ["bytes=256000-", "bytes=999999-1000000", "bytes=-0"])
def test_piece_outside_the_file(client, name, wanted):
    response = client.get(name, headers={"Range": wanted})
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */256000")


@pytest.mark.parametrize(
    "wanted", ["bytes=5-1", "bytes=0-1,5-9", "rows=0-1", "bytes=-", "bytes=a-b", "bytes=" + "9" * 5000 + "-"]
)
def test_range_that_says_nothing_gets_the_whole(client, name, wanted):
    assert body(client.get(name, headers={"Range": wanted})) == CONTENT


def test_changed_file_is_not_pieced_together(client, name):
    etag, modified = (lambda r: (r["ETag"], r["Last-Modified"]))(client.get(name))
    for condition, status in [
        (etag, 206),
        (modified, 206),
        ('"other"', 200),
        ("Mon, 01 Jan 2024 00:00:00 GMT", 200),
        ("?", 200),
    ]:
        response = client.get(name, headers={"Range": "bytes=0-9", "If-Range": condition})
        assert response.status_code == status, condition


def test_unchanged_file_is_not_sent_again(client, name):
    etag = client.get(name)["ETag"]
    for condition in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        response = client.get(name, headers={"If-None-Match": condition})
        assert (response.status_code, response.content) == (304, b""), condition
        assert response["ETag"] == etag
    assert client.get(name, headers={"If-None-Match": '"other"'}).status_code == 200


def test_mark_of_a_file_named_by_content_is_the_same_on_every_machine(client):
    path = keep(f"video/aa/{KEY}.mp4")
    os.utime(path, (1, 1))
    first = client.get(f"/berkas/video/aa/{KEY}.mp4")["ETag"]
    os.utime(path, (2, 2))
    again = client.get(f"/berkas/video/aa/{KEY}.mp4", headers={"Range": "bytes=5-6", "If-Range": first})
    assert (again["ETag"], again.status_code, body(again)) == (first, 206, CONTENT[5:7])
    weak = client.get(f"/berkas/video/aa/{KEY}.mp4", headers={"Range": "bytes=5-6", "If-Range": f"W/{first}"})
    assert weak.status_code == 200


def test_mark_of_other_files_changes_with_them(client, name):
    first = client.get(name)["ETag"]
    os.utime(keep("video/aa/seek.mp4"), (1, 1))
    assert client.get(name)["ETag"] != first


def test_head_tells_without_sending(client, name):
    response = client.head(name)
    assert (response.status_code, response["Content-Length"], body(response)) == (200, "256000", b"")


@pytest.mark.parametrize(
    "path",
    [
        "/berkas/../private/video/x.mp4",
        "/berkas/video/../../private/x.mp4",
        "/berkas/%2e%2e/private/x.mp4",
        "/berkas//etc/passwd",
        "/berkas//etc/x.mp4",
        "/berkas/video/aa/.half.part",
        "/berkas/video/aa/.hidden.mp4",
        "/berkas/video/aa/seek.html",
        "/berkas/video/aa/none.mp4",
        "/berkas/video/aa",
        "/berkas/video%00.mp4",
        "/berkas/",
    ],
)
def test_nothing_else_is_served(client, db, name, path):
    assert client.get(path).status_code == 404


def test_only_reading_is_possible(client, name):
    assert client.post(name).status_code == 405


def test_originals_have_no_address(upload, clips):
    with pytest.raises(NotImplementedError):
        upload(clips.small).original.url  # noqa: B018
