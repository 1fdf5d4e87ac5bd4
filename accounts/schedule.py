"""What beat starts for this room."""

SCHEDULE = {"accounts-sweep": {"task": "accounts.sweep", "schedule": 6 * 3600.0, "options": {"queue": "default"}}}
