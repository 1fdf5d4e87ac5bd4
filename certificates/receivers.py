"""Hears that a course was passed or a letter is due, and that a name or a business changed while one waits."""

from contextlib import suppress
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver

from certificates.awarding import award, refresh_facts
from certificates.errors import NotCompleted
from certificates.models import Certificate, CertificateState, Kind
from courses.signals import course_completed, participation_due

PRINTED_OF_PERSON = {"full_name", "village", "regency"}


@receiver(course_completed, dispatch_uid="certificates.course_completed")
def award_passed_course(enrolment_id: int, **kwargs: Any) -> None:
    """Put the course down; it waits for the head of office."""
    award(enrolment_id)


@receiver(participation_due, dispatch_uid="certificates.participation_due")
def award_letter(enrolment_id: int, **kwargs: Any) -> None:
    """Put a `Surat Keterangan Mengikuti` down beside the certificates."""
    award(enrolment_id, Kind.PARTICIPATION)


@receiver(post_save, sender=settings.AUTH_USER_MODEL, dispatch_uid="certificates.person_saved")
def take_name_again(instance: Any, created: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """Let a mended name or place reach what waits. Signing in saves people too, and changes nothing here."""
    if not created and (update_fields is None or PRINTED_OF_PERSON & set(update_fields)):
        _refresh([instance.pk])


def take_business_again(instance: Any, **kwargs: Any) -> None:
    """Let a new or mended business reach what its people wait for."""
    business = getattr(instance, "business", instance)
    _refresh(list(business.memberships.values_list("person_id", flat=True)))


for model in ("businesses.Business", "businesses.Membership"):
    post_save.connect(take_business_again, sender=apps.get_model(model), dispatch_uid=f"certificates.{model}")


def _refresh(people: list[int]) -> None:
    waiting = Certificate.objects.filter(person_id__in=people, state=CertificateState.ELIGIBLE)
    for certificate_id in waiting.values_list("pk", flat=True):
        with suppress(NotCompleted):  # the course was taken back: what stands in the queue is the head's to judge
            refresh_facts(certificate_id)
