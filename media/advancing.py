"""What comes next for an encoding. Asked after every piece and by the sweep; asking twice changes nothing."""

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction

from core.clock import now
from media.models import Encoding, EncodingState, Pass, Piece, PieceKind, PieceState, Rendition
from media.picking import OPEN, RANKS
from media.pipeline import choosing, ladder, probe, trial
from media.pipeline.plan import Plan, plan_from
from media.pipeline.tools import tool
from media.workplaces import forget_chunks_on_commit

logger = logging.getLogger(__name__)

FOREIGN_STALE = 10  # times MEDIA_STALE_S: after so long nobody is left who has the ffmpeg that an encoding began with
OVER = (PieceState.DONE, PieceState.FAILED)


def plan_work(encoding: Encoding, facts: probe.Facts, plan: Plan, values: dict[str, Any]) -> None:
    """Write down what the probe found and the pieces that follow from it. In a transaction, on a locked row."""
    encoding.facts, encoding.fast_plan, encoding.tool = asdict(facts), plan.as_json(), plan.tool
    encoding.duration_s, encoding.width, encoding.height = facts.duration_s, facts.width, facts.height
    encoding.state = EncodingState.ENCODING
    for name, value in values.items():
        setattr(encoding, name, value)
    encoding.save()
    if plan.sounds:
        _add(encoding, Pass.FAST, PieceKind.SOUND, 1)
    _add_fast_pictures(encoding, plan)
    if tool().has_vmaf:
        _add(encoding, Pass.FULL, PieceKind.TRIAL, len(trial.sample_times(facts)))


def advance(encoding_id: int) -> int:
    """Add the pieces that have become possible; close an encoding whose piece failed. Return how many were added."""
    with transaction.atomic():
        encoding = Encoding.objects.select_for_update().filter(pk=encoding_id, state__in=OPEN).first()
        if not encoding:
            return 0
        pieces = list(encoding.pieces.all())
        failed = [one for one in pieces if one.state == PieceState.FAILED and one.kind != PieceKind.TRIAL]
        if failed:
            encoding.state, encoding.reason = EncodingState.FAILED, failed[0].reason
            encoding.save(update_fields=["state", "reason"])
            return 0
        return _add_possible(encoding, pieces) if encoding.fast_plan else _count_waiting(pieces)


def _add_possible(encoding: Encoding, pieces: list[Piece]) -> int:
    _keep_what_was_heard(encoding, pieces)
    added = _add_fast_pictures(encoding, plan_from(encoding.fast_plan))
    fast = [one for one in pieces if one.run == Pass.FAST and one.kind in {PieceKind.SOUND, PieceKind.PICTURE}]
    if _wants_fast(encoding) and not added and _are_done(fast):
        added += _add(encoding, Pass.FAST, PieceKind.JOIN, 1)
    trials = [one for one in pieces if one.kind == PieceKind.TRIAL]
    if not encoding.plan and all(one.state in OVER for one in trials):
        if encoding.tool != tool().version:
            return added  # who has that ffmpeg plans: results of two are never mixed
        plan = _make_plan(encoding, trials)
        return added + _add(encoding, Pass.FULL, PieceKind.PICTURE, plan.chunks)
    full = [one for one in pieces if one.run == Pass.FULL and one.kind == PieceKind.PICTURE]
    sounds = [one for one in pieces if one.kind == PieceKind.SOUND]
    if encoding.plan and _are_done([*full, *sounds]):
        added += _add(encoding, Pass.FULL, PieceKind.JOIN, 1)
    return added


def _wants_fast(encoding: Encoding) -> bool:
    return not encoding.is_idle and not encoding.version


def _add_fast_pictures(encoding: Encoding, plan: Plan) -> int:
    """Add the fast pass where nothing plays yet; idle work that became urgent gets it late."""
    return _add(encoding, Pass.FAST, PieceKind.PICTURE, plan.chunks) if _wants_fast(encoding) else 0


def _keep_what_was_heard(encoding: Encoding, pieces: list[Piece]) -> None:
    heard = [one.result for one in pieces if one.kind == PieceKind.SOUND and one.state == PieceState.DONE]
    if heard and heard[0] and "sound" not in encoding.findings:
        encoding.findings = encoding.findings | {"sound": heard[0]}
        encoding.save(update_fields=["findings"])


def _make_plan(encoding: Encoding, trials: list[Piece]) -> Plan:
    """Choose the plan from what the trials showed, and write down the renditions that it will give."""
    facts, chunk_s = probe.facts_from(encoding.facts), settings.MEDIA_CHUNK_S
    tried = [one.result for one in trials if one.state == PieceState.DONE]
    plan = ladder.default_plan(facts, tool(), chunk_s=chunk_s)
    if tried:
        try:
            samples = [trial.sample_from(result) for result in tried]
            chosen = choosing.choose_plan(facts, samples, tool(), chunk_s=chunk_s)
            plan, encoding.findings = chosen.plan, encoding.findings | chosen.as_json()
        except (ArithmeticError, ValueError, LookupError, TypeError):  # odd figures, or those of an older release
            logger.exception("encoding %s: no plan from its trials, the default one is used", encoding.pk)
    encoding.plan = plan.as_json()
    encoding.save(update_fields=["plan", "findings"])
    for rung in plan.videos:
        values = {"width": rung.width, "height": rung.height}
        Rendition.objects.get_or_create(
            encoding=encoding, kind=rung.kind, codec=rung.codec, is_fast=False, defaults=values
        )
    return plan


def restart_foreign(version: str) -> int:
    """Begin anew what was begun with an ffmpeg that no worker seems to have any more; return how many.

    Results of two versions are never mixed in one file.
    """
    silent = now() - dt.timedelta(seconds=settings.MEDIA_STALE_S * FOREIGN_STALE)
    foreign = Encoding.objects.filter(state=EncodingState.ENCODING).exclude(tool__in=("", version))
    alive = Piece.objects.filter(heartbeat_at__gte=silent)
    abandoned = foreign.exclude(pk__in=alive.values("encoding_id")).filter(created_at__lt=silent)
    return sum(1 for pk in abandoned.values_list("pk", flat=True) if begin_anew(pk))


def begin_anew(encoding_id: int) -> bool:
    """Forget the pieces of an unfinished encoding and probe it again; what is published stays."""
    with transaction.atomic():
        encoding = Encoding.objects.select_for_update().filter(pk=encoding_id, state=EncodingState.ENCODING).first()
        if not encoding:
            return False
        forget_chunks_on_commit(encoding)
        encoding.pieces.all().delete()
        encoding.renditions.filter(file="").delete()
        encoding.tool, encoding.fast_plan, encoding.plan = "", {}, {}
        encoding.state = EncodingState.UPLOADED
        encoding.save()
        add_probe(encoding)
    return True


def add_probe(encoding: Encoding) -> None:
    """Write down the first piece of every encoding."""
    _add(encoding, Pass.FAST, PieceKind.PROBE, 1)


def _add(encoding: Encoding, run: Pass, kind: PieceKind, count: int) -> int:
    """Add so many pieces of a kind, unless they are there."""
    there = encoding.pieces.filter(run=run, kind=kind).count()
    rank = RANKS[run, kind]
    new = [Piece(encoding=encoding, run=run, kind=kind, position=at, rank=rank) for at in range(there, count)]
    Piece.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _are_done(pieces: Iterable[Piece]) -> bool:
    return all(one.state == PieceState.DONE for one in pieces)


def _count_waiting(pieces: Iterable[Piece]) -> int:
    return sum(1 for one in pieces if one.state == PieceState.WAITING)
