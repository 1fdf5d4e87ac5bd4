"""What a phone shows of a person's progress: the server's word, in the same number of queries for any of it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Max

from courses import passing
from courses.models import Attempt, AttemptKind, AttemptState, Enrolment, VideoPosition
from courses.standing import Progress, progresses_of

Numbers = defaultdict[int, dict[int, int]]


def courses_for_phone(person: Any) -> list[dict[str, Any]]:
    """Return the courses of `person` as the phone reads them; no key of any test is among it."""
    enrolments = list(Enrolment.objects.filter(person=person))
    ids = [enrolment.pk for enrolment in enrolments]
    quizzes, positions = _best_quizzes(ids), _positions(ids)
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


def _best_quizzes(enrolments: Iterable[int]) -> Numbers:
    rows = Attempt.objects.filter(
        enrolment__in=enrolments, kind=AttemptKind.QUIZ, state=AttemptState.SUBMITTED
    ).order_by()
    return _numbers(rows.values_list("enrolment_id", "lesson_id").annotate(Max("score")))


def _positions(enrolments: Iterable[int]) -> Numbers:
    rows = VideoPosition.objects.filter(enrolment__in=enrolments)
    return _numbers(rows.values_list("enrolment_id", "source_id", "at_s"))


def _numbers(rows: Iterable[tuple[Any, ...]]) -> Numbers:
    found: Numbers = defaultdict(dict)
    for enrolment, key, value in rows:
        found[enrolment][key] = value
    return found
