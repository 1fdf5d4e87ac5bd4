"""What beat starts for this room."""

SCHEDULE = {"media-sweep": {"task": "media.sweep", "schedule": 60.0, "options": {"queue": "default"}}}
