"""One rendition: ffmpeg-python writes the words, `ffmpeg.py` runs them, the result is opened again before it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from media.pipeline import formats, probe
from media.pipeline.ffmpeg import run_ffmpeg
from media.pipeline.ladder import Plan

GOP_S = 4
# Fragments of one GOP with one index in front: the first picture appears after about 2 s on a slow line where the
# usual "faststart" file of ten minutes needs 9, because its table of contents must arrive first.
FRAGMENTED = "cmaf+global_sidx+skip_trailer"


@dataclass(frozen=True)
class Made:
    """What came out."""

    size_bytes: int
    width: int | None
    height: int | None


def input_words(threads: int) -> dict[str, str | int]:
    """Return ffmpeg's options for a stranger's file: no other file, no address, no playlist, bounds on size."""
    return {
        "protocol_whitelist": "file",
        "format_whitelist": formats.DEMUXERS,
        "max_streams": formats.MAX_STREAMS,
        "max_pixels": formats.MAX_PIXELS,
        "threads": threads,
    }


def rendition_words(original: Path, plan: Plan, target: Path) -> list[str]:
    """Return the words of the ffmpeg command for `plan`."""
    source = ffmpeg.input(f"file:{original}", **input_words(plan.threads))
    streams, options = (
        [],
        {"t": plan.duration_s + 1, "map_metadata": -1, "map_chapters": -1, "f": "mp4", "threads": plan.threads},
    )
    options |= {"fflags": "+bitexact", "flags:v": "+bitexact", "flags:a": "+bitexact", "movflags": FRAGMENTED}
    if plan.width:
        streams.append(_picture(source, plan))
        options |= _picture_options(plan)
    if plan.audio_index is not None:
        streams.append(source[str(plan.audio_index)].filter("aresample", 24000, **{"async": 1}))
        options |= {"c:a": "aac", "b:a": f"{plan.audio_kbit}k", "ac": 1, "ar": 24000}
    if not plan.width:
        options |= {"frag_duration": 10_000_000}
    words: list[str] = ffmpeg.output(*streams, f"file:{target}", **options).get_args()
    return words


def make_rendition(original: Path, plan: Plan, target: Path, *, on_tick: Callable[[float], None] | None = None) -> Made:
    """Write the rendition to `target` and return what it is; raises errors of `media.errors`."""
    run_ffmpeg(
        rendition_words(original, plan, target),
        wall_s=120 + 20 * plan.duration_s,
        size_limit_bytes=plan.budget_bytes * 3,
        on_tick=on_tick,
    )
    return check_made(target, plan)


def check_made(target: Path, plan: Plan) -> Made:
    """Open a result and return what it is; raises ResultWrong or CutOff."""
    width, height = probe.check_result(target, duration_s=plan.duration_s, streams=plan.streams)
    return Made(size_bytes=target.stat().st_size, width=width, height=height)


def _picture(source: ffmpeg.nodes.FilterableStream, plan: Plan) -> ffmpeg.nodes.FilterableStream:
    """Scale after ffmpeg has turned the picture the right way up, which it does at the input by itself."""
    picture = source[str(plan.video_index)].filter("fps", plan.fps)
    picture = picture.filter("scale", plan.width, plan.height, flags="bicubic")
    return picture.filter("setsar", 1).filter("format", "yuv420p")


def _picture_options(plan: Plan) -> dict[str, str | int]:
    return {
        "c:v": "libx264",
        "preset": plan.preset,
        "profile:v": "high",
        "crf": plan.crf,
        "maxrate": f"{plan.cap_kbit * 3 // 2}k",
        "bufsize": f"{plan.cap_kbit * 3}k",
        "force_key_frames": f"expr:gte(t,n_forced*{GOP_S})",
        "x264-params": f"scenecut=0:keyint={GOP_S * 30}:threads={plan.threads}",
    }
