"""Finds what nobody rings for any more, by looking at the rows."""

from certificates.models import Certificate, Kind
from certificates.models.certificate import WORK_STATES
from core.clock import now
from courses.public import completed_enrolment_ids, participation_ids

BATCH = 500


def due_rows() -> list[int]:
    """Return ids of open rows that no worker holds, the oldest claim first."""
    due = Certificate.objects.filter(state__in=WORK_STATES, claimed_until__lte=now())
    return list(due.order_by("claimed_until", "pk").values_list("pk", flat=True)[:BATCH])


def unheard_enrolments() -> list[tuple[int, Kind]]:
    """Return passed enrolments, and those due a letter, that stand in no row of that kind, whatever its state."""
    known = set(Certificate.objects.values_list("enrolment_id", "kind"))
    due = [(pk, Kind.CERTIFICATE) for pk in completed_enrolment_ids()]
    due += [(pk, Kind.PARTICIPATION) for pk in participation_ids()]
    return [one for one in due if one not in known][:BATCH]
