"""The sound of a clip, read once and whole: every encode of it, and what can be heard to be wrong with it."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import ffmpeg

from media.errors import ResultWrong
from media.pipeline.encoders import PLAIN, looked_at, sound_options, stranger
from media.pipeline.ffmpeg import run_ffmpeg
from media.pipeline.plan import Plan
from media.pipeline.verifying import held_by

Tick = Callable[[float], None]

RATE = 48000
WINDOW_S = 0.5
SILENT_DB = -50.0  # a quiet room in front of a phone lies near -60, low speech near -40
FULL_DB = -0.1
CLIPPED_SHARE = 0.1  # of the windows with sound in them; a clap or a cough now and then is no fault
LATE_S = 0.1
FRAME_S = {"opus": 0.02, "aac": 1024 / 24000}
MOST_BYTES_A_SECOND = 100_000  # 48000 samples of two bytes, where they are written down plainly
STALL_S = 120
READING = re.compile(r"lavfi\.astats\.Overall\.(RMS|Peak)_level=(\S+)")


@dataclass(frozen=True)
class SoundFindings:
    """What an instructor should hear about the sound. `loudness_db` is the mean level of what is not silence."""

    is_silent: bool
    is_clipped: bool
    longest_silence_s: float
    loudness_db: float


def make_sounds(
    original: Path, plan: Plan, targets: Mapping[str, Path], *, on_tick: Tick | None = None
) -> SoundFindings:
    """Write each sound named in `targets`, mono and just as long as the picture, and return what was heard.

    Where a recording changes its channels midway, ffmpeg builds its filters anew and fills the time before and after
    once more. Then the sound is first written down plainly.
    """
    notes = next(iter(targets.values())).with_suffix(".levels")
    plain = notes.with_suffix(".plain")
    try:
        _run(sound_words(original, plan, targets, notes), original, plan, notes, on_tick)
        if not _is_whole(plan, targets, on_tick):
            _run(plain_words(original, plan, plain), original, plan, plain, on_tick)
            _run(again_words(plain, plan, targets, notes), plain, plan, notes, on_tick)
            if not _is_whole(plan, targets, on_tick):
                raise ResultWrong
        return judge_levels(read_levels(notes))
    finally:
        notes.unlink(missing_ok=True)
        plain.unlink(missing_ok=True)


def sound_words(original: Path, plan: Plan, targets: Mapping[str, Path], notes: Path) -> list[str]:
    """Return the words of the one command that is mostly enough."""
    source = stranger(original, 2)
    outputs = _encodes(source[str(plan.audio_index)], plan, targets, notes)
    words: list[str] = ffmpeg.merge_outputs(*outputs, looked_at(source, plan.video_index)).get_args()
    return words


def plain_words(original: Path, plan: Plan, plain: Path) -> list[str]:
    """Return the words that write the sound down as it comes, each bit at its time, in one form from start to end."""
    source = stranger(original, 2)
    heard = source[str(plan.audio_index)].filter("aresample", RATE)
    heard = heard.filter("aformat", channel_layouts="mono", sample_fmts="s16", sample_rates=RATE)
    written = ffmpeg.output(heard, f"file:{plain}", f="matroska", **(PLAIN | {"c:a": "pcm_s16le"}))
    words: list[str] = ffmpeg.merge_outputs(written, looked_at(source, plan.video_index)).get_args()
    return words


def again_words(plain: Path, plan: Plan, targets: Mapping[str, Path], notes: Path) -> list[str]:
    """Return the words that encode what `plain_words` wrote."""
    source = ffmpeg.input(f"file:{plain}", protocol_whitelist="file", copyts=None)
    words: list[str] = ffmpeg.merge_outputs(*_encodes(source["a:0"], plan, targets, notes)).get_args()
    return words


def _run(words: list[str], read: Path, plan: Plan, made: Path, on_tick: Tick | None) -> None:
    run_ffmpeg(
        words,
        reads=[read],
        writes=made.parent,
        wall_s=120 + 2 * plan.duration_s,
        stall_s=STALL_S,
        size_limit_bytes=int(plan.duration_s * MOST_BYTES_A_SECOND) + 5_000_000,
        on_tick=on_tick,
    )


def _encodes(heard: Any, plan: Plan, targets: Mapping[str, Path], notes: Path) -> list[Any]:
    """Return an output for each encode and one for the levels: gaps are filled, a late start and an early end too."""
    length_s = f"{plan.seconds(plan.frames):.6f}"
    heard = heard.filter("aresample", RATE, first_pts=0, **{"async": 1})
    heard = heard.filter("aformat", channel_layouts="mono", sample_fmts="flt")
    heard = heard.filter("apad", whole_dur=length_s).filter("atrim", end=length_s)
    wanted = [sound for sound in plan.sounds if sound.name in targets]
    split = heard.filter_multi_output("asplit", len(wanted) + 1)
    outputs = [
        ffmpeg.output(split.stream(index), f"file:{targets[sound.name]}", f="mp4", **sound_options(sound))
        for index, sound in enumerate(wanted)
    ]
    return [*outputs, _levels(split.stream(len(wanted)), notes)]


def read_levels(notes: Path) -> list[tuple[float, float]]:
    """Return mean and peak level in dB of each window of the sound."""
    pairs: list[tuple[float, float]] = []
    found: dict[str, float] = {}
    with notes.open() as lines:
        for line in lines:
            if reading := READING.match(line):
                found[reading[1]] = min(0.0, float(reading[2]))  # a file may say infinity
                if len(found) == 2:
                    pairs.append((found["RMS"], found["Peak"]))
                    found = {}
    return pairs


def judge_levels(levels: list[tuple[float, float]]) -> SoundFindings:
    """Return the findings for the levels of all windows."""
    sounding = [(mean, peak) for mean, peak in levels if mean > SILENT_DB]
    silences = [len(list(run)) for quiet, run in groupby(mean <= SILENT_DB for mean, _ in levels) if quiet]
    full = sum(peak >= FULL_DB for _, peak in sounding)
    power = sum(10 ** (mean / 10) for mean, _ in sounding) / len(sounding) if sounding else 0
    return SoundFindings(
        is_silent=not sounding,
        is_clipped=bool(sounding) and full > CLIPPED_SHARE * len(sounding),
        longest_silence_s=max(silences, default=0) * WINDOW_S,
        loudness_db=round(10 * math.log10(power), 1) if power else -100.0,
    )


def _levels(heard: Any, notes: Path) -> Any:
    """An output that writes no sound, but the level of each window into `notes`."""
    heard = heard.filter("asetnsamples", n=int(RATE * WINDOW_S))
    heard = heard.filter("astats", metadata=1, reset=1, measure_overall="RMS_level+Peak_level")
    heard = heard.filter("ametadata", mode="print", file=str(notes))
    return ffmpeg.output(heard, "-", f="null")


def _is_whole(plan: Plan, targets: Mapping[str, Path], on_tick: Tick | None) -> bool:
    """Say whether each sound ends with the picture and has no more packets than fit into its time."""
    frame_s = {sound.name: FRAME_S[sound.codec] for sound in plan.sounds}
    for name, streams in zip(targets, held_by(list(targets.values()), on_tick=on_tick), strict=True):
        if len(streams) != 1 or abs(streams[0].end_s - plan.seconds(plan.frames)) > LATE_S:
            return False
        if abs(streams[0].packets * frame_s[name] - (streams[0].end_s - streams[0].start_s)) > LATE_S:
            return False
    return True
