"""What phones have sent, for those who watch over it."""

from django.db.models import Count, Max

from sync.models import PhoneEvent

NEWEST = 10_000  # events looked at for their states: all would be millions


def event_states() -> dict[str, int]:
    """Return how the newest events ended, by state."""
    newest = PhoneEvent.objects.filter(pk__gt=max(0, events_seen() - NEWEST)).order_by()
    return dict(newest.values_list("state").annotate(Count("pk")))


def events_seen() -> int:
    """Return the number of the newest event, which only grows."""
    return PhoneEvent.objects.aggregate(last=Max("pk"))["last"] or 0
