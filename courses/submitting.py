"""Practice tasks: the learner hands one in with photos, the instructor accepts it or says what to mend."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from core.clock import now
from courses import telling
from courses.completing import complete_if_passed
from courses.errors import CommentMissing, TaskDecided, TaskMissing, TaskStands
from courses.models import Enrolment, LessonPage, SubmissionState, TaskPhoto, TaskSubmission
from courses.outline import revision_of
from courses.photos import CleanPhoto, keep_photo


def submissions_for(enrolment: Enrolment, lesson: LessonPage) -> list[TaskSubmission]:
    """Return the versions handed in for the lesson's task, newest first, with their photos."""
    if lesson.task is None:
        return []
    rows = TaskSubmission.objects.filter(enrolment=enrolment, lesson=lesson, block_id=lesson.task.key)
    return list(rows.order_by("-version").select_related("decided_by").prefetch_related("photos"))


def hand_in_task(
    enrolment: Enrolment, lesson: LessonPage, *, text: str, photos: Sequence[CleanPhoto]
) -> TaskSubmission:
    """Keep a new version of the task. Raises TaskMissing, TaskStands (one waits or was accepted), PhotoNotKept."""
    task = lesson.task
    if task is None or not lesson.live:
        raise TaskMissing
    earlier = TaskSubmission.objects.filter(enrolment=enrolment, lesson=lesson, block_id=task.key)
    _check_free(earlier)  # before any file is written; asked again under the lock below
    names = [keep_photo(photo) for photo in photos]  # files first: a row never points at nothing
    with transaction.atomic():
        Enrolment.objects.select_for_update(no_key=True).filter(pk=enrolment.pk).first()
        _check_free(earlier)
        submission = TaskSubmission.objects.create(
            enrolment=enrolment,
            lesson=lesson,
            block_id=task.key,
            title=task.title,
            instruction=task.instruction,
            text=text,
            version=earlier.count() + 1,
            sent_at=now(),
            content_revision=revision_of(lesson),
        )
        _keep_rows(submission, dict(zip(names, photos, strict=True)).items())
    return submission


def decide_task(submission: TaskSubmission, *, accept: bool, comment: str, by: Any) -> TaskSubmission:
    """Accept the task or return it with a comment, and tell the learner. Raises CommentMissing, TaskDecided."""
    comment = comment.strip()
    if not accept and not comment:
        raise CommentMissing
    state = SubmissionState.ACCEPTED if accept else SubmissionState.RETURNED
    with transaction.atomic():
        waiting = TaskSubmission.objects.filter(pk=submission.pk, state=SubmissionState.WAITING)
        if waiting.update(state=state, comment=comment, decided_by=by, decided_at=now()) != 1:
            raise TaskDecided
        submission.refresh_from_db()
        telling.tell_task_decided(submission)
        if accept:
            complete_if_passed(submission.enrolment)
    return submission


def _check_free(earlier: "QuerySet[TaskSubmission]") -> None:
    if earlier.exclude(state=SubmissionState.RETURNED).exists():
        raise TaskStands


def _keep_rows(submission: TaskSubmission, files: Iterable[tuple[str, CleanPhoto]]) -> None:
    TaskPhoto.objects.bulk_create(
        TaskPhoto(submission=submission, file=name, width=photo.width, height=photo.height, size_bytes=len(photo.data))
        for name, photo in files
    )
