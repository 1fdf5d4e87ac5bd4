"""Takes down the facts: who, of which business, learned what, with which marks. Later changes never reach the row."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from businesses.public import business_of
from certificates.errors import NotCompleted
from certificates.logos import keep_logo
from certificates.models import CertificateSettings, Kind, Series
from certificates.predicates import predicate_for
from certificates.wording import nip_line, printable
from courses.public import CompletionFacts, ParticipationFacts, completion_facts, participation_facts

SERIES = {Kind.CERTIFICATE: Series.CERTIFICATE, Kind.PARTICIPATION: Series.PARTICIPATION}
READERS: dict[Kind, Callable[[int], CompletionFacts | ParticipationFacts | None]] = {
    Kind.CERTIFICATE: completion_facts,
    Kind.PARTICIPATION: participation_facts,
}


def facts_of(enrolment_id: int, kind: Kind = Kind.CERTIFICATE) -> dict[str, Any]:
    """Return the fields of a certificate for a passed course, or of a letter that says it was followed.

    `reason` says what keeps it from being printed. Raises NotCompleted.
    """
    facts = READERS[kind](enrolment_id)
    if facts is None:
        raise NotCompleted
    person = get_user_model().objects.select_related("village__district", "regency").get(pk=facts.person_id)
    return {
        "person": person,
        "person_name": printable(facts.person_name),
        "is_demo": person.is_demo,
        "kind": kind,
        "series": Series.DEMO if person.is_demo else SERIES[kind],
        **_place_of(person),
        **_course_fields(facts),
        **_results(facts),
    }


def _place_of(person: Any) -> dict[str, str]:
    """Return the business and where it is; without a business or its village, where the person lives."""
    business = business_of(person)
    village = (business and business.village) or person.village
    return {
        "business_name": printable(business.name) if business else "",
        "village_name": f"{'Kelurahan' if village.is_kelurahan else 'Desa'} {village.name}" if village else "",
        "district_name": village.district.name if village else "",
        "regency_name": person.regency.name if person.regency and not village else "",
    }


def _course_fields(facts: CompletionFacts | ParticipationFacts) -> dict[str, Any]:
    """Return what was learned, and how much of it they were there for."""
    return {
        "course_title": printable(facts.course_title),
        "course_slug": facts.course_slug,
        "modules": [[printable(title), jp] for title, jp in facts.modules],
        "jp": facts.jp,
        "way": printable(facts.way) or "daring",
        "attendance_percent": round(facts.attendance_percent),
        "started_on": facts.started_on,
    }


def _results(facts: CompletionFacts | ParticipationFacts) -> dict[str, Any]:
    """Return the last day and the marks; a letter has none, nor has a class that was passed by being there."""
    if isinstance(facts, ParticipationFacts):
        return {"pretest_score": None, "final_score": None, "predicate": "", "completed_on": facts.ended_on}
    score = facts.final_score
    return {
        "pretest_score": facts.pretest_score,
        "final_score": score,
        "predicate": "" if score is None else predicate_for(score, CertificateSettings.load().predicates),
        "completed_on": facts.completed_on,
    }


def letterhead_of(office: CertificateSettings, *, prefix: str = "", stand_in: str = "") -> dict[str, str]:
    """Return the office's words, its signer and this site's address as they are now.

    With a `prefix` (`Plt.`) the person who stands in is printed under the head's title, without rank and NIP.
    """
    signer = {"signer_name": office.signer_name, "signer_rank": office.signer_rank}
    signer["signer_nip"] = nip_line(office.signer_nip)
    if prefix:
        signer = {"signer_name": printable(stand_in), "signer_rank": "", "signer_nip": ""}
    return {
        "logo": keep_logo(office.logo),
        "government": office.government,
        "office": office.office,
        "city": office.city,
        "course_prefix": office.course_prefix,
        "statement": office.statement,
        "signer_title": f"{prefix} {office.signer_title}".strip(),
        **signer,
        "site_url": settings.SITE_URL,
        "check_address": settings.SITE_URL + reverse("certificate_check_form"),
    }
