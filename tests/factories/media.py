"""Videos as rows, for tests that need no real file behind them."""

import itertools

from media.models import Encoding, Rendition, RenditionState, Source

_number = itertools.count(1)
SIZES = {"audio": (None, None), "hemat": (640, 360), "biasa": (854, 480), "jelas": (1280, 720)}


def make_encoding(*, state="ready", sha256="", renditions=(("hemat", "h264", 2_900_000),), **values):
    """Return an encoding with finished renditions given as (kind, codec, bytes); none of a clip that is not ready."""
    sha256 = sha256 or f"{next(_number):064x}"
    facts = {"duration_s": 120, "width": 640, "height": 360, "version": 2} if state == "ready" else {}
    reason = {"reason": "encode_failed"} if state == "failed" else {}
    encoding = Encoding.objects.create(sha256=sha256, state=state, **({"recipe": "test"} | facts | reason | values))
    for kind, codec, size in renditions if state == "ready" else ():
        width, height = SIZES[kind]
        Rendition.objects.create(
            encoding=encoding,
            kind=kind,
            codec=codec,
            state=RenditionState.READY,
            file=f"v/{sha256[-6:]}-{kind}-{codec}.mp4",
            size_bytes=size,
            width=width,
            height=height,
        )
    return encoding


def make_source(*, title="Contoh video", owner=None, is_demo=False, original="", **values):
    """Return a video whose encoding is made by `make_encoding`; ready ones are published."""
    encoding = make_encoding(**values)
    return Source.objects.create(
        title=title,
        owner=owner,
        is_demo=is_demo,
        original=original,
        sha256=encoding.sha256,
        size_bytes=1,
        wanted=encoding,
        published=encoding if encoding.version else None,
    )
