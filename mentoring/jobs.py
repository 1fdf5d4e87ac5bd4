"""The bells of this room, rung by name: acts don't know the tasks that do them."""

from celery import current_app


def ring_pass_on(mentee_id: int) -> None:
    """Have the next choice of a mentee looked for."""
    current_app.tasks["mentoring.pass_on"].delay(mentee_id)


def ring_run(run_id: int) -> None:
    """Have a run computed."""
    current_app.tasks["mentoring.run"].delay(run_id)
