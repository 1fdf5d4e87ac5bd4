"""Which renditions a clip gets, and the exact settings of each. Figures: `docs/decisions/0002-own-video-model.md`."""

import hashlib
import json
import math
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from media.pipeline import plan as plans
from media.pipeline.probe import Facts
from media.pipeline.tools import Tool

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


# With each the most that it took, measured on speech, noise and tones: kbit a second, with its share of the boxes.
SOUNDS: dict[str, tuple[plans.SoundRung, float]] = {
    "opus16": (plans.SoundRung("opus16", "opus", 16), 20),
    "opus24": (plans.SoundRung("opus24", "opus", 24), 27),
    "opus32": (plans.SoundRung("opus32", "opus", 32), 35),
    "aac24": (plans.SoundRung("aac24", "aac", 24), 33),
    "aac32": (plans.SoundRung("aac32", "aac", 32), 43),
    "aac48": (plans.SoundRung("aac48", "aac", 48), 54),
}
ALONE = ("opus16", "aac24")
BOXES_KBIT = 3.0  # 12 bytes for each of 30 frames a second
GRID_THREADS = 1  # under a cap both encoders give other bytes from run to run as soon as they have two threads


@dataclass(frozen=True)
class Step:
    """A step of the ladder in one codec: `cap_mb` for ten minutes is hard and holds picture, sound and container.

    `target` is the phone-VMAF to reach and `crf` what reached it on hands at work, used where nothing can be measured.
    """

    kind: str
    codec: str
    short_side: int
    cap_mb: float
    target: float
    crf: int
    preset: str
    sound: str

    @property
    def name(self) -> str:
        """Return the name that its rung has in a plan."""
        return f"{self.kind}-{self.codec}"

    def cap_kbit(self, sound: str) -> int:
        """Return what a second of picture may cost on average when `sound` (or none) goes with it."""
        return int(self.cap_mb * 8000 / 600 - (SOUNDS[sound][1] if sound else 0) - BOXES_KBIT)


BEST = 98.0  # more is not seen on a phone
STEPS = (
    Step("hemat", "av1", 360, 5, 85, 62, "8", "opus16"),
    Step("hemat", "h264", 360, 8.5, 85, 35, "slow", "aac24"),
    Step("biasa", "av1", 480, 7, 93, 61, "8", "opus24"),
    Step("biasa", "h264", 480, 15, 95, 33, "slow", "aac32"),
    Step("jelas", "av1", 720, 20, BEST, 52, "8", "opus32"),
    Step("jelas", "h264", 720, 40, BEST, 28, "medium", "aac48"),
)
FAST = Step("hemat", "h264", 360, 8.5, 85, 33, "veryfast", "aac24")


def preset_of(codec: str, side: int) -> str:
    """Return how hard an encoder tries at a size: for H.264 at 720 lines `slow` would cost more than all the rest."""
    if codec == "av1":
        return "8"
    return "slow" if side < 720 else "medium"


def steps_for(tool: Tool) -> tuple[Step, ...]:
    """Return the ladder that this ffmpeg can climb: without AV1 its H.264 half."""
    return tuple(step for step in STEPS if step.codec == "h264" or tool.has_av1)


def rung_for(step: Step, facts: Facts, tool: Tool, *, short_side: int = 0, crf: int = 0) -> plans.VideoRung:
    """Return a step as a rung of this clip, at its own size and quality or at those given."""
    sound = sound_for(step, facts, tool)
    width, height = fit(facts.width, facts.height, short_side or step.short_side)
    return plans.VideoRung(
        name=step.name,
        kind=step.kind,
        codec=step.codec,
        width=width,
        height=height,
        crf=crf or step.crf,
        preset=step.preset,
        cap_kbit=step.cap_kbit(sound),
        sound=sound,
    )


def sound_for(step: Step, facts: Facts, tool: Tool) -> str:
    """Return the sound that goes with a step: none for a silent clip, AAC where there is no Opus."""
    if facts.audio_index is None:
        return ""
    if tool.has_opus or not step.sound.startswith("opus"):
        return step.sound
    return "aac24" if step.kind == "hemat" else "aac32"


def fast_plan(facts: Facts, tool: Tool, *, chunk_s: float) -> plans.Plan:
    """Return the plan of the first pass: one quick rung to watch within minutes, and all sounds there will ever be."""
    rung = rung_for(FAST, facts, tool)
    sounds = {sound_for(step, facts, tool) for step in steps_for(tool)} | set(_alone(facts, tool))
    return lay_plan(facts, tool, (rung,), chunk_s=chunk_s, sounds=sounds)


def default_plan(facts: Facts, tool: Tool, *, chunk_s: float) -> plans.Plan:
    """Return the full plan with the fixed settings: what is used when quality cannot be measured."""
    rungs: list[plans.VideoRung] = []
    for step in steps_for(tool):
        rung = rung_for(step, facts, tool)
        size = (rung.codec, rung.width, rung.height)
        if size not in {(one.codec, one.width, one.height) for one in rungs}:
            rungs.append(rung)
    return lay_plan(facts, tool, tuple(rungs), chunk_s=chunk_s)


def lay_plan(
    facts: Facts, tool: Tool, videos: tuple[plans.VideoRung, ...], *, chunk_s: float, sounds: set[str] | None = None
) -> plans.Plan:
    """Return the plan that makes these rungs; `sounds` are those to make, by default what the rungs and ALONE need."""
    fps = capped_rate(facts.fps)
    gop_frames = max(1, round(plans.GOP_S * Fraction(fps)))
    alone = _alone(facts, tool)
    names = sounds if sounds is not None else {rung.sound for rung in videos} | set(alone)
    return plans.Plan(
        tool=tool.version,
        fps=fps,
        frames=max(1, round(Fraction(facts.duration_s).limit_denominator(1000) * Fraction(fps))),
        gop_frames=gop_frames,
        chunk_frames=gop_frames * max(1, round(chunk_s / plans.GOP_S)),
        duration_s=facts.duration_s,
        video_index=facts.video_index,
        audio_index=facts.audio_index,
        is_hdr=facts.is_hdr and tool.has_zscale,
        threads=GRID_THREADS,
        videos=videos,
        sounds=tuple(sound for name, (sound, _) in SOUNDS.items() if name in names),
        alone=alone,
    )


def _alone(facts: Facts, tool: Tool) -> tuple[str, ...]:
    if facts.audio_index is None:
        return ()
    return ALONE if tool.has_opus else tuple(name for name in ALONE if not name.startswith("opus"))
