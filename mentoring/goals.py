"""Ticking off the steps of a goal; done in any order, taken back where it was a slip."""

from typing import Any

from core.clock import now
from mentoring.errors import MentorshipOver
from mentoring.models import GoalStep


def tick(step: GoalStep, *, is_done: bool, by: Any) -> None:
    """Mark the step as done or not done. Raises MentorshipOver."""
    if not step.goal.mentorship.is_live:
        raise MentorshipOver
    step.done_at, step.done_by = (now(), by) if is_done else (None, None)
    step.save(update_fields=["done_at", "done_by"])
