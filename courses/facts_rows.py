"""What the rows of enrolments say, in one question in SQL: with Django's way of asking it were four, each dearer.

Attempts made here hold the columns that are named; Django fetches any other when it is asked for.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from courses.models import Attempt, AttemptKind

# The same columns for all four, attempts first: they give the columns their types.
FACTS_SQL = """
SELECT 'test', enrolment_id, number, kind, state, score, submitted_at, id FROM courses_attempt
    WHERE lesson_id IS NULL AND enrolment_id IN ({enrolments})
UNION ALL SELECT 'done', enrolment_id, lesson_id, '', '', NULL, NULL, NULL FROM courses_lessonprogress
    WHERE enrolment_id IN ({enrolments})
UNION ALL SELECT 'task', enrolment_id, version, block_id, state, NULL, NULL, NULL FROM courses_tasksubmission
    WHERE enrolment_id IN ({enrolments})
UNION ALL SELECT 'bank', course_id, COUNT(*), '', '', NULL, NULL, NULL FROM courses_bankquestion
    WHERE is_active AND course_id IN ({courses}) GROUP BY course_id"""
ATTEMPT = ("id", "enrolment_id", "kind", "number", "state", "submitted_at", "score")  # in the order of its fields


@dataclass
class Facts:
    """What the rows of one enrolment say. `tasks`: block id to the newest version's state."""

    done: set[int] = field(default_factory=set)
    tasks: dict[str, str] = field(default_factory=dict)
    tests: list[Attempt] = field(default_factory=list)

    @property
    def finals(self) -> list[Attempt]:
        """The goes at the final test, in order."""
        return [attempt for attempt in self.tests if attempt.kind == AttemptKind.FINAL]


def facts_of(enrolments: Sequence[int], courses: Sequence[int]) -> tuple[defaultdict[int, Facts], Counter[int]]:
    """Return the facts of each enrolment, and how many questions the bank of each course holds, by their ids."""
    facts: defaultdict[int, Facts] = defaultdict(Facts)
    questions: Counter[int] = Counter()
    for what, of, number, mark, state, *rest in _rows(enrolments, courses) if enrolments else ():
        if what == "bank":
            questions[of] = number
        elif what == "done":
            facts[of].done.add(number)
        elif what == "task":
            facts[of].tasks[mark] = state
        else:
            facts[of].tests.append(_attempt(of, number, mark, state, *rest))
    return facts, questions


def _rows(enrolments: Sequence[int], courses: Sequence[int]) -> list[tuple[Any, ...]]:
    """Return the rows, attempts and versions of tasks from the first to the last."""
    named = {"enrolments": ", ".join(["%s"] * len(enrolments)), "courses": ", ".join(["%s"] * len(courses))}
    with connection.cursor() as cursor:
        cursor.execute(FACTS_SQL.format(**named), [*enrolments, *enrolments, *enrolments, *courses])
        return sorted(cursor.fetchall(), key=lambda row: row[2])


def _attempt(enrolment: int, number: int, kind: str, state: str, score: int | None, at: Any, pk: int) -> Attempt:
    submitted = dt.datetime.fromisoformat(at) if isinstance(at, str) else at
    if submitted and submitted.tzinfo is None:  # SQLite keeps UTC without saying so
        submitted = submitted.replace(tzinfo=dt.UTC)
    return Attempt.from_db(connection.alias, ATTEMPT, (pk, enrolment, kind, number, state, submitted, score))
