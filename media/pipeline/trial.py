"""A taste of a clip: a few short samples, each encoded at several sizes and qualities, measured and looked at.

One run reads and scales a sample once and writes all trial encodes; a second one measures them all. What was found is
plain values (`Sample`), so that samples can be tried on several machines; `choosing.py` makes a plan of them.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

import ffmpeg

from media.errors import ResultWrong
from media.pipeline.encoders import plain_colours, smaller, steady, stranger, upright_grid, video_options
from media.pipeline.ffmpeg import run_ffmpeg
from media.pipeline.ladder import fit, lay_plan, preset_of
from media.pipeline.measuring import MAX_SHORT_SIDE, measure
from media.pipeline.picture import READ_THREADS, STALL_S, before_s
from media.pipeline.plan import GOP_S, Plan, VideoRung
from media.pipeline.probe import Facts
from media.pipeline.tools import Tool

Tick = Callable[[float], None]

SAMPLES, SAMPLE_S = 5, 1.2
LEAST_S = 3 * SAMPLE_S
SHARE = 0.05
SIDES = {"h264": (240, 360, 480, 720), "av1": (360, 480, 720)}  # AV1 at 240 lines never paid: 360 at CRF 63 is cheaper
CRFS = {"h264": (28, 36), "av1": (54, 62)}
FREE_KBIT = 20_000
EVERY = 5  # VMAF of each fifth frame: the mean stays within 0.1
SHORT_PAYS_LESS = 1.05  # an encoder that sees the end of a sample spends less on its beginning than it will


@dataclass(frozen=True)
class Point:
    """One encode, tried or reckoned: what a second costs with a key frame each GOP, and how it looks on a phone."""

    codec: str
    side: int
    crf: int
    kbit: float
    score: float
    low: float


@dataclass(frozen=True)
class Sample:
    """What one sample showed. `motion` is the mean change from frame to frame, `calm` the share of frames that hardly
    change, `detail` the contrast of edges, `luma` the mean brightness from 0 to 255."""

    position: int
    at_s: float
    length_s: float
    motion: float
    calm: float
    detail: float
    luma: float
    points: tuple[Point, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the sample as it is kept on a row."""
        return asdict(self)


def sample_from(kept: dict[str, Any]) -> Sample:
    """Return the sample kept on a row."""
    return Sample(**(kept | {"points": tuple(Point(**one) for one in kept["points"])}))


def sample_times(facts: Facts) -> list[tuple[float, float]]:
    """Return start and length of each sample in seconds: 5 % of the clip, at least 3.6 s, at most 6 s in all.

    They lie in the middle of equal parts of the clip, so never at its first or last moment.
    """
    whole_s = min(SAMPLES * SAMPLE_S, max(LEAST_S, facts.duration_s * SHARE), facts.duration_s * 0.6)
    count = max(1, min(SAMPLES, int(whole_s / SAMPLE_S + 0.01)))
    each_s, part_s = whole_s / count, facts.duration_s / count
    return [(round(part_s * (at + 0.5) - each_s / 2, 3), round(each_s, 3)) for at in range(count)]


def try_sample(
    original: Path, facts: Facts, tool: Tool, position: int, folder: Path, *, on_tick: Tick | None = None
) -> Sample:
    """Encode and measure one sample; `folder` is for its files alone, which are removed again."""
    at_s, length_s = sample_times(facts)[position]
    trials = _trials(facts, tool)
    plan = lay_plan(facts, tool, trials, chunk_s=GOP_S)
    size = fit(facts.width, facts.height, MAX_SHORT_SIDE)
    files = {rung.name: folder / f"{rung.name}.mp4" for rung in trials}
    try:
        words = trial_words(original, plan, (at_s, length_s), size, folder)
        run_ffmpeg(
            words,
            reads=[original],
            writes=folder,
            wall_s=600,
            stall_s=STALL_S,
            size_limit_bytes=500_000_000,
            on_tick=on_tick,
        )
        scores = measure(list(files.values()), folder / "reference.mkv", size, folder, every=EVERY, on_tick=on_tick)
        points = tuple(
            Point(
                rung.codec,
                min(rung.width, rung.height),
                rung.crf,
                _kbit(folder / f"{rung.name}.sizes", plan),
                *score[:2],
            )
            for rung, score in zip(trials, ((one.mean, one.low) for one in scores), strict=True)
        )
        return Sample(position, at_s, length_s, *read_looks(folder / "looks"), points)
    finally:
        for path in folder.iterdir():
            path.unlink(missing_ok=True)


def sides_for(codec: str, facts: Facts) -> list[int]:
    """Return the short sides worth trying, none above the clip's own; a clip between two steps adds its own size."""
    sides = [side for side in SIDES[codec] if side <= min(facts.width, facts.height)]
    above = [side for side in SIDES[codec] if side not in sides]
    return sides + above[:1] if above and fit_side(facts, above[0]) not in sides else sides


