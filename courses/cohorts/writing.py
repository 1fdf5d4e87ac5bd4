"""One message to a whole class, once."""

import uuid
from typing import Any

from django.db import transaction

from core.clock import now
from courses.cohorts import telling
from courses.cohorts.errors import CohortIsEmpty
from courses.models import Cohort, CohortLetter
from messaging.public import one_bell


@transaction.atomic
def write_to_cohort(cohort: Cohort, text: str, *, form_key: uuid.UUID, by: Any) -> tuple[CohortLetter, bool]:
    """Queue `text` for every member; return the letter and whether this call wrote it.

    The same `form_key` again returns the first letter and sends nothing. Raises CohortIsEmpty.
    """
    members = list(cohort.members.select_related("enrolment__person"))
    if not members:
        raise CohortIsEmpty
    letter, is_new = CohortLetter.objects.get_or_create(
        form_key=form_key, defaults={"cohort": cohort, "text": text, "sent_by": by, "sent_at": now()}
    )
    if is_new:
        with one_bell():
            letter.receivers = sum(telling.tell_letter(member, cohort, letter) for member in members)
        letter.save(update_fields=["receivers"])
    return letter, is_new
