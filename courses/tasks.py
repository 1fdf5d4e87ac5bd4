"""What beat does for courses."""

from celery import shared_task
from django.core.management import call_command

from courses.sweeping import complete_waiting


@shared_task(name="courses.publish_scheduled")
def publish_scheduled() -> None:
    """Publish and take offline what editors gave a time for; Wagtail keeps the times, twice changes nothing."""
    call_command("publish_scheduled", verbosity=0)


@shared_task(name="courses.complete")
def complete() -> int:
    """Complete courses whose last condition fell away without an act of the learner."""
    return complete_waiting()
