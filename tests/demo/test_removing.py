"""`seed_demo --remove` takes away all that the demo brought, and nothing else."""

import uuid
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import call_command

from accounts.public import create_person
from businesses.public import register_business
from courses.loading import load_courses
from courses.models import Enrolment, LessonPage
from courses.public import enrol, place_video
from media.models import Source
from tests.demo.rows import count_rows
from tests.factories.courses_content import make_course
from tests.factories.media import make_source


def lesson_with_video(dewi):
    """Put a demo video into a lesson; return both."""
    lesson = LessonPage.objects.get(slug="mengapa-kemasan-menentukan")
    source = make_source(title=lesson.title, owner=dewi, is_demo=True, state="uploaded")
    place_video(lesson, source.pk)
    return LessonPage.objects.get(pk=lesson.pk), source


def test_remove_leaves_what_was_there_before(loaded, db, settings):
    real = create_person(full_name="Siti Rahma", phone="081234567890")
    register_business(real, name="Warung Nyata")
    enrol(real, make_course())
    before = count_rows()
    call_command("seed_demo")
    call_command("seed_demo", "--remove")
    assert count_rows() == before
    assert Enrolment.objects.get().person == real
    assert not (Path(settings.VAR_DIR) / "demo" / "welcome.json").exists()


def test_remove_takes_videos_out_of_lessons(seeded):
    lesson, _ = lesson_with_video(seeded["dewi"])
    call_command("seed_demo", "--remove")
    assert LessonPage.objects.get(pk=lesson.pk).video_ids == []
    assert not Source.objects.exists()
    assert not get_user_model().objects.filter(username="ratna").exists()


def test_lesson_with_a_demo_video_still_counts_as_untouched(seeded):
    lesson, source = lesson_with_video(seeded["dewi"])
    assert lesson.video_ids == [source.pk]
    assert load_courses(only={"kemasan"})["kemasan"]["kept"] == 0


def draft_of(lesson, **values):
    """Save an editor's draft over the lesson; return the lesson as it is then."""
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision()
    return LessonPage.objects.get(pk=lesson.pk)


def test_remove_leaves_an_editors_draft_a_draft(seeded):
    lesson, _ = lesson_with_video(seeded["dewi"])
    title = lesson.title
    draft_of(lesson, title="Judul dalam konsep")
    call_command("seed_demo", "--remove")
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert (lesson.title, lesson.video_ids, lesson.has_unpublished_changes) == (title, [], True)
    draft = lesson.get_latest_revision_as_object()
    assert (draft.title, draft.video_ids) == ("Judul dalam konsep", [])
    assert not Source.objects.exists()


def test_remove_takes_a_video_out_of_a_draft_and_publishes_nothing(seeded):
    source = make_source(title="Contoh", owner=seeded["dewi"], is_demo=True, state="uploaded")
    hidden, shown = LessonPage.objects.filter(live=True)[:2]
    hidden.unpublish()
    for lesson in (hidden, shown):
        draft_of(lesson, body=[{"type": "video", "value": source.pk, "id": str(uuid.uuid4())}])
    call_command("seed_demo", "--remove")
    hidden, shown = (LessonPage.objects.get(pk=lesson.pk) for lesson in (hidden, shown))
    assert (hidden.live, shown.live) == (False, True)
    assert shown.has_unpublished_changes
    assert not Source.objects.exists()


def test_placing_a_video_keeps_the_draft_newest(seeded):
    lesson = LessonPage.objects.get(slug="mengapa-kemasan-menentukan")
    lesson = draft_of(lesson, title="Judul dalam konsep")
    lesson, source = lesson_with_video(seeded["dewi"])
    draft = lesson.get_latest_revision_as_object()
    assert lesson.title != draft.title == "Judul dalam konsep"
    assert lesson.video_ids == draft.video_ids == [source.pk]
