"""The office's own logo: set anew by us, small, and kept under its hash as long as a certificate names it.

What an administrator uploaded is never printed itself: it may be huge, hold a place, or be changed or deleted later.
"""

import hashlib
import io
from functools import lru_cache
from typing import Any

from PIL import Image, UnidentifiedImageError

from certificates.errors import LogoLost, LogoUnusable, StoreFailed
from core.store import private_store

FOLDER = "certificates/logos"
SIDES = (400, 320, 240, 160)  # pixels of the longer side, tried in turn; printed 18 mm high, 400 are 560 dpi
MOST_BYTES = 36_000  # as a PNG, so that a certificate stays below 140 KB
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
FAULTS = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)


def keep_logo(image: Any) -> str:
    """Return the name in the private store of a picture of the library as it is printed; empty without a picture.

    The same picture gives the same bytes. Raises LogoUnusable or StoreFailed.
    """
    if image is None:
        return ""
    content = as_printed(image)
    name = f"{FOLDER}/{hashlib.sha256(content).hexdigest()}.png"
    try:
        private_store().keep(name, content)
    except OSError as error:
        raise StoreFailed from error
    return name


def as_printed(image: Any) -> bytes:
    """Return a PNG of the picture with what is transparent in it. Raises LogoUnusable."""
    try:
        with image.open_file() as file:
            picture = Image.open(file, formats=FORMATS).convert("RGBA")
        picture.info.clear()  # profiles and what else a camera or a program wrote
    except FAULTS as error:
        raise LogoUnusable from error
    for side in SIDES:
        small = picture.copy()
        small.thumbnail((side, side))
        content = _png(small.quantize(256, Image.Quantize.FASTOCTREE))
        if len(content) <= MOST_BYTES:  # at the smallest even noise is
            break
    return content


@lru_cache(maxsize=4)  # an office has one at a time
def read_logo(name: str) -> bytes:
    """Return the bytes of a kept logo. Raises LogoLost, or StoreFailed where the store is away."""
    try:
        return private_store().local(name).read_bytes()
    except FileNotFoundError as error:
        raise LogoLost from error
    except OSError as error:
        raise StoreFailed from error


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
