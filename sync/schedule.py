"""What beat rings for this room."""

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {
    "sync-sweep": {"task": "sync.sweep", "schedule": 6 * 3600.0, "options": {"expires": 3600}},
}
