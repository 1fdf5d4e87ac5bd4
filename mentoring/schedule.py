"""What beat rings for this room."""

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {
    # Offers last days: five minutes more are no matter.
    "mentoring-sweep": {"task": "mentoring.sweep", "schedule": 300.0, "options": {"expires": 300}},
    "mentoring-forget": {"task": "mentoring.forget", "schedule": 86400.0},
}
