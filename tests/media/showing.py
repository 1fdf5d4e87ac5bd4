"""Videos that can be played, written straight into rows: what the worker would have made, without its work."""

import functools
import hashlib
import itertools
import subprocess
from pathlib import Path

from media.models import Encoding, EncodingState, Rendition, RenditionState, Source
from media.pipeline.ffmpeg import find_ffmpeg
from media.storages import public_storage

FRAGMENTS = "cmaf+global_sidx+skip_trailer"
CODECS = {
    "av1": ["-c:v", "libsvtav1", "-preset", "12", "-crf", "60", "-c:a", "libopus"],
    "h264": ["-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac"],
    "opus": ["-vn", "-c:a", "libopus"],
    "aac": ["-vn", "-c:a", "aac"],
}
LADDER = (
    ("audio", "opus", None),
    ("audio", "aac", None),
    ("hemat", "av1", (640, 360)),
    ("hemat", "h264", (640, 360)),
    ("biasa", "av1", (854, 480)),
    ("biasa", "h264", (854, 480)),
)
numbers = itertools.count(1)


@functools.cache
def real_bytes(codec, size, seconds):
    """Return a real file in our form; the same one again without work."""
    sides = "x".join(map(str, size or (64, 48)))
    picture = ["-f", "lavfi", "-i", f"testsrc2=s={sides}:r=30:d={seconds}"]
    tone = ["-f", "lavfi", "-i", f"sine=f=440:r=48000:d={seconds}"]
    words = [*picture, *tone, *CODECS[codec], "-ac", "1", "-g", "60", "-pix_fmt", "yuv420p"]
    path = Path(public_storage().path("")).parent / f"{codec}-{sides}-{seconds}.mp4"
    path.parent.mkdir(parents=True, exist_ok=True)
    form = ["-movflags", FRAGMENTS, "-f", "mp4", str(path)]
    subprocess.run([find_ffmpeg(), "-loglevel", "error", "-y", *words, *form], check=True)
    return path.read_bytes()


def show(owner, *, title="Isi label", ladder=LADDER, is_fast=False, content=None, seconds=2):
    """Return a source that shows renditions of `ladder`; `content(codec, size)` gives the bytes, else a few letters."""
    sha = hashlib.sha256(str(next(numbers)).encode()).hexdigest()
    encoding = Encoding.objects.create(
        sha256=sha, recipe="uji", state=EncodingState.READY, version=2, duration_s=seconds, width=1280, height=720
    )
    for number, (kind, codec, size) in enumerate(ladder):
        add_rendition(encoding, kind, codec, size, is_fast=is_fast, number=number, content=content)
    return Source.objects.create(title=title, owner=owner, sha256=sha, wanted=encoding, published=encoding)


def add_rendition(encoding, kind, codec, size, *, is_fast=False, number=0, content=None):
    """Keep one file in public and its row; without content AV1 and Opus weigh half of what the others do."""
    key = hashlib.sha256(f"{encoding.sha256}{kind}{codec}{is_fast}".encode()).hexdigest()[:32]
    name = f"video/{key[:2]}/{key}.{'mp4' if size else 'm4a'}"
    path = Path(public_storage().path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    made = content(codec, size) if content else b"x" * (1000 * (number + 1) * (1 if codec in ("av1", "opus") else 2))
    path.write_bytes(made)
    width, height = size or (None, None)
    Rendition.objects.create(
        encoding=encoding,
        kind=kind,
        codec=codec,
        is_fast=is_fast,
        state=RenditionState.READY,
        file=name,
        size_bytes=len(made),
        width=width,
        height=height,
    )
