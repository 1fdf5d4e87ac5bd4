"""Declares a course completed, exactly once, as soon as the pass rule is met."""

from functools import partial

from django.db import transaction

from core.clock import now
from courses import passing, telling
from courses.models import Enrolment, EnrolmentState
from courses.signals import course_completed
from courses.standing import standing_of


@transaction.atomic
def complete_if_passed(enrolment: Enrolment) -> bool:
    """Record completion and send the fact after commit; return whether this call was the one that did it."""
    row = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "course")
        .get(pk=enrolment.pk)
    )
    standing = standing_of(row)
    if row.is_completed or not passing.is_passed(standing):
        return False
    waiting = Enrolment.objects.filter(pk=row.pk, state=EnrolmentState.LEARNING)
    if waiting.update(state=EnrolmentState.COMPLETED, completed_at=now()) != 1:
        return False
    telling.tell_passed(row, standing.best_final or 0)
    transaction.on_commit(partial(course_completed.send_robust, sender=Enrolment, enrolment_id=row.pk))
    return True
