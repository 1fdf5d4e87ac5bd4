"""Practice tasks."""

import pytest
from django.core.files.storage import default_storage

from courses.errors import CommentMissing, TaskDecided, TaskMissing, TaskStands
from courses.models import SubmissionState, TaskPhoto, TaskSubmission
from courses.outline import revision_of
from courses.submitting import decide_task, hand_in_task, submissions_for
from messaging.models import OutboxMessage
from tests.factories.courses_records import (
    hand_in,
    make_enrolment,
    make_photo,
    quiz_lesson,
    returned_task,
    task_lesson,
)

pytestmark = pytest.mark.django_db


def test_task_is_kept_with_photo_and_what_was_asked():
    enrolment = make_enrolment()
    submission = hand_in(enrolment)
    lesson = task_lesson(enrolment)
    assert (submission.version, submission.state) == (1, SubmissionState.WAITING)
    assert (submission.title, submission.instruction) == (lesson.task.title, lesson.task.instruction)
    assert submission.content_revision == revision_of(lesson)
    photo = submission.photos.get()
    assert default_storage.exists(photo.file)
    assert photo.size_bytes == default_storage.size(photo.file)


def test_second_sending_while_one_waits_or_stands_changes_nothing(cast):
    enrolment = make_enrolment()
    submission = hand_in(enrolment)
    with pytest.raises(TaskStands):
        hand_in(enrolment)
    decide_task(submission, accept=True, comment="", by=cast.dewi)
    with pytest.raises(TaskStands):
        hand_in(enrolment)
    assert TaskSubmission.objects.count() == 1


def test_returned_task_is_followed_by_the_next_version(cast):
    enrolment = make_enrolment()
    returned_task(enrolment, by=cast.dewi)
    second = hand_in(enrolment)
    assert second.version == 2
    assert [row.version for row in submissions_for(enrolment, task_lesson(enrolment))] == [2, 1]


def test_learner_is_told_what_to_mend_and_what_was_accepted(cast):
    enrolment = make_enrolment(slug="kemasan")
    returned_task(enrolment, by=cast.dewi, comment="Foto label belum terbaca.")
    text = OutboxMessage.objects.get(template="tugas_perbaiki").text
    assert "Catatan pengajar: Foto label belum terbaca. Sebelum" in text
    assert "segel dan tulisan label terlihat jelas di foto" in text
    decide_task(hand_in(enrolment), accept=True, comment="", by=cast.dewi)
    assert (
        "Catatan pengajar: Sudah sesuai petunjuk. Lanjutkan"
        in OutboxMessage.objects.get(template="tugas_diterima").text
    )


def test_returning_needs_a_comment(cast):
    submission = hand_in(make_enrolment())
    with pytest.raises(CommentMissing):
        decide_task(submission, accept=False, comment="  ", by=cast.dewi)


def test_two_instructors_decide_once(cast):
    submission = hand_in(make_enrolment())
    decide_task(submission, accept=True, comment="Bagus.", by=cast.dewi)
    with pytest.raises(TaskDecided):
        decide_task(submission, accept=False, comment="Ulangi.", by=cast.petugas)
    submission.refresh_from_db()
    assert (submission.state, submission.decided_by) == (SubmissionState.ACCEPTED, cast.dewi)


def test_lesson_without_task_takes_none():
    enrolment = make_enrolment()
    with pytest.raises(TaskMissing):
        hand_in_task(enrolment, quiz_lesson(enrolment), text="", photos=[])


def test_two_equal_photos_are_one():
    enrolment = make_enrolment()
    submission = hand_in_task(enrolment, task_lesson(enrolment), text="", photos=[make_photo(), make_photo()])
    assert submission.photos.count() == 1


def test_records_and_photos_go_away_with_the_person(django_capture_on_commit_callbacks):
    one = make_enrolment()
    other = make_enrolment(course=one.course)
    shared = hand_in(one).photos.get().file
    hand_in(other)
    with django_capture_on_commit_callbacks(execute=True):
        one.person.delete()
    assert default_storage.exists(shared)  # the other learner sent the very same picture
    with django_capture_on_commit_callbacks(execute=True):
        other.person.delete()
    assert not TaskPhoto.objects.exists()
    assert not default_storage.exists(shared)
