"""What this room hears: somebody left a business, most often because their account was deleted; a photo went."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from businesses.field.photos import forget_file
from businesses.models import Business, BusinessPhoto, Membership


@receiver(post_delete, sender=Membership)
def forget_business_without_people(
    sender: object, instance: Membership, using: str, origin: Any = None, **_: Any
) -> None:
    """Delete the business with its last person: people are promised that its data go with their account.

    In the same transaction, so that a deletion rolled back keeps both. A business that is deleted itself
    (`origin` is one, or a queryset of them) takes its memberships along and needs no help.
    """
    if Business in (type(origin), getattr(origin, "model", None)):
        return
    Business.objects.using(using).filter(pk=instance.business_id, memberships__isnull=True).delete()


@receiver(post_delete, sender=BusinessPhoto)
def remove_photo_file(instance: BusinessPhoto, **_: Any) -> None:
    """Remove the file with its row."""
    forget_file(instance)
