"""What can become of an event."""

from django.db import models


class EventState(models.TextChoices):
    """Accepted and late are for good; refused says what to mend, and the same event may come again."""

    ACCEPTED = "accepted", "Diterima"
    REFUSED = "refused", "Belum dapat diterima"
    LATE = "late", "Terlambat"
