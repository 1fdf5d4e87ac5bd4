"""The rows behind one tap on an answer, in SQL: with Django's way of asking they cost five times as much.

Models made here hold the columns that are named; Django fetches any other when it is asked for.
"""

import datetime as dt
import json
from typing import Any

from django.db import connection

from core.partial_rows import row_with
from courses.models import Answer, Attempt, CoursePage, Enrolment, LessonPage

PAGES = CoursePage._meta.get_parent_list()[-1]._meta.db_table
# In the order of the models' fields, as `from_db` wants them.
ATTEMPT = ("id", "enrolment_id", "kind", "lesson_id", "block_id", "state")
ANSWER = ("id", "attempt_id", "position", "snapshot", "choice")
ATTEMPT_SQL = f"""SELECT {", ".join(f"attempt.{name}" for name in ATTEMPT)}, enrolment.person_id
    FROM courses_attempt attempt JOIN courses_enrolment enrolment ON enrolment.id = attempt.enrolment_id
    WHERE attempt.id = %s"""  # noqa: S608  our own names, here and below
# All that the screens of an attempt name besides its answers.
PLACE_SQL = f"""SELECT attempt.*, enrolment.person_id, enrolment.course_id, enrolment.state AS enrolment_state,
    enrolment.extra_attempts, course.slug AS course_slug, course.title AS course_title,
    lesson.title AS lesson_title, lesson.url_path
    FROM courses_attempt attempt JOIN courses_enrolment enrolment ON enrolment.id = attempt.enrolment_id
    JOIN {PAGES} course ON course.id = enrolment.course_id LEFT JOIN {PAGES} lesson ON lesson.id = attempt.lesson_id
    WHERE attempt.id = %s"""  # noqa: S608
ANSWER_SQL = f"SELECT {', '.join(ANSWER)} FROM courses_answer WHERE attempt_id = %s AND position = %s"  # noqa: S608
CHOOSE_SQL = "UPDATE courses_answer SET choice = %s, answered_at = %s WHERE id = %s"
COUNT_SQL = "SELECT COUNT(*) FROM courses_answer WHERE attempt_id = %s"
UNANSWERED_SQL = "SELECT COUNT(*) FROM courses_answer WHERE attempt_id = %s AND choice IS NULL"


def lock_attempt(attempt_id: int, person_id: int) -> Attempt | None:
    """Return this person's attempt, locked until the transaction ends."""
    # SQLite has no lock for a row: its transactions that write queue from their beginning.
    can_lock = connection.features.has_select_for_update
    lock = connection.ops.for_update_sql(no_key=True, of=("attempt",)) if can_lock else ""
    row = _first(f"{ATTEMPT_SQL} {lock}", attempt_id)
    return Attempt.from_db(connection.alias, ATTEMPT, row[:-1]) if row and row[-1] == person_id else None


def read_attempt(attempt_id: int) -> Attempt | None:
    """Return an attempt with its enrolment, and the names and addresses of its course and lesson; one question."""
    attempt = next(iter(Attempt.objects.raw(PLACE_SQL, [attempt_id])), None)
    if attempt is None:
        return None
    told = attempt.__dict__
    course = {"id": told["course_id"], "slug": told["course_slug"], "title": told["course_title"]}
    enrolment = {name: told[name] for name in ("person_id", "course_id", "extra_attempts")}
    enrolment |= {"id": attempt.enrolment_id, "state": told["enrolment_state"]}
    attempt.enrolment = row_with(Enrolment, enrolment)
    attempt.enrolment.course = row_with(CoursePage, {**course, "page_ptr_id": told["course_id"]})
    if attempt.lesson_id:
        lesson = {"id": attempt.lesson_id, "title": told["lesson_title"], "url_path": told["url_path"]}
        attempt.lesson = row_with(LessonPage, {**lesson, "page_ptr_id": attempt.lesson_id})
    return attempt


def find_answer(attempt: Attempt, position: int) -> Answer | None:
    """Return the answer at a position of an attempt."""
    row = _first(ANSWER_SQL, attempt.pk, position)
    if row is None:
        return None
    *place, snapshot, choice = row
    answer = Answer.from_db(connection.alias, ANSWER, (*place, json.loads(snapshot), choice))
    answer.attempt = attempt
    return answer


def choose(answer: Answer, choice: int, at: dt.datetime) -> None:
    """Keep the option chosen."""
    answer.choice, answer.answered_at = choice, at
    with connection.cursor() as cursor:
        cursor.execute(CHOOSE_SQL, [choice, connection.ops.adapt_datetimefield_value(at), answer.pk])


def count_answers(attempt: Attempt) -> int:
    """Return of how many questions an attempt is made."""
    row = _first(COUNT_SQL, attempt.pk)
    return int(row[0]) if row else 0


def count_unanswered(attempt: Attempt) -> int:
    """Return how many of an attempt's questions have no answer, asked after its lock was had."""
    row = _first(UNANSWERED_SQL, attempt.pk)
    return int(row[0]) if row else 0


def _first(sql: str, *values: Any) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row
