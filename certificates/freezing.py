"""Takes down the facts: who, of which business, learned what, with which marks. Later changes never reach the row."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from businesses.public import business_of
from certificates.errors import NotCompleted
from certificates.models import Certificate, CertificateSettings, Series
from certificates.predicates import predicate_for
from certificates.wording import nip_line, printable
from courses.public import CompletionFacts, completion_facts


def facts_of(enrolment_id: int) -> dict[str, Any]:
    """Return the fields of a certificate for a passed course. Raises NotCompleted."""
    facts = completion_facts(enrolment_id)
    if facts is None:
        raise NotCompleted
    person = get_user_model().objects.select_related("village__district", "regency").get(pk=facts.person_id)
    return {
        "person": person,
        "person_name": printable(facts.person_name),
        "is_demo": person.is_demo,
        "series": Series.DEMO if person.is_demo else Series.CERTIFICATE,
        **_place_of(person),
        **_course_fields(facts),
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


def _course_fields(facts: CompletionFacts) -> dict[str, Any]:
    """Return what was learned and how well."""
    scale = CertificateSettings.load().predicates
    return {
        "course_title": printable(facts.course_title),
        "course_slug": facts.course_slug,
        "modules": [[printable(title), jp] for title, jp in facts.modules],
        "jp": facts.jp,
        "pretest_score": facts.pretest_score,
        "final_score": facts.final_score,
        "predicate": predicate_for(facts.final_score, scale),
        "attendance_percent": round(facts.attendance_percent),
        "started_on": facts.started_on,
        "completed_on": facts.completed_on,
    }


def letterhead_of(certificate: Certificate, office: CertificateSettings) -> dict[str, str]:
    """Return the office's words, signer and addresses as they are now."""
    return {
        "government": office.government,
        "office": office.office,
        "city": office.city,
        "course_prefix": office.course_prefix,
        "statement": office.statement,
        "signer_title": office.signer_title,
        "signer_name": office.signer_name,
        "signer_rank": office.signer_rank,
        "signer_nip": nip_line(office.signer_nip),
        "check_address": settings.SITE_URL + reverse("certificate_check_form"),
        "check_url": settings.SITE_URL + certificate.check_url,
    }
