"""Hears that a course was passed, and that the office agreed to what its certificates say."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from certificates.awarding import award
from certificates.errors import NotConfirmed
from certificates.models import Certificate, CertificateSettings
from certificates.ringing import ring
from core.clock import now
from courses.signals import course_completed


@receiver(course_completed, dispatch_uid="certificates.course_completed")
def award_passed_course(enrolment_id: int, **kwargs: Any) -> None:
    """Put the course down and ring for a worker."""
    certificate = award(enrolment_id)
    if certificate.is_open:
        ring(certificate.pk)


@receiver(post_save, sender=CertificateSettings, dispatch_uid="certificates.settings_saved")
def free_waiting(instance: CertificateSettings, **kwargs: Any) -> None:
    """Let the next sweep take what waited for the office's word, however long its lease had grown."""
    if instance.is_confirmed:
        Certificate.objects.filter(reason=NotConfirmed.code).update(attempts=0, claimed_until=now())
