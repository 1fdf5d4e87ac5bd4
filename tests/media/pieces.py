"""Pieces of work as rows, or without a database: what a worker would have left behind."""

import datetime as dt

from core.clock import now
from media.models import Encoding, Piece

PLAN = {"videos": [{"name": "hemat-av1", "codec": "av1"}, {"name": "hemat-h264", "codec": "h264"}]}


def under_way(**values):
    """Return an encoding that is being worked on, not saved."""
    return Encoding(**({"sha256": "a" * 64, "recipe": "uji", "state": "encoding", "fast_plan": PLAN} | values))


def piece(run, kind, state="done", *, encoding=None, progress=None, took_s=None, **values):
    """Return one piece, not saved; `took_s` seconds ago it was claimed."""
    done = state == "done"
    times = {}
    if took_s:
        times = {"claimed_at": now() - dt.timedelta(seconds=took_s), "finished_at": now() if done else None}
    percent = progress if progress is not None else 100 * done
    return Piece(encoding=encoding or under_way(), run=run, kind=kind, state=state, progress=percent, **times, **values)


def pieces(text):
    """Return pieces from words like `fast/probe:done full/picture:running=40`."""
    found = []
    for word in text.split():
        name, _, state = word.partition(":")
        state, _, progress = state.partition("=")
        found.append(piece(*name.split("/"), state or "done", progress=int(progress) if progress else None))
    return found
