"""What beat rings for this room."""

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {
    # Editors choose minutes, not seconds.
    "courses-publish": {"task": "courses.publish_scheduled", "schedule": 60.0, "options": {"expires": 60}},
    "courses-complete": {"task": "courses.complete", "schedule": 3600.0, "options": {"expires": 3600}},
}
