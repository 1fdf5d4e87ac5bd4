"""What time does: offers end and pass on, silence is noticed. Everything by the rows, so that twice changes nothing."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from core.clock import now
from mentoring.answering import expire
from mentoring.models import Mentorship, MentorshipState, Proposal
from mentoring.models.proposals import OFFERED_STATES
from mentoring.moving import CLOSED_STATES
from mentoring.passing_on import waiting_for_next
from mentoring.shortlisting import pass_on
from mentoring.telling import both, pair_path, tell

BATCH = 200
FIRST_SESSION = dt.timedelta(days=14)
NUDGE_AFTER = dt.timedelta(days=21)
TASK_AFTER = dt.timedelta(days=35)
KEEP_PARTS = dt.timedelta(days=365)


def sweep() -> None:
    """Do all that is due now."""
    expire_offers()
    pass_on_all()
    remind_of_first_session()
    nudge_silent()
    open_tasks()


def expire_offers() -> int:
    """End offers whose time is over; return how many."""
    due = Proposal.objects.filter(state__in=OFFERED_STATES, due_at__lte=now()).order_by("due_at")
    return sum(expire(pk) for pk in due.values_list("pk", flat=True)[:BATCH])


def pass_on_all() -> int:
    """Offer the next choice to whom no bell reached; return how many got one."""
    ids = list(waiting_for_next().order_by("asked_at", "pk").values_list("pk", flat=True)[:BATCH])
    return sum(pass_on(pk) is not None for pk in ids)


def remind_of_first_session() -> None:
    """Remind both after 14 days without a first session; the message's key makes it once."""
    rows = _active().filter(first_met_at__isnull=True, started_at__lte=now() - FIRST_SESSION, nudged_at__isnull=True)
    for mentorship in rows[:BATCH]:
        _tell_both("mentor_pertemuan_pertama", mentorship, "mulai")


def nudge_silent() -> None:
    """Nudge both after 21 days of silence, once for each silence."""
    rows = _active().filter(quiet_since__lte=now() - NUDGE_AFTER, nudged_at__isnull=True)
    for mentorship in rows[:BATCH]:
        with transaction.atomic():
            if Mentorship.objects.filter(pk=mentorship.pk, nudged_at__isnull=True).update(nudged_at=now()):
                _tell_both("mentor_diam", mentorship, str(int(mentorship.quiet_since.timestamp())))


def open_tasks() -> int:
    """Give silent pairs to the officer after 35 days; return how many."""
    silent = Mentorship.objects.filter(state=MentorshipState.ACTIVE, quiet_since__lte=now() - TASK_AFTER)
    return silent.filter(task_at__isnull=True).update(task_at=now())


def forget_parts() -> int:
    """Empty what explains a proposal a year after it came to nothing (data is kept no longer than it is needed)."""
    old = Proposal.objects.filter(state__in=CLOSED_STATES, closed_at__lte=now() - KEEP_PARTS).exclude(parts={})
    return old.update(parts={}, missing=[], note="")


def _active() -> "QuerySet[Mentorship]":
    rows = Mentorship.objects.filter(state=MentorshipState.ACTIVE)
    return rows.select_related("mentor__person", "mentee__person").order_by("quiet_since")


def _tell_both(template: str, mentorship: Mentorship, key: str) -> None:
    for person in both(mentorship):
        tell(template, person, f"{mentorship.pk}:{person.pk}:{key}", pair_path(mentorship))
