"""One chunk of the picture in all its rungs: one ffmpeg reads and scales once, each size from the one above it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any

import ffmpeg

from media.errors import ResultWrong
from media.pipeline import formats
from media.pipeline.encoders import (
    looked_at,
    most_bytes,
    plain_colours,
    smaller,
    steady,
    stranger,
    upright_grid,
    video_options,
)
from media.pipeline.ffmpeg import run_ffmpeg
from media.pipeline.plan import Plan, VideoRung
from media.pipeline.qualities import LEAST, coarser
from media.pipeline.verifying import held_by

Tick = Callable[[float], None]
Targets = Mapping[str, Path]

READ_THREADS = 2  # for reading alone: it does not touch the bytes
# How far in front of a chunk reading begins: at the key frame before that, or without an index (MPEG-TS and -PS) just
# there, so that it must be further than key frames lie apart.
BEFORE_S, FAR_BEFORE_S = 1.0, 12.0
STALL_S = 180  # on the way from a far key frame nothing seems to move
CAP_ATTEMPTS = 3
CAP_MARGIN = 0.05  # a twentieth of a halving


def make_chunk(
    original: Path, plan: Plan, position: int, targets: Targets, *, on_tick: Tick | None = None
) -> dict[str, int]:
    """Write chunk `position` of each rung named in `targets`; return the bytes of each.

    All targets lie in one folder that holds nothing else.
    """
    rungs = [rung for rung in plan.videos if rung.name in targets]
    _write_whole(original, plan, position, rungs, targets, on_tick)
    _keep_caps(original, plan, position, rungs, targets, on_tick)
    return {rung.name: targets[rung.name].stat().st_size for rung in rungs}


def chunk_words(
    original: Path, plan: Plan, position: int, rungs: list[VideoRung], targets: Targets, *, is_start: bool
) -> list[str]:
    """Return the words of the one command; `is_start` reads the clip from its beginning."""
    first, last = plan.span(position)
    begin_s = 0.0 if is_start else max(0.0, plan.seconds(first) - before_s(original))
    timing: dict[str, Any] = {"copyts": None, "start_at_zero": None} | steady(is_turned=plan.is_turned)
    if begin_s:
        timing |= {"noaccurate_seek": None, "ss": f"{begin_s:.6f}"}
    source = stranger(original, READ_THREADS, **timing)
    picture = upright_grid(source[str(plan.video_index)], plan, first, last, is_start=is_start)
    outputs = _cascade(picture, plan, rungs, targets)
    if plan.audio_index is not None:
        outputs.append(looked_at(source, plan.audio_index))
    words: list[str] = ffmpeg.merge_outputs(*outputs).get_args()
    return words


def before_s(original: Path) -> float:
    """Return how far in front of what is wanted reading begins."""
    with original.open("rb") as file:
        return BEFORE_S if formats.has_index(file.read(formats.SNIFF_BYTES)) else FAR_BEFORE_S


def _cascade(picture: Any, plan: Plan, rungs: list[VideoRung], targets: Targets) -> list[Any]:
    """Return an output for each rung, largest first; rungs of one size share one scaling."""
    by_size = sorted(rungs, key=lambda rung: (-rung.width * rung.height, rung.width, rung.codec))
    sizes = [(size, list(group)) for size, group in groupby(by_size, key=lambda rung: (rung.width, rung.height))]
    outputs = []
    for step, (size, group) in enumerate(sizes):
        picture = smaller(picture, *size) if step else plain_colours(picture, *size, is_hdr=plan.is_hdr)
        branches, picture = _branches(picture, len(group), goes_on=step + 1 < len(sizes))
        for rung, branch in zip(group, branches, strict=True):
            outputs.append(_output(branch, plan, rung, targets[rung.name]))
    return outputs


def _branches(picture: Any, count: int, *, goes_on: bool) -> tuple[list[Any], Any]:
    """Return `count` copies of the picture and, where the cascade goes on, one more for the next size."""
    if count + goes_on == 1:
        return [picture], None
    split = picture.filter_multi_output("split", count + goes_on)
    return [split.stream(index) for index in range(count)], split.stream(count) if goes_on else None


def _output(branch: Any, plan: Plan, rung: VideoRung, target: Path) -> Any:
    """A plain MP4 whose clock counts in units of the grid, so that a frame's time is exact."""
    clock = {"video_track_timescale": Fraction(plan.fps).numerator * 1000, "fps_mode": "passthrough", "f": "mp4"}
    return ffmpeg.output(branch, f"file:{target}", **video_options(rung, plan), **clock)


