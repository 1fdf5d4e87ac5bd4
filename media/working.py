"""One piece of work from claim to result. What each kind does stands here, how it does it in `pipeline/`."""

import errno
import json
import logging
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from core.errors import IkmError
from core.store import StoreAway
from media.advancing import advance, plan_work, restart_foreign
from media.claiming import BROKEN_LINE, Claim, patiently
from media.errors import ClaimLost, DiskFull, EncodeFailed, StoreSilent
from media.hashing import keep_hashes
from media.models import Encoding, Pass, Piece, PieceKind, PieceState
from media.picking import claim_next
from media.pipeline import ladder, poster, probe, trial
from media.pipeline.join import join_rendition
from media.pipeline.picture import make_chunk
from media.pipeline.plan import Plan, plan_from
from media.pipeline.sound import make_sounds
from media.pipeline.tools import tool
from media.publishing import Finished, locked, publish_fast, publish_full
from media.redoing import is_redone
from media.workplaces import (
    audio_name,
    chunk_name,
    chunks,
    heard_name,
    original_path,
    results,
    sound_name,
    video_name,
)

logger = logging.getLogger(__name__)

Tick = Callable[[float], None]


def work_once() -> int:
    """Do the best waiting piece, if any; return how many pieces became ready by it and need a bell."""
    held = claim_next(tool().version)
    if not held:
        return restart_foreign(tool().version)
    piece = Piece.objects.select_related("encoding").get(pk=held.pk)
    _do(held, piece)
    added = patiently(lambda: advance(piece.encoding_id))
    return added if piece.kind != PieceKind.PROBE else piece.encoding.pieces.filter(state=PieceState.WAITING).count()


def _do(held: Claim, piece: Piece) -> None:
    """Do one piece; every way out closes the claim."""
    try:
        ACTS[PieceKind(piece.kind)](held, piece)
    except ClaimLost:
        return  # somebody else has it, or the video is gone
    except IkmError as error:
        _give_back(held, piece, error)
    except BROKEN_LINE:
        patiently(held.release)
    except StoreAway as error:
        _give_back(held, piece, StoreSilent(log=str(error)))
    except OSError as error:
        _give_back(held, piece, DiskFull() if error.errno == errno.ENOSPC else EncodeFailed(log=repr(error)))
    except Exception:
        held.give_back(EncodeFailed())
        raise
    except BaseException:  # told to stop
        held.release()
        raise


def probe_original(held: Claim, piece: Piece) -> None:
    """Look at the upload, make its poster, and write down what comes next."""
    encoding = piece.encoding
    original = original_path(encoding)
    facts = probe.probe(original, on_tick=lambda _: held.renew_now_and_then())
    name = poster.poster_name(encoding.sha256)
    with results().writing([name]) as aside:
        if aside:
            poster.make_poster(original, facts, aside[name], on_tick=lambda _: held.renew_now_and_then())
    width, height = poster.poster_size(facts)
    plan = ladder.fast_plan(facts, tool(), chunk_s=settings.MEDIA_CHUNK_S)
    patiently(
        lambda: _record_probe(
            held, encoding.pk, facts, plan, {"poster": name, "poster_width": width, "poster_height": height}
        )
    )


def _record_probe(held: Claim, encoding_id: int, facts: probe.Facts, plan: Plan, values: dict[str, Any]) -> None:
    with transaction.atomic():
        encoding = locked(encoding_id)
        held.finish()
        plan_work(encoding, facts, plan, values)


def make_sound(held: Claim, piece: Piece) -> None:
    """Write every sound of the clip, once for all rungs, and keep what was heard."""
    encoding, plan = piece.encoding, plan_from(piece.encoding.fast_plan)
    names = {sound.name: sound_name(encoding, plan, sound) for sound in plan.sounds}
    heard = heard_name(encoding, plan)
    with chunks().writing([*names.values(), heard]) as aside:
        if aside:
            targets = {sound: aside[name] for sound, name in names.items()}
            found = make_sounds(original_path(encoding), plan, targets, on_tick=_ticker(held, plan.duration_s))
            aside[heard].write_text(json.dumps(asdict(found)))
    result = json.loads(chunks().local(heard).read_text())
    patiently(lambda: held.finish(result=result))


