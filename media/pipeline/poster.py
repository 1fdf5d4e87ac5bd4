"""The picture that stands in for a video before it is played: WebP, at most 480 pixels wide, some 5 kB."""

from collections.abc import Callable
from pathlib import Path

import ffmpeg

from media.errors import ResultWrong
from media.pipeline.encoders import input_words
from media.pipeline.ffmpeg import run_ffmpeg
from media.pipeline.ladder import content_key, even_side
from media.pipeline.probe import Facts

MAX_WIDTH = 480
QUALITY = 40
LOOKED_AT_FRAMES = 24
VERSION = 1


def poster_name(sha256: str) -> str:
    """Return the poster's name below the public storage: the hash of its input and its settings."""
    key = content_key(sha256, {"kind": "poster", "width": MAX_WIDTH, "quality": QUALITY, "version": VERSION})
    return f"video/{key[:2]}/{key}.webp"


def poster_size(facts: Facts) -> tuple[int, int]:
    """Return even sides, never enlarged."""
    scale = min(1.0, MAX_WIDTH / facts.width)
    return even_side(facts.width, scale), even_side(facts.height, scale)


def make_poster(original: Path, facts: Facts, target: Path, *, on_tick: Callable[[float], None] | None = None) -> None:
    """Write the most typical of some pictures near the start (the very first is often black)."""
    start_s = 1.5 if facts.duration_s > 4 else 0
    source = ffmpeg.input(f"file:{original}", ss=start_s, **input_words(threads=2))
    picture = source[str(facts.video_index)].filter("thumbnail", n=LOOKED_AT_FRAMES)
    picture = picture.filter("scale", *poster_size(facts)).filter("setsar", 1).filter("format", "yuv420p")
    options = {"frames:v": 1, "c:v": "libwebp", "quality": QUALITY, "map_metadata": -1, "f": "webp"}
    words = ffmpeg.output(picture, f"file:{target}", **options).get_args()
    run_ffmpeg(words, reads=[original], writes=target.parent, wall_s=60, size_limit_bytes=2_000_000, on_tick=on_tick)
    if not target.stat().st_size:
        raise ResultWrong
