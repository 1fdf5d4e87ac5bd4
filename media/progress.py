"""How far an encoding is: in percent, in words, and in minutes where they can be said honestly."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from statistics import fmean

from core.clock import now
from media.models import Encoding, EncodingState, Pass, Piece, PieceKind, PieceState

Part = tuple[str, str]

PROBE = (Pass.FAST, PieceKind.PROBE)
SOUND = (Pass.FAST, PieceKind.SOUND)
FAST_PICTURE = (Pass.FAST, PieceKind.PICTURE)
FAST_JOIN = (Pass.FAST, PieceKind.JOIN)
TRIAL = (Pass.FULL, PieceKind.TRIAL)
PICTURE = (Pass.FULL, PieceKind.PICTURE)
JOIN = (Pass.FULL, PieceKind.JOIN)

# What each part takes of the whole, in percent: rounded from the time of a ten-minute lesson on two cores.
WEIGHTS: dict[Part, int] = {PROBE: 2, SOUND: 3, FAST_PICTURE: 12, FAST_JOIN: 1, TRIAL: 12, PICTURE: 68, JOIN: 2}
# The parts that may be left out, and are when a probed encoding has none: silent clips, idle work, no libvmaf.
OVER = (PieceState.DONE, PieceState.FAILED)  # a sample that can't be measured holds nothing up
OPTIONAL = {SOUND, FAST_PICTURE, FAST_JOIN, TRIAL}
ENOUGH_PERCENT = 15  # of a piece, before its speed says anything


def percent_of(encoding: Encoding, pieces: Iterable[Piece]) -> int:
    """Return how far an encoding is. Grows as long as no piece is lost; 100 means that everything is published."""
    if encoding.state == EncodingState.READY:
        return 100
    by_part = group(pieces)
    done = sum(weight * _share(encoding, part, by_part.get(part, ())) for part, weight in WEIGHTS.items())
    return min(99, int(done))


def group(pieces: Iterable[Piece]) -> dict[Part, list[Piece]]:
    """Return pieces by pass and kind."""
    found: dict[Part, list[Piece]] = {}
    for one in pieces:
        found.setdefault((one.run, one.kind), []).append(one)
    return found


def stage_of(encoding: Encoding, pieces: Sequence[Piece], *, shows_other: bool = False) -> str:
    """Return one sentence on what happens now; `shows_other` when learners get an older encoding meanwhile."""
    if encoding.state == EncodingState.READY:
        return "Siap."
    if encoding.state == EncodingState.FAILED:
        return "Gagal."
    act = _act(encoding, group(pieces))
    if encoding.version:
        return f"Sudah dapat diputar; {act}."
    if shows_other:
        return f"Yang lama tetap dapat diputar; {act}."
    return f"{act[0].upper()}{act[1:]}."


def share_of_pictures(pieces: Iterable[Piece]) -> int:
    """Return how far the chunks of the full plan are, in percent: all its renditions grow together."""
    chunks = group(pieces).get(PICTURE, [])
    return sum(one.progress for one in chunks) // len(chunks) if chunks else 0


def repeated(pieces: Iterable[Piece]) -> int:
    """Return how many pieces are being tried again after a failure or a lost worker."""
    under_way = (PieceState.WAITING, PieceState.RUNNING)
    return sum(1 for one in pieces if one.state in under_way and one.attempts > (one.state == PieceState.RUNNING))


def is_worked_on(pieces: Iterable[Piece]) -> bool:
    """Whether any worker holds a piece at this moment."""
    return any(one.state == PieceState.RUNNING for one in pieces)


def minutes_left(encoding: Encoding, pieces: Sequence[Piece]) -> int | None:
    """Return in how many minutes the chunks at hand will be done; None when that would be a guess.

    Only while a worker is at it, and only from the speed of this very lesson: what waits in a queue can't be foretold.
    """
    by_part = group(pieces)
    chunks = by_part.get(PICTURE) or by_part.get(FAST_PICTURE) or []
    running = [one for one in chunks if one.state == PieceState.RUNNING]
    seconds = _seconds_a_chunk(chunks)
    if encoding.state != EncodingState.ENCODING or not running or seconds is None:
        return None
    left = sum(100 - one.progress for one in chunks) / 100
    return max(1, math.ceil(left * seconds / len(running) / 60))


def _share(encoding: Encoding, part: Part, pieces: Sequence[Piece]) -> float:
    if pieces:
        return sum(100 if one.state in OVER else one.progress for one in pieces) / len(pieces) / 100
    if part == FAST_JOIN:
        return 1.0 if encoding.version or encoding.plan else 0.0
    return 1.0 if part in OPTIONAL and encoding.fast_plan else 0.0


def _act(encoding: Encoding, by_part: dict[Part, list[Piece]]) -> str:
    """Return what is being done, as the second half of a sentence."""
    if not encoding.fast_plan:
        return "sedang diperiksa" if is_worked_on(by_part.get(PROBE, ())) else "menunggu diperiksa"
    if not encoding.version and not encoding.is_idle:
        return "versi cepat sedang disatukan" if FAST_JOIN in by_part else "versi cepat sedang disiapkan"
    if not encoding.plan:
        return "mutu sedang diuji untuk mencari ukuran yang paling hemat"
    return (
        "semua pilihan sedang disatukan"
        if JOIN in by_part
        else "pilihan yang lebih hemat dan lebih jelas sedang dibuat"
    )


def _seconds_a_chunk(chunks: Iterable[Piece]) -> float | None:
    """Return how long a chunk takes, from those that are done, else from one that is well under way."""
    done = [_seconds(one, one.finished_at) for one in chunks if one.state == PieceState.DONE and one.finished_at]
    known = [seconds for seconds in done if seconds]
    if known:
        return fmean(known)
    running = [one for one in chunks if one.state == PieceState.RUNNING and one.progress >= ENOUGH_PERCENT]
    speeds = [seconds * 100 / one.progress for one in running if (seconds := _seconds(one, now()))]
    return fmean(speeds) if speeds else None


def _seconds(piece: Piece, end: dt.datetime) -> float:
    return (end - piece.claimed_at).total_seconds() if piece.claimed_at else 0
