"""What beat rings for this room, in demo mode only."""

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {
    "demo-narrate": {"task": "demo.narrate", "schedule": 60.0, "options": {"expires": 60}},
}
