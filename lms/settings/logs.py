"""What is logged, and in which form: plain lines for people, on a server one JSON object a line for machines."""

from typing import Any

from lms.settings import env

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"personal": {"()": "operating.log_lines.PersonalDataFilter"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "operating.log_lines.JsonLine"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if env.SERVER else "line",
            "filters": ["personal"],
        },
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Wagtail's acts stand in its own log; on the console they would be six lines for every page saved.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        # A line for each request is for servers; it says what Django's own would, without the address as typed.
        "operating.request_log": {"level": "INFO" if env.SERVER else "WARNING"},
        **({"django.request": {"level": "ERROR"}} if env.SERVER else {}),
    },
}
