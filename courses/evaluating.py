"""The evaluation of a course at its end."""

from typing import Any

from core.clock import now
from courses.errors import EvaluationTooEarly
from courses.models import CourseEvaluation, Enrolment


def has_evaluated(enrolment: Enrolment) -> bool:
    """Say whether the form was sent."""
    return CourseEvaluation.objects.filter(enrolment=enrolment).exists()


def evaluate_course(enrolment: Enrolment, answers: dict[str, Any]) -> CourseEvaluation:
    """Keep the evaluation: eight marks from 1 to 5 and two open texts; the first one sent stands.

    Raises EvaluationTooEarly.
    """
    if not enrolment.is_completed:
        raise EvaluationTooEarly
    evaluation, _ = CourseEvaluation.objects.get_or_create(enrolment=enrolment, defaults={**answers, "sent_at": now()})
    return evaluation
