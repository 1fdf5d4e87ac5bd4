"""One more go at the final test, given by the office to somebody who has used all of theirs."""

from typing import Any

from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from courses import passing
from courses.models import Enrolment
from courses.standing import standing_of

GIVE_ATTEMPT_ACTION = "courses.give_attempt"


def needs_attempt(enrolment: Enrolment) -> bool:
    """Say whether another go would help: all are used and none of them passed."""
    standing = standing_of(enrolment)
    is_over = standing.is_completed or passing.is_final_passed(standing)
    return standing.attempts_left == 0 and not is_over


@transaction.atomic
def give_attempt(enrolment: Enrolment, *, by: Any) -> bool:
    """Add one go and log who did; False where none is needed (any more). The wait between two goes stays."""
    locked = Enrolment.objects.select_for_update(no_key=True, of=("self",)).get(pk=enrolment.pk)
    if not needs_attempt(locked):
        return False
    Enrolment.objects.filter(pk=locked.pk).update(extra_attempts=F("extra_attempts") + 1)
    log(instance=locked, action=GIVE_ATTEMPT_ACTION, user=by)
    return True
