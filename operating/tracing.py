"""Which request and which task a line of the log, or a newly rung task, belongs to.

A request's id goes along in the header of every task that it rings, so that one search finds all that it led to.
"""

import contextlib
import re
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun

HEADER = "ikm_request_id"  # of a task's message
SANE = re.compile(r"[0-9A-Za-z-]{8,64}")


@dataclass(frozen=True)
class Trace:
    """Where work comes from; empty where it comes from nowhere, as with beat's."""

    request_id: str = ""
    task_id: str = ""
    task: str = ""


_trace: ContextVar[Trace] = ContextVar("trace", default=Trace())  # noqa: B039  frozen


def current_trace() -> Trace:
    """Return what this thread works on."""
    return _trace.get()


@contextlib.contextmanager
def tracing(trace: Trace) -> Iterator[None]:
    """Work on `trace` within the block."""
    token = _trace.set(trace)
    try:
        yield
    finally:
        _trace.reset(token)


def request_id_from(given: str, *, is_trusted: bool) -> str:
    """Return the id that a trusted proxy gave, if it looks like one, else a new one of 32 hex digits."""
    return given if is_trusted and SANE.fullmatch(given) else uuid.uuid4().hex


@before_task_publish.connect
def _send_along(headers: dict[str, Any] | None = None, **_: object) -> None:
    request_id = current_trace().request_id
    if headers is not None and request_id:
        headers.setdefault(HEADER, request_id)


@task_prerun.connect
def _take_up(task_id: str = "", task: Any = None, **_: object) -> None:
    if task is None or task.request.is_eager:  # done in place, as part of what rang it
        return
    request_id = str(getattr(task.request, HEADER, None) or "")
    _trace.set(Trace(request_id if SANE.fullmatch(request_id) else "", task_id, task.name))


@task_postrun.connect
def _lay_down(task: Any = None, **_: object) -> None:
    if task is not None and not task.request.is_eager:
        _trace.set(Trace())
