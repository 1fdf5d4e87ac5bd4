"""WSGI entry for granian."""

import functools
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from core.s3_client import answer_soon
from lms.dead_lines import watch_lines

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
answer_soon()
_django = get_wsgi_application()
_watch_once = functools.cache(watch_lines)  # at the first request: granian listens only after it has loaded this


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request."""
    _watch_once()
    return _django(environ, start_response)
