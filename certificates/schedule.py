"""What beat rings for this room."""

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {
    "certificates-sweep": {"task": "certificates.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "certificates-lists": {"task": "certificates.publish_lists", "schedule": 60.0, "options": {"expires": 60}},
    "certificates-catch-up": {"task": "certificates.catch_up", "schedule": 600.0, "options": {"expires": 600}},
}
