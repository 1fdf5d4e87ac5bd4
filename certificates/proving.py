"""Finds out before anybody decides whether a sheet can be printed at all."""

from typing import Any

from certificates.errors import Unprintable
from certificates.freezing import letterhead_of
from certificates.models import Certificate, CertificateSettings
from certificates.rendering import render_certificate
from certificates.wording import is_latin
from core.clock import now


def obstacle_of(fields: dict[str, Any]) -> str:
    """Return the reason code why facts can't be printed, or an empty string. Latin letters need no trial."""
    titles = [title for title, _ in fields["modules"]]
    words = "".join([fields["person_name"], fields["business_name"], fields["course_title"], fields["way"], *titles])
    if not fields["person_name"]:
        return Unprintable.code
    if is_latin(words):
        return ""
    proof = Certificate(**fields, issued_at=now(), letterhead=letterhead_of(CertificateSettings.load()))
    try:
        render_certificate(proof)
    except Unprintable as fault:
        return fault.code
    return ""
