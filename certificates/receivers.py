"""Hears that a course was passed."""

from typing import Any

from django.dispatch import receiver

from certificates.awarding import award
from certificates.ringing import ring
from courses.signals import course_completed


@receiver(course_completed, dispatch_uid="certificates.course_completed")
def award_passed_course(enrolment_id: int, **kwargs: Any) -> None:
    """Put the course down and ring for a worker."""
    certificate = award(enrolment_id)
    if certificate.is_open:
        ring(certificate.pk)
