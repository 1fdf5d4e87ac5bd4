"""The steps that a clip may get: caps, targets, sounds, and the fixed plan where quality cannot be measured."""

import math
from dataclasses import dataclass
from fractions import Fraction

from media.pipeline.plan import GOP_S, Plan, SoundRung, VideoRung
from media.pipeline.probe import Facts
from media.pipeline.tools import Tool

MAX_FPS = 30


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


# With each the most that it took, measured on speech, noise and tones: kbit a second, with its share of the boxes.
SOUNDS: dict[str, tuple[SoundRung, float]] = {
    "opus16": (SoundRung("opus16", "opus", 16), 20),
    "opus24": (SoundRung("opus24", "opus", 24), 27),
    "opus32": (SoundRung("opus32", "opus", 32), 35),
    "aac24": (SoundRung("aac24", "aac", 24), 33),
    "aac32": (SoundRung("aac32", "aac", 32), 43),
    "aac48": (SoundRung("aac48", "aac", 48), 54),
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


def rung_for(step: Step, facts: Facts, tool: Tool, *, short_side: int = 0, crf: int = 0) -> VideoRung:
    """Return a step as a rung of this clip, at its own size and quality or at those given."""
    sound = sound_for(step, facts, tool)
    width, height = fit(facts.width, facts.height, short_side or step.short_side)
    return VideoRung(
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


def fast_plan(facts: Facts, tool: Tool, *, chunk_s: float) -> Plan:
    """Return the plan of the first pass: one quick rung to watch within minutes, and all sounds there will ever be."""
    rung = rung_for(FAST, facts, tool)
    sounds = {sound_for(step, facts, tool) for step in steps_for(tool)} | set(_alone(facts, tool))
    return lay_plan(facts, tool, (rung,), chunk_s=chunk_s, sounds=sounds)


def default_plan(facts: Facts, tool: Tool, *, chunk_s: float) -> Plan:
    """Return the full plan with the fixed settings: what is used when quality cannot be measured."""
    rungs: list[VideoRung] = []
    for step in steps_for(tool):
        rung = rung_for(step, facts, tool)
        size = (rung.codec, rung.width, rung.height)
        if size not in {(one.codec, one.width, one.height) for one in rungs}:
            rungs.append(rung)
    return lay_plan(facts, tool, tuple(rungs), chunk_s=chunk_s)


def lay_plan(
    facts: Facts, tool: Tool, videos: tuple[VideoRung, ...], *, chunk_s: float, sounds: set[str] | None = None
) -> Plan:
    """Return the plan that makes these rungs; `sounds` are those to make, by default what the rungs and ALONE need."""
    fps = capped_rate(facts.fps)
    gop_frames = max(1, round(GOP_S * Fraction(fps)))
    alone = _alone(facts, tool)
    names = sounds if sounds is not None else {rung.sound for rung in videos} | set(alone)
    return Plan(
        tool=tool.version,
        fps=fps,
        frames=max(1, round(Fraction(facts.duration_s).limit_denominator(1000) * Fraction(fps))),
        gop_frames=gop_frames,
        chunk_frames=gop_frames * max(1, round(chunk_s / GOP_S)),
        duration_s=facts.duration_s,
        video_index=facts.video_index,
        audio_index=facts.audio_index,
        is_hdr=facts.is_hdr and tool.has_zscale,
        threads=GRID_THREADS,
        videos=videos,
        sounds=tuple(sound for name, (sound, _) in SOUNDS.items() if name in names),
        alone=alone,
        is_turned=facts.is_turned,
        is_interlaced=facts.is_interlaced,
    )


def _alone(facts: Facts, tool: Tool) -> tuple[str, ...]:
    if facts.audio_index is None:
        return ()
    return ALONE if tool.has_opus else tuple(name for name in ALONE if not name.startswith("opus"))
