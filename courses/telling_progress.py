"""What a phone shows of a person's progress: the server's word, in the same number of queries for any of it."""

from collections import defaultdict
from typing import Any

from django.db import connection

from courses import passing
from courses.models import Attempt, AttemptKind, AttemptState, Enrolment, VideoPosition
from courses.standing import Progress, progresses_of

Numbers = defaultdict[int, dict[int, int]]
QUIZ, SUBMITTED = AttemptKind.QUIZ.value, AttemptState.SUBMITTED.value
MARKS_SQL = f"""
SELECT 'quiz', enrolment_id, lesson_id, MAX(score) FROM {Attempt._meta.db_table}
    WHERE kind = %s AND state = %s AND enrolment_id IN ({{named}}) GROUP BY enrolment_id, lesson_id
UNION ALL SELECT 'place', enrolment_id, source_id, at_s FROM {VideoPosition._meta.db_table}
    WHERE enrolment_id IN ({{named}})"""  # noqa: S608  our own names


def courses_for_phone(person: Any) -> list[dict[str, Any]]:
    """Return the courses of `person` as the phone reads them; no key of any test is among it."""
    enrolments = list(Enrolment.objects.filter(person=person))
    ids = [enrolment.pk for enrolment in enrolments]
    quizzes, positions = _marks_of(ids) if ids else (_none(), _none())
    return [
        _course(progress, quizzes[progress.enrolment.pk], positions[progress.enrolment.pk])
        for progress in progresses_of(enrolments)
    ]


def _course(progress: Progress, quizzes: dict[int, int], positions: dict[int, int]) -> dict[str, Any]:
    plan, standing = progress.plan, progress.standing
    return {
        "id": plan.course_id,
        "slug": plan.slug,
        "done": sorted(progress.done),
        "quizzes": quizzes,
        "tasks": {lesson: progress.tasks.get(task.key, "") for lesson, task in plan.tasks},
        "positions": positions,
        "final": {
            "best": standing.best_final,
            "attempts_left": standing.attempts_left,
            "passed": passing.is_final_passed(standing),
        },
        "completed": standing.is_completed,
    }


def _marks_of(enrolments: list[int]) -> tuple[Numbers, Numbers]:
    """Return the best mark of each quiz by its lesson, and the place in each video, by enrolment."""
    quizzes, positions = _none(), _none()
    named = ", ".join(["%s"] * len(enrolments))
    with connection.cursor() as cursor:
        cursor.execute(MARKS_SQL.format(named=named), [QUIZ, SUBMITTED, *enrolments, *enrolments])
        for what, enrolment, key, value in cursor.fetchall():
            (quizzes if what == "quiz" else positions)[enrolment][key] = value
    return quizzes, positions


def _none() -> Numbers:
    return defaultdict(dict)
