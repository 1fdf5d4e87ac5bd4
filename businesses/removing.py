"""Counts demo businesses, and takes them away again."""

from businesses.models import Business


def remove_demo_businesses() -> int:
    """Delete every business marked as demo; return how many rows went with them."""
    removed, _ = Business.objects.filter(is_demo=True).delete()
    return removed


def count_demo_businesses() -> int:
    """Return how many businesses are marked as demo."""
    return Business.objects.filter(is_demo=True).count()
