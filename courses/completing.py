"""Declares a course completed, exactly once, as soon as the pass rule is met."""

from functools import partial

from django.db import transaction

from core.clock import now
from courses import passing, telling
from courses.models import Enrolment, EnrolmentState
from courses.progress_rows import is_final_passed, lock_learning
from courses.signals import course_completed
from courses.standing import standing_of


@transaction.atomic(savepoint=False)
def complete_if_passed(enrolment: Enrolment) -> bool:
    """Record completion and send the fact after commit; return whether this call was the one that did it.

    The enrolment is locked first, so that of two requests that each bring one of the last two things, the second sees
    the first one's. Without a passed final test nothing else has to be read.
    """
    if not lock_learning(enrolment.pk) or not is_final_passed(enrolment.pk):
        return False
    row = Enrolment.objects.get(pk=enrolment.pk)
    standing = standing_of(row)
    if not passing.is_passed(standing):
        return False
    if not _complete(row.pk):
        return False
    telling.tell_passed(row, standing.best_final or 0)
    return True


@transaction.atomic
def complete_by_attendance(enrolment: Enrolment, *, percent: int) -> bool:
    """The same for a member of a class whose rule is being there; `percent` is how much they were."""
    if not _complete(enrolment.pk):
        return False
    telling.tell_passed_by_attendance(enrolment, percent)
    return True


def _complete(enrolment_id: int) -> bool:
    """Write it down and send the fact after commit; of two at once one wins."""
    waiting = Enrolment.objects.filter(pk=enrolment_id, state=EnrolmentState.LEARNING)
    if waiting.update(state=EnrolmentState.COMPLETED, completed_at=now()) != 1:
        return False
    transaction.on_commit(partial(course_completed.send_robust, sender=Enrolment, enrolment_id=enrolment_id))
    return True
