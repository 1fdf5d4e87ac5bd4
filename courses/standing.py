"""Reads how far people are, as the plain values that the pass rule judges."""

from collections.abc import Sequence
from dataclasses import dataclass

from courses import passing
from courses.facts_rows import Facts, facts_of
from courses.models import Attempt, AttemptKind, Enrolment, SubmissionState
from courses.outline import Outline
from courses.passing import Standing
from courses.plans import Plan, PlannedLesson, fresh_plans, plan_of, plans_of


@dataclass(frozen=True)
class Progress:
    """A person's standing in a course with what it was read from.

    `tasks`: block id to the newest version's state; `questions`: how many the bank holds for tests.
    """

    enrolment: Enrolment
    plan: Plan
    done: frozenset[int]
    tasks: dict[str, str]
    pretest: Attempt | None
    open_final: Attempt | None
    standing: Standing
    questions: int

    @property
    def next_lesson(self) -> PlannedLesson | None:
        """The first lesson that isn't done."""
        return next((lesson for lesson in self.plan.lessons if lesson.pk not in self.done), None)

    @property
    def is_pretest_offered(self) -> bool:
        """Whether the pre-test can still be done: once, before the first final test, if there are questions."""
        is_late = self.standing.final_scores or self.open_final or self.enrolment.is_completed
        return not is_late and (self.pretest.is_open if self.pretest else self.questions > 0)

    @property
    def is_final_passed(self) -> bool:
        """Whether the best mark of the final test reaches the pass mark."""
        return passing.is_final_passed(self.standing)


def progress_of(enrolment: Enrolment, *, outline: Outline | None = None) -> Progress:
    """Return how far one enrolment is, to be shown; with the course's `outline` by its pages as they were read."""
    if outline is None:
        return progresses_of([enrolment])[0]
    return _progresses([enrolment], {enrolment.course_id: plan_of(outline)})[0]


def progresses_of(enrolments: Sequence[Enrolment]) -> list[Progress]:
    """Return how far each enrolment is, to be shown, in the same order; the same two queries for any number."""
    if not enrolments:
        return []
    return _progresses(enrolments, plans_of({enrolment.course_id for enrolment in enrolments}))


def standing_of(enrolment: Enrolment) -> Standing:
    """Return the plain values of one enrolment, to be judged: by the course's pages as they are now."""
    return standings_of([enrolment])[0]


def standings_of(enrolments: Sequence[Enrolment]) -> list[Standing]:
    """Return the same for each enrolment, in the same order; three queries for any number that has its course."""
    plans = fresh_plans({enrolment.course for enrolment in enrolments})
    return [progress.standing for progress in _progresses(enrolments, plans)]


def _progresses(enrolments: Sequence[Enrolment], plans: dict[int, Plan]) -> list[Progress]:
    facts, questions = facts_of([enrolment.pk for enrolment in enrolments], list(plans))
    return [_progress(one, plans[one.course_id], facts[one.pk], questions[one.course_id]) for one in enrolments]


def _progress(enrolment: Enrolment, plan: Plan, facts: Facts, questions: int) -> Progress:
    """Count only what is published now: a lesson that went offline is neither owed nor done."""
    done = frozenset(lesson.pk for lesson in plan.lessons if lesson.pk in facts.done)
    return Progress(
        enrolment=enrolment,
        plan=plan,
        done=done,
        tasks=facts.tasks,
        pretest=next((attempt for attempt in facts.tests if attempt.kind == AttemptKind.PRETEST), None),
        open_final=next((attempt for attempt in facts.finals if attempt.is_open), None),
        standing=_standing(enrolment, plan, facts, len(done)),
        questions=questions,
    )


def _standing(enrolment: Enrolment, plan: Plan, facts: Facts, lessons_done: int) -> Standing:
    submitted = [attempt for attempt in facts.finals if not attempt.is_open]
    return Standing(
        lessons=len(plan.lessons),
        lessons_done=lessons_done,
        tasks=len(plan.tasks),
        tasks_accepted=sum(facts.tasks.get(task.key) == SubmissionState.ACCEPTED for _, task in plan.tasks),
        pass_mark=plan.pass_mark,
        final_scores=tuple(attempt.score or 0 for attempt in submitted),
        last_final_at=submitted[-1].submitted_at if submitted else None,
        is_completed=enrolment.is_completed,
        extra_attempts=enrolment.extra_attempts,
    )
