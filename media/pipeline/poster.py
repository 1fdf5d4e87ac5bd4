"""The picture that stands in for a video before it is played: WebP, at most 480 pixels wide, some 5 kB."""

from collections.abc import Callable
from pathlib import Path

import ffmpeg

from media.errors import EncodeFailed, ResultWrong
from media.pipeline.encoders import PLAIN, in_one_size, plain_colours, steady, stranger, whole_pictures
from media.pipeline.ffmpeg import run_ffmpeg
from media.pipeline.ladder import even_side
from media.pipeline.plan import content_key
from media.pipeline.probe import Facts
from media.pipeline.tools import tool

MAX_WIDTH = 480
QUALITY = 40
LOOKED_AT_FRAMES = 24
VERSION = 3


def poster_name(sha256: str) -> str:
    """Return the poster's name below the public storage: the hash of its input and its settings."""
    key = content_key(sha256, {"kind": "poster", "width": MAX_WIDTH, "quality": QUALITY, "version": VERSION})
    return f"video/{key[:2]}/{key}.webp"


def poster_size(facts: Facts) -> tuple[int, int]:
    """Return even sides, never enlarged."""
    scale = min(1.0, MAX_WIDTH / facts.width)
    return even_side(facts.width, scale), even_side(facts.height, scale)


def make_poster(original: Path, facts: Facts, target: Path, *, on_tick: Callable[[float], None] | None = None) -> None:
    """Write the most typical of some pictures near the start (the very first is often black).

    `target` lies in a folder that holds nothing else. A clip without a picture that early gives its first one.
    """
    for start_s in (1.5, 0) if facts.duration_s > 4 else (0,):
        try:
            run_ffmpeg(
                poster_words(original, facts, target, start_s),
                reads=[original],
                writes=target.parent,
                wall_s=60,
                size_limit_bytes=2_000_000,
                on_tick=on_tick,
            )
        except EncodeFailed:
            if not start_s:
                raise
        if target.exists() and target.stat().st_size:
            return
    raise ResultWrong


def poster_words(original: Path, facts: Facts, target: Path, start_s: float) -> list[str]:
    """Return the words of the command, in the colours that every screen shows."""
    source = stranger(original, 2, ss=start_s, **steady(is_turned=facts.is_turned))
    picture = whole_pictures(in_one_size(source[str(facts.video_index)]), is_interlaced=facts.is_interlaced)
    picture = picture.filter("thumbnail", n=LOOKED_AT_FRAMES)
    picture = plain_colours(picture, *poster_size(facts), is_hdr=facts.is_hdr and tool().has_zscale)
    options = {"frames:v": 1, "c:v": "libwebp", "quality": QUALITY, "f": "webp"}
    words: list[str] = ffmpeg.output(picture, f"file:{target}", **(PLAIN | options)).get_args()
    return words
