"""The player in a page: choices with their sizes, works without script, costs constant queries."""

import dataclasses
import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from media.models import EncodingState, Source, Transcript
from media.public import player_for, players_for
from tests.media.showing import LADDER, add_rendition, show

SAYS = [
    {"start_ms": 1000, "end_ms": 2500, "text": "Halo <b> & Ibu"},
    {"start_ms": 83_500, "end_ms": 85_000, "text": "Label"},
]
LONG = [
    {"start_ms": n * 4000, "end_ms": n * 4000 + 3500, "text": f"Baris ke-{n} yang diucapkan pengajar {n * 37 % 101}"}
    for n in range(150)
]


def page(rf, source, query="", **headers):
    request = rf.get(f"/kursus/x/y/z/?{query}", headers=headers)
    source = Source.objects.get(pk=source.pk) if isinstance(source, Source) else source
    return Template("{% load video %}{% video source %}").render(Context({"source": source, "request": request}))


def video_of(html):
    return html[html.index("<video") : html.index("</video>")]


@pytest.fixture
def source(cast):
    return show(cast.dewi, title="Isi label <b>")


def url_of(source, kind, codec):
    return source.published.renditions.get(kind=kind, codec=codec).file.url


def test_usual_choice_plays_by_typed_sources_and_nothing_loads_by_itself(rf, source):
    html = page(rf, source)
    video = video_of(html)
    assert 'controls preload="none"' in video and " src=" not in video[: video.index("<source")]
    types = re.findall(r'<source src="([^"]+)" type="([^"]+)"', video)
    assert types == [
        (url_of(source, "biasa", "av1"), "video/mp4; codecs=&quot;av01.0.04M.08, opus&quot;"),
        (url_of(source, "biasa", "h264"), "video/mp4; codecs=&quot;avc1.64001f, mp4a.40.2&quot;"),
    ]
    assert "Isi label &lt;b&gt;" in html
    assert "style=" not in html and "onclick" not in html


def test_phone_with_av1_is_not_sent_the_heavy_file_where_a_step_up_gained_it_nothing(cast):
    ladder = [one for one in LADDER if one[:2] != ("biasa", "av1")]
    source = Source.objects.get(pk=show(cast.dewi, ladder=ladder).pk)
    by_word = {choice.word: choice for choice in player_for(source).choices}
    assert [one.codec for one in by_word["biasa"].sources] == ["av1", "h264"]
    assert by_word["biasa"].sources[0] == by_word["hemat"].sources[0]
    assert by_word["biasa"].sources[1] != by_word["hemat"].sources[1]


def test_choices_stand_with_the_size_of_their_first_source(rf, source):
    html = page(rf, source)
    for label, size in (("Suara saja", "1 KB"), ("Hemat", "3 KB"), ("Biasa", "5 KB")):
        assert f"{label}<small>{size}</small>" in html
    assert (
        "HP lama memakai lebih banyak data: Hemat 8 KB, Biasa 12 KB." in re.search("<noscript>.*</noscript>", html)[0]
    )


@pytest.mark.parametrize(
    ("query", "headers", "kind"),
    [
        ("", {}, "biasa"),
        ("", {"Save-Data": "on"}, "hemat"),
        ("mutu=biasa", {"Save-Data": "on"}, "biasa"),
        ("mutu=hemat", {}, "hemat"),
        ("mutu=suara", {}, "audio"),
        ("mutu=jelek", {}, "biasa"),
    ],
)
def test_choice_works_without_script(rf, source, query, headers, kind):
    video = video_of(page(rf, source, query, **headers))
    first, last = ("opus", "aac") if kind == "audio" else ("av1", "h264")
    assert re.findall(r'src="([^"]+)"', video) == [url_of(source, kind, first), url_of(source, kind, last)]


def test_fast_file_plays_until_better_ones_take_its_place(rf, cast):
    source = show(cast.dewi, ladder=[("hemat", "h264", (640, 360))], is_fast=True)
    assert url_of(source, "hemat", "h264") in video_of(page(rf, source))
    fast = url_of(source, "hemat", "h264")
    add_rendition(source.published, "hemat", "h264", (640, 360))
    assert fast not in page(rf, source)


