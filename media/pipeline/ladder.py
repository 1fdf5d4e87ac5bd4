"""Which renditions a clip gets, and the exact settings of each. Figures: `docs/decisions/0002-own-video-model.md`."""

import hashlib
import json
import math
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from media.pipeline.probe import Facts

MAX_FPS = 30
VERSION = 1  # raise it when the same settings would give another file; names change with it


@dataclass(frozen=True)
class Rung:
    """A step of the ladder. `short_side` 0 means sound alone. The cap is what one second may cost on average."""

    kind: str
    short_side: int
    crf: int
    cap_kbit: int
    audio_kbit: int


LADDER = (
    Rung("hemat", short_side=360, crf=33, cap_kbit=170, audio_kbit=24),
    Rung("audio", short_side=0, crf=0, cap_kbit=0, audio_kbit=24),
    Rung("biasa", short_side=480, crf=32, cap_kbit=400, audio_kbit=32),
)


@dataclass(frozen=True)
class Plan:
    """Everything that decides the bytes of one rendition."""

    kind: str
    width: int
    height: int
    fps: str
    crf: int
    cap_kbit: int
    audio_kbit: int
    video_index: int
    audio_index: int | None
    duration_s: float
    preset: str = "medium"
    threads: int = 2  # part of the plan: x264 gives other bytes for another number of threads
    version: int = VERSION

    def as_json(self) -> dict[str, Any]:
        """Return the plan as it is kept on the row."""
        return asdict(self)

    @property
    def streams(self) -> int:
        """How many streams the result has."""
        return (1 if self.width else 0) + (1 if self.audio_index is not None else 0)

    @property
    def budget_bytes(self) -> int:
        """The most that the result may weigh."""
        return int((self.cap_kbit * 1.5 + self.audio_kbit * 2) * 125 * (self.duration_s + 10)) + 200_000

    def name(self, sha256: str) -> str:
        """Return the file's name below the public storage: the hash of its input and its settings."""
        key = content_key(sha256, self.as_json())
        return f"video/{key[:2]}/{key}.{'mp4' if self.width else 'm4a'}"


def content_key(sha256: str, settings: dict[str, Any]) -> str:
    """Return the hash of an input's hash and the settings used on it."""
    return hashlib.sha256(f"{sha256}{json.dumps(settings, sort_keys=True)}".encode()).hexdigest()[:32]


def plan_renditions(facts: Facts) -> list[Plan]:
    """Return the plans for a clip, in the order in which they should be made: the first playable one first.

    Nothing is ever enlarged; a rung that would be no larger than the one below it is left out, as is sound alone when
    there is none.
    """
    plans: list[Plan] = []
    sizes: set[tuple[int, int]] = set()
    for rung in LADDER:
        if not rung.short_side and facts.audio_index is None:
            continue
        size = fit(facts.width, facts.height, rung.short_side) if rung.short_side else (0, 0)
        if size not in sizes:
            sizes.add(size)
            plans.append(_plan(rung, size, facts))
    return plans


def plan_from(kept: dict[str, Any]) -> Plan:
    """Return the plan kept on a row."""
    return Plan(**kept)


def fit(width: int, height: int, short_side: int) -> tuple[int, int]:
    """Return even sides with the shorter one at most `short_side`: portrait clips get 360 across, not 360 up."""
    scale = min(1.0, short_side / min(width, height))
    return even_side(width, scale), even_side(height, scale)


def even_side(side: int, scale: float) -> int:
    """Return `side` scaled to the nearest even number that is no larger than the side itself."""
    return max(2, min(round(side * scale / 2) * 2, side // 2 * 2))


def capped_rate(fps: float) -> str:
    """Return a constant rate of at most 30 as a fraction: 59.94 becomes every second picture, not every 1.998th."""
    exact = Fraction(fps).limit_denominator(1001)
    return str(exact / max(1, math.ceil(exact / (MAX_FPS + Fraction(1, 10)))))


def _plan(rung: Rung, size: tuple[int, int], facts: Facts) -> Plan:
    return Plan(
        kind=rung.kind,
        width=size[0],
        height=size[1],
        fps=capped_rate(facts.fps) if rung.short_side else "0",
        crf=rung.crf,
        cap_kbit=rung.cap_kbit,
        audio_kbit=rung.audio_kbit if facts.audio_index is not None else 0,
        video_index=facts.video_index,
        audio_index=facts.audio_index,
        duration_s=facts.duration_s,
    )
RECIPE = "x"
def fast_plan(*a: Any, **k: Any) -> Any: raise NotImplementedError
def default_plan(*a: Any, **k: Any) -> Any: raise NotImplementedError
