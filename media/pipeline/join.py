"""The published file of a rung: its chunks laid end to end beside the sound, copied, with one index in front."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import ffmpeg

from media.errors import ResultWrong
from media.pipeline.encoders import PLAIN
from media.pipeline.ffmpeg import run_ffmpeg
from media.pipeline.plan import Plan, VideoRung
from media.pipeline.verifying import Held, held_by

Tick = Callable[[float], None]

# Fragments of one GOP with one index in front: the first picture appears after about 2 s on a slow line where the
# usual "faststart" file of ten minutes needs 9, because its table of contents must arrive first.
# The delayed moov holds edit lists: without them H.264 starts two frames late and AAC with the encoder's 43 ms lead-in.
# Older versions (5.1) leave them out of CMAF unless asked.
FRAGMENTED = "cmaf+global_sidx+skip_trailer+delay_moov"
SOUND_FRAGMENT_S = 20
DRIFT_S = 0.020
WALL_S = 600


@dataclass(frozen=True)
class Made:
    """What came out."""

    size_bytes: int
    width: int | None
    height: int | None
    duration_s: float


def join_rendition(
    chunks: list[Path],
    sound: Path | None,
    target: Path,
    plan: Plan,
    rung: VideoRung | None,
    *,
    on_tick: Tick | None = None,
) -> Made:
    """Write chunks and sound into one file, or the sound alone; return what it is. Raises errors of `media.errors`."""
    with _listed(chunks, target) as listing:
        words = join_words(listing if chunks else None, sound, target, plan)
        reads = [*chunks, *([sound] if sound else [])]
        run_ffmpeg(words, reads=reads, writes=target.parent, wall_s=WALL_S, on_tick=on_tick)
    return check_joined(target, plan, rung, has_sound=sound is not None, on_tick=on_tick)


def join_words(listing: Path | None, sound: Path | None, target: Path, plan: Plan) -> list[str]:
    """Return the words of the copying command; the time of each frame is set on the grid again, to the tick."""
    streams, options = [], PLAIN | {"c": "copy", "f": "mp4", "movflags": FRAGMENTED, "use_editlist": 1}
    if listing:
        rate = Fraction(plan.fps)
        chunks = ffmpeg.input(f"file:{listing}", f="concat", safe=0, protocol_whitelist="file")
        streams.append(chunks["v:0"])
        grid = f"setts=pts=round(PTS*TB*{rate})/({rate}*TB):dts=round(DTS*TB*{rate})/({rate}*TB)"
        options |= {"bsf:v": grid, "video_track_timescale": rate.numerator * 1000}
    if sound:
        streams.append(ffmpeg.input(f"file:{sound}", protocol_whitelist="file")["a:0"])
    if not listing:
        options |= {"frag_duration": SOUND_FRAGMENT_S * 1_000_000}
    words: list[str] = ffmpeg.output(*streams, f"file:{target}", **options).get_args()
    return words


def check_joined(
    target: Path, plan: Plan, rung: VideoRung | None, *, has_sound: bool, on_tick: Tick | None = None
) -> Made:
    """Return what a joined file is, if it holds every frame at its time and sound that ends with the picture."""
    streams = {held.kind: held for held in held_by([target], on_tick=on_tick)[0]}
    video, audio = streams.get("video"), streams.get("audio")
    if (video is None) != (rung is None) or (audio is None) == has_sound or len(streams) != bool(video) + bool(audio):
        raise ResultWrong(found=streams)
    if video and rung:
        _check_picture(video, plan, rung)
    length_s = plan.seconds(plan.frames)
    if audio and abs(audio.end_s - length_s) > DRIFT_S + _packet_s(audio):
        raise ResultWrong(found=audio)
    size_bytes = target.stat().st_size
    return Made(size_bytes, rung.width if rung else None, rung.height if rung else None, length_s)


def make_download(rendition: Path, target: Path, *, on_tick: Tick | None = None) -> None:
    """Write a rendition as the usual MP4 with its table in front: what players on a phone or a laptop open."""
    source = ffmpeg.input(f"file:{rendition}", protocol_whitelist="file")
    options: dict[str, Any] = PLAIN | {"c": "copy", "f": "mp4", "movflags": "+faststart", "map": 0}
    words = ffmpeg.output(source, f"file:{target}", **options).get_args()
    run_ffmpeg(words, reads=[rendition], writes=target.parent, wall_s=WALL_S, on_tick=on_tick)
    held_by([target], on_tick=on_tick)


@contextmanager
def _listed(chunks: list[Path], target: Path) -> Iterator[Path]:
    """Yield a list of our own chunks beside the target, for the time of the work."""
    listing = target.with_name(f"{target.name}.list")
    lines = [f"file 'file:{_quoted(chunk.resolve())}'\n" for chunk in chunks]
    listing.write_text("".join(["ffconcat version 1.0\n", *lines]))
    try:
        yield listing
    finally:
        listing.unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    """Write a path for between two apostrophes."""
    return str(path).replace("'", r"'\''")


def _check_picture(video: Held, plan: Plan, rung: VideoRung) -> None:
    """Every frame of the plan at even steps, from the first moment to the last, in the right size."""
    length_s = plan.seconds(plan.frames)
    is_whole = video.packets == plan.frames and video.is_even and not video.start_s
    if (
        not is_whole
        or abs(video.end_s - length_s) > DRIFT_S
        or (video.width, video.height) != (rung.width, rung.height)
    ):
        raise ResultWrong(found=video)


def _packet_s(audio: Held) -> float:
    """A last packet may reach over the end by its own length."""
    return (audio.end_s - audio.start_s) / audio.packets
