"""The certificate's place on the course page."""

from typing import Any

from django.conf import settings

from certificates.models import Certificate, CertificateState
from courses.extensions import CoursePanel


def certificate_panel(person: Any, enrolment_id: int) -> CoursePanel | None:
    """Show the person's certificate of this course: waiting, being made, ready, or revoked; nothing before that."""
    rows = Certificate.objects.filter(enrolment_id=enrolment_id, person=person)
    certificate = rows.exclude(state=CertificateState.CANCELLED).order_by("-pk").first()
    if certificate is None:
        return None
    share = f"Sertifikat saya, {certificate.course_title}: {settings.SITE_URL}{certificate.qr_url}"
    return CoursePanel("certificates/course_panel.html", {"certificate": certificate, "share": share})