def fit_side(facts: Facts, side: int) -> int:
    """Return the short side that a clip gets when `side` is asked for."""
    return min(fit(facts.width, facts.height, side))


def trial_words(
    original: Path, plan: Plan, span: tuple[float, float], size: tuple[int, int], folder: Path
) -> list[str]:
    """Return the words of the one command: reference, trial encodes and looks at the picture from one reading."""
    first = round(span[0] * plan.frames / plan.duration_s)
    last = min(plan.frames, first + max(1, round(span[1] * plan.frames / plan.duration_s)))
    begin_s = max(0.0, plan.seconds(first) - before_s(original))
    timing: dict[str, Any] = {"copyts": None, "start_at_zero": None, "an": None} | steady(is_turned=plan.is_turned)
    if begin_s:
        timing |= {"noaccurate_seek": None, "ss": f"{begin_s:.6f}"}
    source = stranger(original, READ_THREADS, **timing)
    picture = upright_grid(source[str(plan.video_index)], plan, first, last, is_start=not begin_s)
    picture = plain_colours(picture, *size, is_hdr=plan.is_hdr)
    split = picture.filter_multi_output("split", 2)
    outputs = [_reference(split.stream(0), folder / "reference.mkv"), *_cascade(split.stream(1), plan, size, folder)]
    words: list[str] = ffmpeg.merge_outputs(*outputs).get_args()
    return words


def read_looks(path: Path) -> tuple[float, float, float, float]:
    """Return motion, calm, detail and luma from what the filters wrote."""
    found: dict[str, list[float]] = {}
    for line in path.read_text().splitlines():
        key, _, value = line.partition("=")
        if key.startswith("lavfi."):
            found.setdefault(key.rpartition(".")[2], []).append(float(value))
    if not found.get("YAVG"):
        raise ResultWrong
    changes = found["YDIF"][1:] or [0.0]
    calm = sum(change < 0.3 for change in changes) / len(changes)
    return round(fmean(changes), 2), round(calm, 2), round(fmean(found["si"]), 1), round(fmean(found["YAVG"]), 1)


def _trials(facts: Facts, tool: Tool) -> tuple[VideoRung, ...]:
    rungs = []
    for codec in ("h264", "av1") if tool.has_av1 else ("h264",):
        for side in sides_for(codec, facts):
            for crf in CRFS[codec]:
                width, height = fit(facts.width, facts.height, side)
                name = f"{codec}-{min(width, height)}-{crf}"
                preset = preset_of(codec, side)
                rungs.append(VideoRung(name, "", codec, width, height, crf, preset, FREE_KBIT, ""))
    return tuple(rungs)


def _cascade(picture: Any, plan: Plan, size: tuple[int, int], folder: Path) -> list[Any]:
    """Return an output for each trial, each size from the one above it, and one for the looks."""
    sizes = sorted({(rung.width, rung.height) for rung in plan.videos}, reverse=True)
    outputs = []
    for above, this in pairwise([size, *sizes]):
        if this != above:
            picture = smaller(picture, *this)
        group = [rung for rung in plan.videos if (rung.width, rung.height) == this]
        split = picture.filter_multi_output("split", len(group) + 1)
        outputs += [_trial(split.stream(number), plan, rung, folder) for number, rung in enumerate(group)]
        picture = split.stream(len(group))
    return [*outputs, _looks(picture, folder / "looks")]


def _trial(picture: Any, plan: Plan, rung: VideoRung, folder: Path) -> Any:
    """One trial encode, with the size of each of its frames in a file beside it."""
    sizes = {"stats_mux_pre:v": str(folder / f"{rung.name}.sizes"), "stats_mux_pre_fmt:v": "{size}"}
    options = video_options(rung, plan) | sizes
    return ffmpeg.output(picture, f"file:{folder / rung.name}.mp4", **options, fps_mode="passthrough", f="mp4")


def _reference(picture: Any, target: Path) -> Any:
    """The sample as it is, in the quickest lossless way."""
    lossless = {"c:v": "libx264", "preset": "ultrafast", "qp": 0, "threads": READ_THREADS}
    return ffmpeg.output(picture, f"file:{target}", **lossless, an=None, fps_mode="passthrough", f="matroska")


def _looks(picture: Any, notes: Path) -> Any:
    """An output that writes no picture, but what a few filters see in it, at the smallest size."""
    seen = picture.filter("signalstats").filter("siti").filter("metadata", mode="print", file=str(notes))
    return ffmpeg.output(seen, "-", f="null")


def _kbit(sizes: Path, plan: Plan) -> float:
    """Return the rate that a whole GOP would have: a sample has a key frame sooner, which would count too much."""
    bytes_of = [int(line) for line in sizes.read_text().split()]
    if not bytes_of:
        raise ResultWrong
    others = fmean(bytes_of[1:]) if len(bytes_of) > 1 else bytes_of[0]
    whole = bytes_of[0] + others * (plan.gop_frames - 1)
    return round(SHORT_PAYS_LESS * whole * 8 / 1000 / plan.seconds(plan.gop_frames), 2)
