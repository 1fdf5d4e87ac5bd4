"""Reads how far people are, as the plain values that the pass rule judges."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from courses import passing
from courses.models import (
    Attempt,
    AttemptKind,
    Enrolment,
    LessonPage,
    LessonProgress,
    SubmissionState,
    TaskSubmission,
)
from courses.outline import Outline, outlines_of
from courses.passing import Standing


@dataclass
class _Facts:
    """What the rows of one enrolment say."""

    done: set[int] = field(default_factory=set)
    tasks: dict[str, str] = field(default_factory=dict)
    tests: list[Attempt] = field(default_factory=list)


@dataclass(frozen=True)
class Progress:
    """A person's standing in a course with what it was read from. `tasks`: block id to the newest version's state."""

    enrolment: Enrolment
    outline: Outline
    done: frozenset[int]
    tasks: dict[str, str]
    pretest: Attempt | None
    open_final: Attempt | None
    standing: Standing

    @property
    def next_lesson(self) -> LessonPage | None:
        """The first lesson that isn't done."""
        return next((lesson for lesson in self.outline.lessons if lesson.pk not in self.done), None)

    @property
    def is_pretest_offered(self) -> bool:
        """Whether the pre-test can still be done: once, before the first final test."""
        is_late = self.standing.final_scores or self.open_final or self.enrolment.is_completed
        return not is_late and (self.pretest is None or self.pretest.is_open)

    @property
    def is_final_passed(self) -> bool:
        """Whether the best mark of the final test reaches the pass mark."""
        return passing.is_final_passed(self.standing)


def progress_of(enrolment: Enrolment, *, outline: Outline | None = None) -> Progress:
    """Return how far one enrolment is; three queries, and two more where the course's outline isn't at hand."""
    if outline is None:
        return progresses_of([enrolment])[0]
    return _progress(enrolment, outline, _facts_of([enrolment.pk])[enrolment.pk])


def progresses_of(enrolments: Sequence[Enrolment]) -> list[Progress]:
    """Return how far each enrolment is, in the same order; the same five queries for any number."""
    outlines = outlines_of({enrolment.course for enrolment in enrolments})
    facts = _facts_of([enrolment.pk for enrolment in enrolments])
    return [_progress(enrolment, outlines[enrolment.course_id], facts[enrolment.pk]) for enrolment in enrolments]


def standing_of(enrolment: Enrolment) -> Standing:
    """Return the plain values of one enrolment."""
    return progress_of(enrolment).standing


def _facts_of(ids: Sequence[int]) -> defaultdict[int, _Facts]:
    facts: defaultdict[int, _Facts] = defaultdict(_Facts)
    for pk, lesson in LessonProgress.objects.filter(enrolment__in=ids).values_list("enrolment_id", "lesson_id"):
        facts[pk].done.add(lesson)
    versions = TaskSubmission.objects.filter(enrolment__in=ids).order_by("version")
    for pk, block, state in versions.values_list("enrolment_id", "block_id", "state"):
        facts[pk].tasks[block] = state
    for attempt in Attempt.objects.filter(enrolment__in=ids, lesson__isnull=True).order_by("number"):
        facts[attempt.enrolment_id].tests.append(attempt)
    return facts


def _progress(enrolment: Enrolment, outline: Outline, facts: _Facts) -> Progress:
    """Count only what is published now: a lesson that went offline is neither owed nor done."""
    done = frozenset(lesson.pk for lesson in outline.lessons if lesson.pk in facts.done)
    finals = [attempt for attempt in facts.tests if attempt.kind == AttemptKind.FINAL]
    submitted = [attempt for attempt in finals if not attempt.is_open]
    standing = Standing(
        lessons=len(outline.lessons),
        lessons_done=len(done),
        tasks=len(outline.tasks),
        tasks_accepted=sum(facts.tasks.get(task.key) == SubmissionState.ACCEPTED for _, task in outline.tasks),
        pass_mark=outline.course.pass_mark,
        final_scores=tuple(attempt.score or 0 for attempt in submitted),
        last_final_at=submitted[-1].submitted_at if submitted else None,
        is_completed=enrolment.is_completed,
    )
    return Progress(
        enrolment=enrolment,
        outline=outline,
        done=done,
        tasks=facts.tasks,
        pretest=next((attempt for attempt in facts.tests if attempt.kind == AttemptKind.PRETEST), None),
        open_final=next((attempt for attempt in finals if attempt.is_open), None),
        standing=standing,
    )
