"""What beat starts for this room."""

# Several times a day, so that a run that failed is made good before anybody reads the lists.
SCHEDULE = {
    "businesses-review": {"task": "businesses.review", "schedule": 6 * 3600.0, "options": {"queue": "default"}},
    "businesses-imports": {
        "task": "businesses.sweep_imports",
        "schedule": 60.0,
        "options": {"queue": "default", "expires": 60},
    },
}
