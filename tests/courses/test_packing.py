"""A course as one file: complete, signed, the same each time, its size known before, final tests left out."""

import base64
import gc
import hashlib
import io
import json
import stat
import zipfile

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.conf import settings
from django.core.files.storage import storages

from courses import pack_key, packing
from courses.models import BankQuestion
from media.models import Transcript
from media.models.hashes import PIECE_BYTES
from tests.factories.courses_content import block, make_course, make_lesson, make_module, quiz_block, text_block
from tests.media.showing import show

pytestmark = pytest.mark.django_db
URL = "/simpan/kursus/kemasan.ikm"


@pytest.fixture
def course():
    """Return a course with a video and a quiz."""
    course = make_course(slug="kemasan", title="Kemasan", modules=0)
    module = make_module(course, lessons=0)
    video = show(None, content=lambda codec, _: codec.encode() * PIECE_BYTES)
    Transcript.objects.create(source=video, cues=[{"start_ms": 0, "end_ms": 900, "text": "Halo"}])
    make_lesson(module, body=[text_block(), block("video", video.pk)])
    make_lesson(module, body=[quiz_block(2)])
    return course


def body_of(response):
    """Return what came."""
    return b"".join(response.streaming_content)


def opened(client, word="hemat"):
    """Return the pack and its list."""
    pack = zipfile.ZipFile(io.BytesIO(body_of(client.get(URL, {"mutu": word}))))
    return pack, json.loads(pack.read(packing.LIST))


def check(listed, signature):
    """Verify the signature as a phone does: with the key that the page names."""
    keys = dict(one.split(":") for one in pack_key.trusted_pack_keys().split())
    point = base64.b64decode(keys[json.loads(listed)["key"]])
    numbers = [int.from_bytes(part, "big") for part in (signature[:32], signature[32:])]
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    key.verify(encode_dss_signature(*numbers), listed, ec.ECDSA(hashes.SHA256()))


def test_pack_is_a_plain_zip_that_holds_all_the_list_names(client, course):
    pack, listed = opened(client)
    assert pack.testzip() is None
    assert {info.compress_type for info in pack.infolist()} == {zipfile.ZIP_STORED}
    files = [listed["course"]["page"], *(one["page"] for one in listed["lessons"])]
    files += [file for one in listed["lessons"] for file in one["files"]]
    assert {file["kind"] for file in files if "kind" in file} >= {"style", "captions"}
    for file in files:
        assert hashlib.sha256(pack.read(f"isi/{file['sha256']}")).hexdigest() == file["sha256"]
    (video,) = listed["lessons"][0]["videos"]
    (choice,) = video["choices"]
    content = pack.read(choice["url"].lstrip("/"))
    pieces = [content[at : at + PIECE_BYTES] for at in range(0, len(content), PIECE_BYTES)]
    assert choice["pieces"] == [hashlib.sha256(piece).hexdigest() for piece in pieces]
    assert len(pack.namelist()) == len({file["sha256"] for file in files}) + 3


def test_list_is_signed_by_the_site(client, course):
    pack, listed = opened(client)
    assert (listed["format"], listed["kind"], listed["site"]) == (1, "course", settings.SITE_URL)
    content, signature = pack.read(packing.LIST), pack.read(packing.SIGNATURE)
    check(content, signature)
    with pytest.raises(InvalidSignature):
        check(content.replace(b"Kemasan", b"Kemasam"), signature)


@pytest.mark.parametrize(("word", "chosen"), [("", []), ("audio", ["aac"]), ("hemat", ["h264"]), ("jelas", ["h264"])])
def test_each_choice_brings_the_form_that_every_phone_plays(client, course, word, chosen):
    _, listed = opened(client, word)
    assert [video["choices"][0]["codec"] for video in listed["lessons"][0]["videos"]] == chosen


