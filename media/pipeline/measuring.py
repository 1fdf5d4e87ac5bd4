"""How good a picture looks on a phone: VMAF v0.6.1 with its phone transform, against a reference of the same frames.

Frames are paired by their number, so both files must hold the same frames of one grid.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import ffmpeg

from media.errors import ResultWrong
from media.pipeline.encoders import smaller
from media.pipeline.ffmpeg import run_ffmpeg

Tick = Callable[[float], None]

MODEL = "version=vmaf_v0.6.1:enable_transform=true"
MAX_SHORT_SIDE = 720  # a phone shows no more, and VMAF's cost grows with every pixel
LOW_SHARE = 0.05
STALL_S = 300


@dataclass(frozen=True)
class Score:
    """Phone-VMAF from 0 to 100: the mean, the level under which the worst twentieth of the frames lies, how many."""

    mean: float
    low: float
    frames: int


def measure(
    made: Sequence[Path],
    reference: Path,
    size: tuple[int, int],
    folder: Path,
    *,
    every: int = 1,
    on_tick: Tick | None = None,
) -> list[Score]:
    """Return the score of each file; the reference is `size` large and read once, each file is enlarged to that.

    `every` looks at each such frame only. `folder` is for the notes of ffmpeg, which are removed again.
    """
    notes = [folder / f"{number}.vmaf" for number in range(len(made))]
    try:
        run_ffmpeg(
            measuring_words(made, reference, size, notes, every),
            reads=[*made, reference],
            writes=folder,
            wall_s=3600,
            stall_s=STALL_S,
            on_tick=on_tick,
        )
        return [read_score(note) for note in notes]
    finally:
        for note in notes:
            note.unlink(missing_ok=True)


def measuring_words(
    made: Sequence[Path], reference: Path, size: tuple[int, int], notes: Sequence[Path], every: int
) -> list[str]:
    """Return the words of the one command that compares them all."""
    whole = _counted(ffmpeg.input(f"file:{reference}", protocol_whitelist="file")["v:0"])
    split = whole.filter_multi_output("split", len(made))
    outputs = []
    for number, (path, note) in enumerate(zip(made, notes, strict=True)):
        shown = _counted(smaller(ffmpeg.input(f"file:{path}", protocol_whitelist="file")["v:0"], *size))
        options: dict[str, Any] = {"model": MODEL, "log_fmt": "json", "log_path": str(note), "n_subsample": every}
        judged = ffmpeg.filter([shown, split.stream(number)], "libvmaf", shortest=1, **options)
        outputs.append(ffmpeg.output(judged, "-", f="null"))
    words: list[str] = ffmpeg.merge_outputs(*outputs).get_args()
    return words


def read_score(note: Path) -> Score:
    """Return what libvmaf wrote down."""
    with note.open() as file:
        levels = sorted(frame["metrics"]["vmaf"] for frame in json.load(file)["frames"])
    if not levels:
        raise ResultWrong
    return Score(round(fmean(levels), 2), round(levels[int(len(levels) * LOW_SHARE)], 2), len(levels))


def _counted(picture: Any) -> Any:
    """The same picture with its number as its time."""
    return picture.filter("settb", "1/1000").filter("setpts", "N*20")
