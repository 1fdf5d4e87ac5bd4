"""The lines of the log: one JSON object each on a server, and nothing personal in them anywhere.

Nothing personal is meant to be logged at all. What is taken out here is the second line of defence: texts of errors,
of Django and of the libraries name addresses and values.
"""

import logging
import re
import time
import traceback
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from operating.tracing import current_trace

FIELDS = ("method", "path", "status", "ms", "user")  # what a line may carry besides its message
PERSONAL = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<email>"),
    (re.compile(r"(?<![\w.])(?:\+|00)?62[\s-]?8\d(?:[\s-]?\d){6,11}(?!\d)"), "<phone>"),
    (re.compile(r"(?<![\w.])08\d(?:[\s-]?\d){6,10}(?!\d)"), "<phone>"),
    (re.compile(r"KTM-?(?:(?:-?[2-9A-HJ-NP-Z]{4}){3}|(?:-?[2-9A-HJ-NP-Z]{5}){2})", re.IGNORECASE), "<certificate>"),
    (re.compile(r"(?<!\w)[2-9A-HJ-NP-Z]{26}(?!\w)", re.IGNORECASE), "<certificate>"),  # as the QR has it
    (re.compile(r"(?<![\w.-])\d{6}(?![\w.-]|:\d)"), "<code>"),
    # What a database adds to a broken rule: the row's own values.
    (re.compile(r"^(DETAIL|CONTEXT|LINE \d+):.*$", re.MULTILINE), r"\1: <left out>"),
    (re.compile(r"(?i)\b(token|password|secret|authorization|cookie|key)(['\"]?\s*[=:]\s*)\S+"), r"\1\2<secret>"),
)


def without_personal_data(text: str) -> str:
    """Return `text` with phones, e-mail addresses, six-digit codes, certificate codes and secrets taken out."""
    for pattern, stand_in in PERSONAL:
        text = pattern.sub(stand_in, text)
    return text


class PersonalDataFilter(logging.Filter):
    """Takes personal data out of every message, and addresses of requests out of Django's own."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record pass, changed."""
        request: Any = getattr(record, "request", None)
        if hasattr(request, "path") and isinstance(record.args, tuple):
            record.args = tuple(safe_path(request) if value == request.path else value for value in record.args)
        record.msg, record.args = without_personal_data(record.getMessage()), None
        return True


class JsonLine(JsonFormatter):
    """One record as one line of JSON: only the fields named here, whatever a library adds to its records."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; times are UTC in ISO 8601 with milliseconds."""
        trace = current_trace()
        told: Any = getattr(record, "data", None)  # Celery's own lines of the main process name their task here
        of_celery = told if isinstance(told, dict) and record.name.startswith("celery.") else {}
        line: dict[str, Any] = {
            "time": f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": trace.request_id,
            "task_id": trace.task_id or of_celery.get("id", ""),
            "task": trace.task or of_celery.get("name", ""),
            **{name: getattr(record, name, "") for name in FIELDS},
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return self.serialize_log_record({name: value for name, value in line.items() if value not in ("", None)})

    def formatException(self, ei: Any) -> str:
        """Return the way to the error and its text, without values that the text names."""
        return without_personal_data("".join(traceback.format_exception(*ei)))


def safe_path(request: Any) -> str:
    """Return the address without its query and without what stands for one person or thing in it.

    Numbers and slugs stay; codes, tokens and names become the name of their place: `/periksa/<code>/`. An address that
    nobody answers could hold anything, so it is not told.
    """
    match = getattr(request, "resolver_match", None)
    if match is None:
        return "<unresolved>"
    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", lambda part: _told(part, match.captured_kwargs), match.route)


def _told(part: "re.Match[str]", values: dict[str, Any]) -> str:
    """Return the value of a place in a route if it is a number or a slug of a page, else the place's name."""
    kind, name = part.groups()
    is_plain = kind == "int" or (kind == "slug" and name in {"course", "module", "lesson"})
    return str(values.get(name, f"<{name}>")) if is_plain else f"<{name}>"