def test_size_is_said_before_and_broken_downloads_go_on(client, course):
    head = client.head(URL, {"mutu": "hemat"})
    whole = body_of(client.get(URL, {"mutu": "hemat"}))
    assert int(head["Content-Length"]) == len(whole)
    assert 'filename="kemasan-hemat.ikm"' in head["Content-Disposition"]
    for first in (1, 70_000, len(whole) - 1):
        headers = {"Range": f"bytes={first}-", "If-Range": head["ETag"]}
        rest = client.get(URL, {"mutu": "hemat"}, headers=headers)
        assert (rest.status_code, body_of(rest)) == (206, whole[first:])
        assert rest["Content-Range"] == f"bytes {first}-{len(whole) - 1}/{len(whole)}"
    other = client.get(URL, {"mutu": "hemat"}, headers={"Range": "bytes=5-", "If-Range": '"lain"'})
    assert (other.status_code, body_of(other)) == (200, whole)
    assert client.get(URL, {"mutu": "hemat"}, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416


def test_download_that_goes_on_reads_nothing_before_its_place_again(client, course):
    whole = body_of(client.get(URL, {"mutu": "hemat"}))
    video = next(one for one in zipfile.ZipFile(io.BytesIO(whole)).infolist() if one.filename.startswith("berkas/"))
    storages["public"].delete(video.filename.removeprefix("berkas/"))

    def rest(first):
        return body_of(client.get(URL, {"mutu": "hemat"}, headers={"Range": f"bytes={first}-"}))

    directory = int.from_bytes(whole[-6:-2], "little")
    for first in (directory, directory + 10, len(whole) - 1):
        assert rest(first) == whole[first:]
    with pytest.raises(FileNotFoundError):  # this one would need what is gone
        rest(video.header_offset)


def test_third_download_at_a_time_is_told_to_wait_and_the_next_is_not(client, course):
    streams = [client.get(URL) for _ in range(2)]
    busy = client.get(URL)
    assert (busy.status_code, busy["Retry-After"]) == (503, "120")
    assert "Tunggu beberapa menit" in busy.content.decode()
    assert client.head(URL).status_code == 200
    body_of(streams.pop())
    streams.clear()  # the line broke before anything was sent
    gc.collect()
    for _ in range(3):
        assert body_of(client.get(URL))


def test_final_tests_stay_on_the_server_and_quizzes_go_along(client, course):
    BankQuestion.objects.create(course=course, text="Rahasia tes akhir?", options=["A", "B", "C", "D"], correct=1)
    pack, listed = opened(client, "")
    assert all(b"Rahasia" not in pack.read(name) for name in pack.namelist())
    assert len(listed["lessons"][1]["quiz"]["questions"]) == 2


def test_what_is_not_published_or_not_offered_is_not_found(client, course):
    assert client.get(URL, {"mutu": "besar"}).status_code == 404
    course.unpublish()
    assert client.get(URL).status_code == 404


def test_course_beyond_two_gigabytes_is_refused_in_words(client, course, monkeypatch):
    monkeypatch.setattr(packing, "ZIP64_LIMIT", 1000)
    response = client.get(URL, {"mutu": "hemat"})
    assert response.status_code == 413
    assert "Pilih mutu video yang lebih rendah" in response.content.decode()


def test_own_key_is_made_once_and_for_nobody_else_to_read(tmp_path, settings):
    settings.VAR_DIR, settings.PACK_KEY = tmp_path / "var", ""
    assert pack_key.pack_key_id() == pack_key.pack_key_id()
    path = tmp_path / "var" / "pack_key"
    assert [one.name for one in path.parent.iterdir()] == ["pack_key"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_key_can_be_changed_while_phones_still_trust_the_old_one(client, course, settings, tmp_path):
    old_pack, old = opened(client, "")
    point = pack_key.trusted_pack_keys().split(":")[1]
    settings.PACK_KEY, settings.PACK_OLD_KEYS = pack_key.new_pack_key(), [point]
    pack, new = opened(client, "")
    assert old["key"] != new["key"]
    for one in (old_pack, pack):
        check(one.read(packing.LIST), one.read(packing.SIGNATURE))
