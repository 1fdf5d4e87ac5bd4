"""What beat rings for this room."""

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {
    # The fallback to SMS is due 30 s after WhatsApp: ten seconds keep it near that.
    "messaging-sweep": {"task": "messaging.sweep", "schedule": 10.0, "options": {"expires": 10}},
    "messaging-forget": {"task": "messaging.forget", "schedule": 86400.0},
}
