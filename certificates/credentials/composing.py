"""Says in the words of Open Badges 3.0 what a certificate says on paper. No marks: those stay on the sheet."""

import uuid
from typing import Any

from django.conf import settings
from django.urls import reverse

from certificates.credentials.identity import our_did
from certificates.models import Certificate, Kind
from certificates.numbering import LIST_BITS
from certificates.rendering import course_line

CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
NAMESPACE = uuid.UUID("6f1c1b8e-6d0a-4c53-9d1e-0f1d4f0c7a11")  # ours; identifiers follow from the QR's random code


def credential_of(certificate: Certificate) -> dict[str, Any]:
    """Return the unsigned credential of a numbered certificate; the same for the same row."""
    head = certificate.letterhead
    return {
        "@context": CONTEXT,
        "id": _identifier(certificate, "kredensial"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{certificate.get_kind_display()} {course_line(certificate)}",
        "issuer": {"id": our_did(), "type": ["Profile"], "name": f"{head['office']}, {head['government']}"},
        "validFrom": moment_of(certificate),
        "credentialSubject": {
            "id": _identifier(certificate, "pemilik"),
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": certificate.person_name,
                    "identityType": "name",
                }
            ],
            "creditsEarned": certificate.jp,
            "activityStartDate": _day(certificate.started_on),
            "activityEndDate": _day(certificate.completed_on),
            "achievement": _achievement(certificate),
        },
        "credentialStatus": status_entry(certificate),
    }


def moment_of(certificate: Certificate) -> str:
    """Return the moment of issue, e.g. `2026-11-22T01:02:03Z`."""
    assert certificate.issued_at is not None  # noqa: S101  numbered rows have one
    return certificate.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _achievement(certificate: Certificate) -> dict[str, Any]:
    passed = certificate.kind == Kind.CERTIFICATE
    site = _site_of(certificate)
    return {
        "id": f"{site}{reverse('course', args=[certificate.course_slug])}",
        "type": ["Achievement"],
        "achievementType": "Course",
        "name": course_line(certificate),
        "description": f"{certificate.jp} Jam Pelajaran. Nomor {certificate.number_text}.",
        "criteria": {"narrative": "Lulus semua syarat kursus." if passed else "Mengikuti kursus."},
        "creditsAvailable": certificate.jp,
    }


def status_entry(certificate: Certificate) -> dict[str, Any]:
    """Return where a verifier finds out whether the certificate still holds."""
    assert certificate.status_index is not None  # noqa: S101  numbered rows have one
    position, index = divmod(certificate.status_index, LIST_BITS)
    place = reverse("certificate_status", args=[certificate.series, certificate.year, position])
    url = f"{_site_of(certificate)}{place}"
    return {
        "id": f"{url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": url,
    }


def _site_of(certificate: Certificate) -> str:
    """Return this site's address as it was at the decision; rows numbered by an older release don't hold it."""
    return str(certificate.letterhead.get("site_url", settings.SITE_URL))


def _identifier(certificate: Certificate, part: str) -> str:
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{certificate.token or certificate.code}/{part}')}"


def _day(day: Any) -> str:
    return f"{day.isoformat()}T00:00:00+08:00"  # WITA
