"""The videos a person uploaded, for the file they can download."""

from typing import Any

from media.models import Source


def own_videos(person: Any) -> list[dict[str, object]]:
    """Return title, time, size and state of each."""
    return [
        {
            "judul": source.title,
            "diunggah": source.created_at,
            "ukuran_byte": source.size_bytes,
            "keadaan": source.get_state_display(),
        }
        for source in Source.objects.filter(owner=person).order_by("pk")
    ]
