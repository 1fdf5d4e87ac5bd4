"""What beat and the bells have done in this room."""

from celery import shared_task

from mentoring import sweeping
from mentoring.shortlisting import pass_on as offer_next


@shared_task(name="mentoring.pass_on")
def pass_on(mentee_id: int) -> None:
    """Offer the next choice to a mentee; the sweep does it again where this is lost."""
    offer_next(mentee_id)


@shared_task(name="mentoring.sweep")
def sweep() -> None:
    """End offers, pass on, notice silence."""
    sweeping.sweep()


@shared_task(name="mentoring.forget")
def forget() -> None:
    """Empty explanations of old proposals."""
    sweeping.forget_parts()
