"""Takes demo businesses away again."""

from businesses.models import Business


def remove_demo_businesses() -> int:
    """Delete every business marked as demo; return how many rows went with them."""
    removed, _ = Business.objects.filter(is_demo=True).delete()
    return removed
