"""The player in a page: choices with their sizes, works without script, costs constant queries."""

import pytest
from django.template import Context, Template

from media.models import Rendition, RenditionState, Source, SourceState
from media.public import players_for


def show(rf, source, query=""):
    request = rf.get("/kursus/x/y/z/", {"mutu": query} if query else {})
    return Template("{% load video %}{% video source %}").render(Context({"source": source, "request": request}))


@pytest.fixture
def ready(process, clips):
    return process(clips.whole, title="Isi label <b>")


def test_choices_stand_with_their_sizes_and_nothing_loads_by_itself(rf, ready):
    html = show(rf, ready)
    hemat = ready.renditions.get(kind="hemat")
    assert f'src="{hemat.file.url}"' in html
    assert 'preload="none"' in html
    for label in ("Suara saja", "Hemat", "Biasa"):
        assert f"{label}<small>" in html
    assert html.count(" KB</small>") + html.count(" MB</small>") == 3
    assert ready.poster.url in html
    assert "Isi label &lt;b&gt;" in html
    assert "style=" not in html and "onclick" not in html


@pytest.mark.parametrize(("query", "kind"), [("biasa", "biasa"), ("suara", "audio"), ("jelek", "hemat")])
def test_choice_works_without_script(rf, ready, query, kind):
    html = show(rf, ready, query)
    assert 'controls preload="none"' in html
    video = html[html.index("<video") : html.index("</video>")]
    assert ready.renditions.get(kind=kind).file.url in video


def test_first_finished_rendition_can_be_played_while_others_are_made(rf, ready):
    Rendition.objects.exclude(kind="audio").update(state=RenditionState.RUNNING)
    Source.objects.update(state=SourceState.ENCODING)
    html = show(rf, Source.objects.get())
    assert "Suara saja" in html and "Hemat" not in html


def test_video_on_its_way_says_so(rf, upload, clips):
    assert "Video sedang disiapkan" in show(rf, upload(clips.small))


def test_failed_or_missing_video_says_no_more_than_that(rf, process, clips):
    for source in (process(clips.letter), None):
        html = show(rf, source)
        assert "belum tersedia" in html
        assert "bukan video" not in html


def test_player_stays_small(rf, ready):
    assert len(show(rf, ready).encode()) < 1500


@pytest.mark.parametrize("count", [1, 3])
def test_many_videos_cost_two_queries(rf, upload, clips, django_assert_num_queries, count):
    ids = [upload(clips.small).pk for _ in range(count)]
    with django_assert_num_queries(2):
        assert len(players_for(ids)) == count
    with django_assert_num_queries(2):
        for source in Source.objects.in_bulk(ids).values():
            show(rf, source)
