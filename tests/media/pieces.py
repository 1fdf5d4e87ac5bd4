"""Pieces of work as rows, or without a database: what a worker would have left behind."""

import datetime as dt

from core.clock import now
from media.models import Encoding, EncodingState, Piece, PieceState, Rendition, Source
from tests.media.showing import LADDER, add_rendition, show

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


def make_under_way(owner):
    """Write a source whose fast version plays while half of the chunks are made."""
    source = show(owner, ladder=LADDER[:2])
    add_rendition(source.wanted, "hemat", "h264", (640, 360), is_fast=True)
    for kind, codec, (width, height) in LADDER[2:]:
        Rendition.objects.create(encoding=source.wanted, kind=kind, codec=codec, width=width, height=height)
    under_way = {"state": EncodingState.ENCODING, "version": 1, "fast_plan": PLAN, "plan": PLAN}
    Encoding.objects.filter(pk=source.wanted.pk).update(**under_way)
    for run, kind in (("fast", "probe"), ("fast", "picture"), ("fast", "join"), ("full", "picture")):
        piece(run, kind, encoding=source.wanted).save()
    piece("full", "picture", "waiting", encoding=source.wanted, position=1).save()
    return Source.objects.get(pk=source.pk)


def fail(source, reason):
    """Let the encoding of a source have failed."""
    source.wanted.pieces.update(state=PieceState.FAILED, reason=reason)
    Encoding.objects.filter(pk=source.wanted_id).update(state=EncodingState.FAILED, reason=reason)
    return source
