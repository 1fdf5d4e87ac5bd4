"""What this room does when its own rows go."""

from django.db.models.signals import post_delete
from django.dispatch import receiver

from sync.keeping import remove_after_commit
from sync.models import PhoneFile


@receiver(post_delete, sender=PhoneFile, dispatch_uid="sync.remove_file")
def remove_file(instance: PhoneFile, **_: object) -> None:
    """Remove the photo with its row, e.g. when the person goes."""
    remove_after_commit(instance.file)
