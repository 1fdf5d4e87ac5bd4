"""Finished lessons and the completion that may follow, asked in SQL: each lesson that a phone brings asks all of it."""

from django.db import connection

from core.clock import now
from courses.models import Attempt, AttemptKind, AttemptState, CoursePage, Enrolment, EnrolmentState, LessonProgress

WRITE_SQL = f"""INSERT INTO {LessonProgress._meta.db_table} (enrolment_id, lesson_id, content_revision, done_at)
VALUES (%s, %s, %s, %s) ON CONFLICT (enrolment_id, lesson_id) DO NOTHING"""  # noqa: S608  our own names, here and below
LOCK_SQL = f"SELECT id FROM {Enrolment._meta.db_table} WHERE id = %s AND state = %s"  # noqa: S608
FINAL_SQL = f"""SELECT 1 FROM {Attempt._meta.db_table} attempt
JOIN {Enrolment._meta.db_table} enrolment ON enrolment.id = attempt.enrolment_id
JOIN {CoursePage._meta.db_table} course ON course.page_ptr_id = enrolment.course_id
WHERE attempt.enrolment_id = %s AND attempt.kind = %s AND attempt.state = %s AND attempt.score >= course.pass_mark
LIMIT 1"""  # noqa: S608


def write_done(enrolment_id: int, lesson_id: int, *, revision: int) -> bool:
    """Note that a lesson is done; say whether it was not before."""
    moment = connection.ops.adapt_datetimefield_value(now())
    with connection.cursor() as cursor:
        cursor.execute(WRITE_SQL, [enrolment_id, lesson_id, revision, moment])
        return bool(cursor.rowcount)


def lock_learning(enrolment_id: int) -> bool:
    """Say whether the course is still under way; its enrolment is locked until the transaction ends."""
    # SQLite has no lock for a row: its transactions that write queue from their beginning.
    can_lock = connection.features.has_select_for_update
    lock = connection.ops.for_update_sql(no_key=True) if can_lock else ""
    with connection.cursor() as cursor:
        cursor.execute(f"{LOCK_SQL} {lock}", [enrolment_id, EnrolmentState.LEARNING.value])
        return cursor.fetchone() is not None


def is_final_passed(enrolment_id: int) -> bool:
    """Say whether a final test reached the pass mark: the one part of the rule that a single question answers."""
    with connection.cursor() as cursor:
        cursor.execute(FINAL_SQL, [enrolment_id, AttemptKind.FINAL.value, AttemptState.SUBMITTED.value])
        return cursor.fetchone() is not None
