"""What a learner pays for a video, in megabytes and rupiah. The price is the office's estimate; sizes are facts."""

import math

from django.http import HttpRequest

from media.models import VideoSettings

BYTES_PER_MB = 1_000_000  # as data plans count
TEN_MINUTES_S = 600


def price_per_mb(request: HttpRequest | None = None) -> int:
    """Return what a megabyte costs, in rupiah; asked once for a request that is given."""
    found: VideoSettings = VideoSettings.load(request_or_site=request)
    return found.rupiah_per_mb


def rupiah_for(size_bytes: int, per_mb: int | None = None) -> int:
    """Return what `size_bytes` cost, rounded up; `per_mb` saves asking for the price again for each row of a list."""
    return math.ceil(size_bytes * (price_per_mb() if per_mb is None else per_mb) / BYTES_PER_MB)


def mb_per_ten_minutes(size_bytes: int, duration_s: float | None) -> float | None:
    """Return how heavy a file is whatever its length; None while the length is unknown."""
    return size_bytes / BYTES_PER_MB / duration_s * TEN_MINUTES_S if duration_s else None