def make_picture(held: Claim, piece: Piece) -> None:
    """Write one chunk of every rung of a pass."""
    encoding, plan = piece.encoding, _plan_of(piece)
    first, after = plan.span(piece.position)
    names = {rung.name: chunk_name(encoding, plan, rung, piece.position) for rung in plan.videos}
    tick = _ticker(held, plan.seconds(after - first))
    with chunks().writing(names.values()) as aside:
        if aside:
            targets = {rung: aside[name] for rung, name in names.items()}
            make_chunk(original_path(encoding), plan, piece.position, targets, on_tick=tick)
    patiently(held.finish)


def try_sample(held: Claim, piece: Piece) -> None:
    """Encode a few seconds in several ways and see what they cost and how they look."""
    facts = probe.facts_from(piece.encoding.facts)
    chunks().check_room(0)
    with tempfile.TemporaryDirectory(dir=chunks().root, prefix=".trial-", suffix=".part") as folder:
        original = original_path(piece.encoding)
        result = trial.try_sample(
            original, facts, tool(), piece.position, Path(folder), on_tick=lambda _: held.renew_now_and_then()
        )
    patiently(lambda: held.finish(result=result.as_json()))


def join_pass(held: Claim, piece: Piece) -> None:
    """Join the chunks of each rung with its sound, and publish them all at once."""
    encoding, plan = piece.encoding, _plan_of(piece)
    if is_redone(held, piece, plan):
        return
    tick = _ticker(held, plan.duration_s * (len(plan.videos) or 1))
    made = [*_join_videos(encoding, plan, tick), *_join_alone(encoding, plan, tick)]
    patiently(lambda: keep_hashes(one.name for one in made))
    publish = publish_fast if piece.run == Pass.FAST else publish_full
    patiently(lambda: publish(held, encoding.pk, made))


def _join_videos(encoding: Encoding, plan: Plan, tick: Tick) -> list[Finished]:
    made = []
    sounds = {sound.name: chunks().local(sound_name(encoding, plan, sound)) for sound in plan.sounds}
    for rung in plan.videos:
        parts = [chunks().local(chunk_name(encoding, plan, rung, position)) for position in range(plan.chunks)]
        name = video_name(encoding, plan, rung)
        results().check_room(sum(part.stat().st_size for part in parts))
        with results().writing([name]) as aside:
            if aside:
                join_rendition(parts, sounds.get(rung.sound), aside[name], plan, rung, on_tick=tick)
        made.append(Finished(rung.kind, rung.codec, name, results().size(name), rung.width, rung.height))
    return made


def _join_alone(encoding: Encoding, plan: Plan, tick: Tick) -> list[Finished]:
    made = []
    for sound in plan.sounds:
        if sound.name not in plan.alone:
            continue
        name = audio_name(encoding, plan, sound)
        with results().writing([name]) as aside:
            if aside:
                source = chunks().local(sound_name(encoding, plan, sound))
                join_rendition([], source, aside[name], plan, None, on_tick=tick)
        made.append(Finished("audio", sound.codec, name, results().size(name), None, None))
    return made


ACTS: dict[PieceKind, Callable[[Claim, Piece], None]] = {
    PieceKind.PROBE: probe_original,
    PieceKind.SOUND: make_sound,
    PieceKind.PICTURE: make_picture,
    PieceKind.TRIAL: try_sample,
    PieceKind.JOIN: join_pass,
}


def _plan_of(piece: Piece) -> Plan:
    return plan_from(piece.encoding.fast_plan if piece.run == Pass.FAST else piece.encoding.plan)


def _ticker(held: Claim, seconds: float) -> Tick:
    """Return what renews a claim and notes how far it is, in percent of `seconds`."""

    def tick(done: float) -> None:
        held.renew_now_and_then(progress=min(99, int(100 * done / max(seconds, 0.1))))

    return tick


def _give_back(held: Claim, piece: Piece, error: IkmError) -> None:
    """Leave a trace for the administrator (row, code and ffmpeg's last words; no titles, no names), then let go."""
    log = str(error.values.get("log", ""))[-1000:]
    logger.warning("piece %s %s %s: %s (attempt %s) %s", held.pk, piece.run, piece.kind, error.code, held.attempts, log)
    patiently(lambda: held.give_back(error))
