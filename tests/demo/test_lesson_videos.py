"""The demo's lessons get their videos one after another, and the starter can ask how far that is."""

import shutil

import pytest
from django.core.management import call_command

from courses.models import LessonPage
from courses.public import take_videos_out
from demo.lesson_videos import LESSONS, make_next_video, narrated_lessons
from media.models import Source
from media.public import run_ffmpeg


@pytest.fixture
def clip(tmp_path):
    """Return a second of picture and sound."""
    path = tmp_path / "clip.mp4"
    picture = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=1"]
    run_ffmpeg([*picture, "-f", "lavfi", "-i", "sine=duration=1", "-shortest", str(path)], wall_s=60)
    return path


def test_three_lessons_are_narrated_and_all_are_there(seeded):
    assert [lesson.slug for lesson in narrated_lessons()] == [slug for _, slug in LESSONS]
    assert len(LESSONS) == 3


def test_video_made_before_is_used_again_and_put_into_its_lesson(seeded, tmp_path, clip):
    for lesson in narrated_lessons():
        shutil.copy(clip, tmp_path / f"{lesson.slug}.mp4")
    made = [make_next_video(tmp_path) for _ in range(4)]
    assert made == [True, True, True, False]
    assert Source.objects.filter(is_demo=True).count() == 3
    for lesson in narrated_lessons():
        (source_id,) = LessonPage.objects.get(pk=lesson.pk).video_ids
        assert Source.objects.get(pk=source_id).title == lesson.title


def test_import_that_was_not_placed_is_not_imported_twice(seeded, tmp_path, clip):
    lesson = narrated_lessons()[0]
    shutil.copy(clip, tmp_path / f"{lesson.slug}.mp4")
    make_next_video(tmp_path)
    source = Source.objects.get(is_demo=True)
    take_videos_out({source.pk})
    make_next_video(tmp_path)
    assert Source.objects.get(is_demo=True) == source
    assert LessonPage.objects.get(pk=lesson.pk).video_ids == [source.pk]


def test_video_that_an_editor_took_out_does_not_come_back(seeded, tmp_path, clip):
    first, second = narrated_lessons()[:2]
    for lesson in (first, second):
        shutil.copy(clip, tmp_path / f"{lesson.slug}.mp4")
    make_next_video(tmp_path)
    edited = LessonPage.objects.get(pk=first.pk)
    edited.body = [raw for raw in edited.body.raw_data if raw["type"] != "video"]
    edited.save_revision().publish()
    make_next_video(tmp_path)
    assert LessonPage.objects.get(pk=first.pk).video_ids == []
    assert LessonPage.objects.get(pk=second.pk).video_ids


def test_nothing_is_made_when_the_demo_was_removed(seeded, tmp_path):
    call_command("seed_demo", "--remove")
    assert make_next_video(tmp_path) is False


def test_progress_counts_what_can_be_played(seeded, client):
    assert client.get("/demo/video/").json() == {"ready": 0, "total": 3}


def test_progress_is_not_there_outside_demo_mode(client, db, settings):
    settings.DEMO = False
    assert client.get("/demo/video/").status_code == 404
