"""What beat starts for this room."""

SCHEDULE = {
    # With MEDIA_STALE_S: a lesson whose worker died goes on within a minute.
    "media-sweep": {"task": "media.sweep", "schedule": 15.0, "options": {"queue": "default", "expires": 15}},
    "media-tidy": {"task": "media.tidy", "schedule": 600.0, "options": {"queue": "default", "expires": 600}},
}
