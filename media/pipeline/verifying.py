"""What a result must be before it counts. An exit code is not the truth: half a file decodes with code 0."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media.errors import ResultWrong
from media.pipeline.ffmpeg import run_program

CHILD = Path(__file__).with_name("counting.py")
LIMITS = {"as": 2 * 1024**3, "fsize": 0}
WALL_S = 300


@dataclass(frozen=True)
class Held:
    """What one stream of a file holds: packets, first and last moment, frames that decode at its end."""

    kind: str
    codec: str
    packets: int
    start_s: float
    end_s: float
    is_even: bool
    tail: int
    width: int | None = None
    height: int | None = None


def held_by(paths: Sequence[Path], *, on_tick: Callable[[float], None] | None = None) -> list[list[Held]]:
    """Return the streams of each file, read to the end in one child; raises ResultWrong for one that does not open."""
    if not all(path.exists() and path.stat().st_size for path in paths):
        raise ResultWrong
    words = [sys.executable, "-I", str(CHILD), *map(str, paths)]
    said = run_program(words, reads=[CHILD, *paths], wall_s=WALL_S, limits=LIMITS, on_tick=on_tick)
    return [[_held(stream) for stream in streams] for streams in json.loads(said.stdout)]


def _held(stream: dict[str, Any]) -> Held:
    if "error" in stream or not stream["packets"] or not stream["tail"]:
        raise ResultWrong(found=stream)
    return Held(**stream)