def test_moment_can_be_asked_for_without_script(rf, source):
    Transcript.objects.create(source=source, cues=SAYS)
    html = page(rf, source, f"video={source.pk}&mulai=83")
    assert re.findall(r"#t=(\d+)", video_of(html)) == ["83", "83"]
    assert "<details open>" in html
    for query in ("video=0&mulai=83", f"video={source.pk}&mulai=-1", f"video={source.pk}&mulai=99999999", "mulai=5"):
        assert "#t=" not in page(rf, source, query)


def test_text_stands_beside_the_video_and_every_line_leads_to_its_moment(rf, source):
    assert "Teks video" not in page(rf, source) and "<track" not in page(rf, source)
    Transcript.objects.create(source=source, cues=SAYS)
    html = page(rf, source, "mutu=hemat")
    link = f'<a href="?mutu=hemat&amp;video={source.pk}&amp;mulai=83#video-{source.pk}"><b>01.23</b>Label</a>'
    assert link in html and "Halo &lt;b&gt; &amp; Ibu" in html
    track = re.search(r'<track kind="captions" src="([^"]+)" srclang="id" label="Takarir">', html)
    assert track and "default" not in html


def test_captions_are_a_file_for_ever_and_only_for_those_who_saw_the_page(client, rf, source):
    Transcript.objects.create(source=source, cues=SAYS)
    url = re.search(r'<track kind="captions" src="([^"]+)"', page(rf, source))[1]
    response = client.get(url)
    assert response.content.decode().startswith("WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nHalo &lt;b&gt; &amp; Ibu\n")
    assert response["Content-Type"] == "text/vtt; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"] and "public" in response["Cache-Control"]
    assert "Set-Cookie" not in response
    assert client.get(url.replace("-", "-0")).status_code == 404
    Transcript.objects.update(cues=SAYS[:1])
    assert client.get(url).status_code == 404
    assert url not in page(rf, source)


def test_every_choice_can_be_downloaded_in_the_form_of_other_programs(rf, source):
    html = page(rf, source)
    links = re.findall(r'href="(/unduh/[^"]+)">([^<]+)<', html)
    assert [text for _, text in links] == ["Suara saja, 4 KB", "Hemat, 8 KB", "Biasa, 12 KB"]
    assert Path(url_of(source, "biasa", "h264")).stem in links[2][0]


def test_player_can_be_handed_to_a_program(source):
    player = player_for(source)
    (first, second) = player.choices[1].as_json()["sources"]
    assert (player.version, first["key"], second["size_bytes"]) == (2, Path(first["url"]).stem, 8000)
    assert json.dumps([dataclasses.asdict(player), player.choices[0].as_json()])


def test_video_on_its_way_says_so(rf, source):
    Source.objects.update(published=None)
    assert "Video sedang disiapkan" in page(rf, source)


def test_failed_or_missing_video_says_no_more_than_that(rf, source):
    Source.objects.update(published=None)
    type(source.wanted).objects.update(state=EncodingState.FAILED, reason="not_video")
    for one in (source, None):
        html = page(rf, one)
        assert "belum tersedia" in html
        assert "bukan video" not in html


def test_player_stays_small(rf, source):
    assert len(page(rf, source).encode()) < 3200


@pytest.mark.parametrize("count", [1, 3])
def test_many_videos_cost_the_same_queries(rf, cast, count):
    ids = [show(cast.dewi).pk for _ in range(count)]
    for pk in ids:
        Transcript.objects.create(source_id=pk, cues=LONG)
    with CaptureQueriesContext(connection) as listed:
        assert len(players_for(ids)) == count
    with CaptureQueriesContext(connection) as shown:
        for source in Source.objects.in_bulk(ids).values():
            request = rf.get("/kursus/x/y/z/")
            Template("{% load video %}{% video source %}").render(Context({"source": source, "request": request}))
    assert (len(listed), len(shown)) == (3, 3)
    assert "cues" not in listed.captured_queries[0]["sql"]
