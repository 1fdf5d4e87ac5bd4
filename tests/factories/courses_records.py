"""Learners' records for tests, made by the acts themselves so that they always hold together."""

import io
import itertools

from django.contrib.auth import get_user_model
from PIL import Image

from courses.attempting import save_answer, start_final, start_quiz, submit_attempt
from courses.enrolling import enrol
from courses.models import SubmissionState
from courses.outline import outline_of
from courses.photos import clean_photo
from courses.progressing import mark_lesson_done
from courses.submitting import decide_task, hand_in_task
from tests.factories.courses_content import make_course

_number = itertools.count(1)


def make_person(**fields):
    """Return a learner with a phone number of their own."""
    number = next(_number)
    values = {"full_name": f"Peserta {number}", "phone": f"+62899100{number:05}", "phone_verified": True}
    return get_user_model().objects.create_user(f"peserta{number}", password="demo-ikm-2026", **{**values, **fields})


def make_enrolment(person=None, course=None, **course_fields):
    """Return an enrolment; without a course one with a quiz, a task and 20 bank questions is made."""
    course = course or make_course(**{"quiz": True, "task": True, "bank": 20, **course_fields})
    return enrol(person or make_person(), course)


def lessons_of(enrolment):
    """Return the published lessons of the enrolment's course, in order."""
    return list(outline_of(enrolment.course).lessons)


def quiz_lesson(enrolment):
    """Return the first lesson with a quiz."""
    return next(lesson for lesson in lessons_of(enrolment) if lesson.has_quiz)


def task_lesson(enrolment):
    """Return the first lesson with a practice task."""
    return next(lesson for lesson in lessons_of(enrolment) if lesson.task)


def answer_all(attempt, *, right=None):
    """Answer every question; the first `right` of them rightly (all without it)."""
    person = attempt.enrolment.person
    for answer in attempt.answers.all():
        correct = answer.snapshot["correct"]
        is_meant_right = right is None or answer.position <= right
        save_answer(attempt.pk, answer.position, correct if is_meant_right else (correct + 1) % 4, by=person)
    attempt.refresh_from_db()
    return attempt


def finish_lessons(enrolment):
    """Read every lesson and pass every quiz."""
    for lesson in lessons_of(enrolment):
        if lesson.has_quiz:
            answer_all(start_quiz(enrolment, lesson))
        else:
            mark_lesson_done(enrolment, lesson)


def take_final(enrolment, *, right=None):
    """Do the final test with `right` right answers (all without it) and hand it in."""
    attempt = answer_all(start_final(enrolment), right=right)
    return submit_attempt(attempt.pk, by=enrolment.person)


def photo_file(*, size=(800, 600), kind="JPEG", colour="teal", **save):
    """Return the bytes of a picture."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **save)
    return out.getvalue()


def make_photo(**fields):
    """Return a cleaned photo."""
    data = photo_file(**fields)
    return clean_photo(io.BytesIO(data), size_bytes=len(data))


def hand_in(enrolment, *, text="Sudah saya kerjakan.", lesson=None):
    """Hand in the task of `lesson` (the first one without it)."""
    return hand_in_task(enrolment, lesson or task_lesson(enrolment), text=text, photos=[make_photo()])


def finish_tasks(enrolment, *, by):
    """Hand in every task and have it accepted."""
    for lesson in lessons_of(enrolment):
        if lesson.task:
            decide_task(hand_in(enrolment, lesson=lesson), accept=True, comment="", by=by)


def returned_task(enrolment, *, by, comment="Foto label belum terbaca."):
    """Return a submission that the instructor sent back."""
    submission = decide_task(hand_in(enrolment), accept=False, comment=comment, by=by)
    assert submission.state == SubmissionState.RETURNED
    return submission
