"""`/unduh/`: files that other programs open, made from ours when somebody asks."""

import io
import os
import time
from urllib.parse import unquote

import av
import pytest

from media.downloading import KEPT_S, downloadable, downloads, sweep_downloads
from media.models import Source
from media.playing import player_for
from media.publishing import retire
from tests.media.showing import real_bytes, show

LADDER = (("audio", "aac", None), ("hemat", "av1", (160, 90)), ("hemat", "h264", (160, 90)))


@pytest.fixture
def source(cast):
    return show(
        cast.dewi, title="Isi “label”: B/K 50%", ladder=LADDER, content=lambda c, s: real_bytes(c, s, 2), seconds=2
    )


def address(source, word):
    choice = player_for(source).chosen(word)
    return f"/unduh/{source.pk}/{choice.download.key}/"


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def boxes(content):
    """Return the names of the outermost boxes in their order."""
    names, at = [], 0
    while at < len(content):
        names.append(content[at + 4 : at + 8].decode())
        at += int.from_bytes(content[at : at + 4]) or len(content)
    return names


@pytest.mark.parametrize(
    ("word", "kinds", "mime"), [("hemat", {"h264", "aac"}, "video/mp4"), ("suara", {"aac"}, "audio/mp4")]
)
def test_download_opens_elsewhere(client, source, word, kinds, mime):
    response = client.get(address(source, word))
    content = body(response)
    assert response["Content-Type"] == mime
    names = boxes(content)
    assert names.index("moov") < names.index("mdat") and not {"moof", "sidx"} & set(names)
    with av.open(io.BytesIO(content)) as opened:
        assert {stream.codec_context.name for stream in opened.streams} == kinds
        assert opened.duration / 1e6 == pytest.approx(2, abs=0.1)
        assert sum(1 for packet in opened.demux() if packet.size) > 50
    assert len(content) < player_for(source).chosen(word).download.size_bytes * 1.1


def test_download_has_the_title_as_its_name(client, source):
    said = client.get(address(source, "hemat"))["Content-Disposition"]
    assert said.startswith("attachment; filename")
    assert unquote(said.partition("filename*=utf-8''")[2]) == "Isi “label” B K 50% (hemat).mp4"
    Source.objects.update(title="../../etc/passwd\r\nX: y")
    said = client.get(address(source, "suara"))["Content-Disposition"]
    assert said == 'attachment; filename="etc passwd X y (suara saja).m4a"'
    Source.objects.update(title="???")
    assert 'filename="Video (hemat).mp4"' in client.get(address(source, "hemat"))["Content-Disposition"]


def test_download_goes_on_where_it_was_cut(client, source):
    url = address(source, "hemat")
    whole = client.get(url)
    content = body(whole)
    rest = client.get(url, headers={"Range": "bytes=1000-", "If-Range": whole["ETag"]})
    assert (rest.status_code, body(rest)) == (206, content[1000:])
    assert body(client.head(url)) == b""


def test_download_is_made_once(client, source):
    url = address(source, "hemat")
    body(client.get(url))
    (made,) = downloads().root.glob(f"*{url.split('/')[-2]}*")
    written = made.stat().st_ino
    body(client.get(url))
    assert made.stat().st_ino == written


@pytest.mark.parametrize("path", ["/unduh/{pk}/{av1}/", "/unduh/0/{key}/", "/unduh/{pk}/x/", "/unduh/{pk}/../"])
def test_only_what_is_published_for_others_can_be_downloaded(client, source, path):
    hemat = player_for(source).chosen("hemat")
    names = {"pk": source.pk, "av1": hemat.sources[0].key, "key": hemat.download.key}
    assert client.get(path.format(**names)).status_code == 404


def test_link_of_a_page_still_open_works_after_the_file_was_replaced(client, source):
    url = address(source, "hemat")
    retire([player_for(source).chosen("hemat").download.name])
    source.published.renditions.filter(kind="hemat").delete()
    response = client.get(url)
    assert (response.status_code, unquote(response["Content-Disposition"])[-4:]) == (200, ".mp4")
    assert client.get(f"/unduh/{source.pk}/{'0' * 32}/").status_code == 404


def test_heavy_file_goes_out_as_it_is(source):
    name = player_for(source).chosen("hemat").download.name
    assert downloadable(name, heavy_bytes=100) == "" != downloadable(name)


def test_file_goes_out_as_it_is_where_no_other_can_be_made(client, cast, settings):
    source = show(cast.dewi, ladder=LADDER)
    assert body(client.get(address(source, "hemat"))) == b"x" * 6000
    settings.MEDIA_MIN_FREE_BYTES = 10**18
    assert body(client.get(address(source, "suara"))) == b"x" * 2000


def test_what_nobody_asks_for_is_swept(client, source):
    for word in ("hemat", "suara"):
        body(client.get(address(source, word)))
    old, fresh = (
        next(downloads().root.glob(f"{address(source, word).split('/')[-2]}*")) for word in ("hemat", "suara")
    )
    os.utime(old, (1, time.time() - KEPT_S - 1))
    assert sweep_downloads() == 1
    assert not old.exists() and fresh.exists()