def _write_whole(
    original: Path, plan: Plan, position: int, rungs: list[VideoRung], targets: Targets, on_tick: Tick | None
) -> None:
    """Write a chunk and look at it; raises ResultWrong.

    Reading from just before the chunk may miss its beginning, without an index or where the clip starts with sound
    alone: then it is read again from the start of the clip.
    """
    for is_start in (False, True) if position else (True,):
        _write(original, plan, position, rungs, targets, is_start=is_start, on_tick=on_tick)
        if _is_whole(plan, position, rungs, targets, on_tick):
            return
    raise ResultWrong


def _write(
    original: Path,
    plan: Plan,
    position: int,
    rungs: list[VideoRung],
    targets: Targets,
    *,
    is_start: bool,
    on_tick: Tick | None,
) -> None:
    first, last = plan.span(position)
    span_s = plan.seconds(last - first)
    read_s = plan.seconds(last) if is_start else span_s
    run_ffmpeg(
        chunk_words(original, plan, position, rungs, targets, is_start=is_start),
        reads=[original],
        writes=targets[rungs[0].name].parent,
        wall_s=300 + 60 * span_s + 2 * read_s,
        stall_s=STALL_S,
        size_limit_bytes=_size_limit(rungs, span_s),
        on_tick=on_tick,
    )


def _size_limit(rungs: list[VideoRung], span_s: float) -> int:
    """Return what no file of this chunk can reach, whatever the encoders do."""
    return int(max(rung.cap_kbit for rung in rungs) * 125 * (span_s + 20) * 10) + 1_000_000


def _is_whole(plan: Plan, position: int, rungs: list[VideoRung], targets: Targets, on_tick: Tick | None) -> bool:
    """Say whether each file opens, decodes to its end and has just the planned frames at even steps from zero."""
    first, last = plan.span(position)
    for streams in held_by([targets[rung.name] for rung in rungs], on_tick=on_tick):
        if len(streams) != 1:
            return False
        held = streams[0]
        if held.packets != last - first or held.start_s or not held.is_even:
            return False
    return True


def _keep_caps(
    original: Path, plan: Plan, position: int, rungs: list[VideoRung], targets: Targets, on_tick: Tick | None
) -> None:
    """Make again coarser what is over its cap: as much as should do it, a second time, then at the least quality."""
    for attempt in range(CAP_ATTEMPTS):
        over = {rung: targets[rung.name].stat().st_size / most_bytes(rung, plan, position) for rung in rungs}
        is_last = attempt + 1 == CAP_ATTEMPTS
        heavy = {rung: times for rung, times in over.items() if times > 1 and rung.crf < LEAST[rung.codec]}
        rungs = [_lowered(rung, times, is_last=is_last) for rung, times in heavy.items()]
        if not rungs:
            return
        _write_whole(original, plan, position, rungs, targets, on_tick)


def _lowered(rung: VideoRung, times: float, *, is_last: bool) -> VideoRung:
    """Return a rung that came out so many times too heavy, coarser; x264 keeps its cap but for rare cases."""
    steps = math.log2(times) + CAP_MARGIN
    crf = LEAST[rung.codec] if is_last else coarser(rung.codec, rung.crf, steps)
    return replace(rung, crf=crf)
