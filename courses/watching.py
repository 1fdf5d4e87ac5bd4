"""Keeps how far people have watched."""

from core.clock import now
from courses.models import Enrolment, VideoPosition


def keep_position(enrolment: Enrolment, source_id: int, at_s: int) -> None:
    """Keep the place, unless the person was farther already on this or another phone."""
    position, is_new = VideoPosition.objects.get_or_create(
        enrolment=enrolment, source_id=source_id, defaults={"at_s": at_s, "changed_at": now()}
    )
    if not is_new:
        VideoPosition.objects.filter(pk=position.pk, at_s__lt=at_s).update(at_s=at_s, changed_at=now())
