"""Reads how far people are, as the plain values that the pass rule judges."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from courses import passing
from courses.models import (
    Attempt,
    AttemptKind,
    BankQuestion,
    Enrolment,
    LessonPage,
    LessonProgress,
    SubmissionState,
    TaskSubmission,
)
from courses.outline import Outline, outlines_of
from courses.passing import Standing
from courses.plans import Plan, plan_of, plans_of


@dataclass
class _Facts:
    """What the rows of one enrolment say."""

    done: set[int] = field(default_factory=set)
    tasks: dict[str, str] = field(default_factory=dict)
    tests: list[Attempt] = field(default_factory=list)

    @property
    def finals(self) -> list[Attempt]:
        """The goes at the final test."""
        return [attempt for attempt in self.tests if attempt.kind == AttemptKind.FINAL]


@dataclass(frozen=True)
class Progress:
    """A person's standing in a course with what it was read from.

    `tasks`: block id to the newest version's state; `questions`: how many the bank holds for tests.
    """

    enrolment: Enrolment
    outline: Outline
    done: frozenset[int]
    tasks: dict[str, str]
    pretest: Attempt | None
    open_final: Attempt | None
    standing: Standing
    questions: int

    @property
    def next_lesson(self) -> LessonPage | None:
        """The first lesson that isn't done."""
        return next((lesson for lesson in self.outline.lessons if lesson.pk not in self.done), None)

    @property
    def is_pretest_offered(self) -> bool:
        """Whether the pre-test can still be done: once, before the first final test, if there are questions."""
        is_late = self.standing.final_scores or self.open_final or self.enrolment.is_completed
        return not is_late and (self.pretest.is_open if self.pretest else self.questions > 0)

    @property
    def is_final_passed(self) -> bool:
        """Whether the best mark of the final test reaches the pass mark."""
        return passing.is_final_passed(self.standing)


@dataclass(frozen=True)
class Brief:
    """A person's standing in a course without its pages; `tasks`: block id to the newest version's state."""

    enrolment: Enrolment
    plan: Plan
    done: frozenset[int]
    tasks: dict[str, str]
    standing: Standing


def briefs_of(enrolments: Sequence[Enrolment]) -> list[Brief]:
    """Return how far each enrolment is, in the same order, as shortly as it can be told."""
    plans = plans_of({enrolment.course for enrolment in enrolments})
    facts = _facts_of([enrolment.pk for enrolment in enrolments])
    return [_brief(one, plans[one.course_id], facts[one.pk]) for one in enrolments]


def progress_of(enrolment: Enrolment, *, outline: Outline | None = None) -> Progress:
    """Return how far one enrolment is; four queries, and two more where the course's outline isn't at hand."""
    if outline is None:
        return progresses_of([enrolment])[0]
    questions = _questions_of([enrolment.course_id])[enrolment.course_id]
    return _progress(enrolment, outline, _facts_of([enrolment.pk])[enrolment.pk], questions)


def progresses_of(enrolments: Sequence[Enrolment]) -> list[Progress]:
    """Return how far each enrolment is, in the same order; the same six queries for any number."""
    outlines = outlines_of({enrolment.course for enrolment in enrolments})
    facts = _facts_of([enrolment.pk for enrolment in enrolments])
    questions = _questions_of(outlines)
    return [
        _progress(enrolment, outlines[enrolment.course_id], facts[enrolment.pk], questions[enrolment.course_id])
        for enrolment in enrolments
    ]


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


def _questions_of(course_ids: Iterable[int]) -> Counter[int]:
    rows = BankQuestion.objects.filter(course__in=list(course_ids), is_active=True).order_by()
    return Counter(dict(rows.values_list("course").annotate(Count("pk"))))


def _progress(enrolment: Enrolment, outline: Outline, facts: _Facts, questions: int) -> Progress:
    brief = _brief(enrolment, plan_of(outline), facts)
    return Progress(
        enrolment=enrolment,
        outline=outline,
        done=brief.done,
        tasks=facts.tasks,
        pretest=next((attempt for attempt in facts.tests if attempt.kind == AttemptKind.PRETEST), None),
        open_final=next((attempt for attempt in facts.finals if attempt.is_open), None),
        standing=brief.standing,
        questions=questions,
    )


def _brief(enrolment: Enrolment, plan: Plan, facts: _Facts) -> Brief:
    """Count only what is published now: a lesson that went offline is neither owed nor done."""
    done = frozenset(lesson for lesson in plan.lessons if lesson in facts.done)
    submitted = [attempt for attempt in facts.finals if not attempt.is_open]
    standing = Standing(
        lessons=len(plan.lessons),
        lessons_done=len(done),
        tasks=len(plan.tasks),
        tasks_accepted=sum(facts.tasks.get(key) == SubmissionState.ACCEPTED for _, key in plan.tasks),
        pass_mark=plan.pass_mark,
        final_scores=tuple(attempt.score or 0 for attempt in submitted),
        last_final_at=submitted[-1].submitted_at if submitted else None,
        is_completed=enrolment.is_completed,
        extra_attempts=enrolment.extra_attempts,
    )
    return Brief(enrolment, plan, done, facts.tasks, standing)
