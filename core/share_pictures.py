"""The picture that messengers show beside a shared link: a title on the product's own ground, drawn once a title.

PNG of few colours: WhatsApp and Facebook read it everywhere, and flat ground with letters weighs less so than as JPEG.
"""

import functools
import hashlib
import logging
from io import BytesIO

from django.conf import settings
from django.core.files.storage import storages
from PIL import Image, ImageDraw, ImageFont

from core.store import public_store

logger = logging.getLogger(__name__)

SIZE = WIDTH, HEIGHT = 1200, 630  # what messengers ask for
LEAF, LEAF_DEEP, TURMERIC, WHITE, MINT = "#0d5c46", "#08412f", "#f2b01e", "#ffffff", "#cfe5db"
MARGIN, LINE = 80, 1.2
TITLE_SIZES = (92, 80, 68, 58)
MOST_LINES = 4
COLOURS = 16
DRAWING = "1"  # another number draws all of them anew
# The typeface that comes with Pillow has no sign for these.
REPLACED = str.maketrans({"–": "-", "—": "-", "×": "x", "½": "1/2", "¼": "1/4", "é": "e", "→": "-"})


def share_picture_url(title: str) -> str:
    """Return the address of the picture with this title, drawn now if nobody has asked for it before.

    Empty where the disk does not take it: a page without a picture beside its link is still a page.
    """
    site = settings.WAGTAIL_SITE_NAME
    key = hashlib.sha256(f"{DRAWING}\0{site}\0{title}".encode()).hexdigest()[:32]
    name = f"bagikan/{key}.png"
    try:
        if not public_store().find(name):
            public_store().keep(name, _as_png(draw_picture(title, site)))
    except OSError as error:
        logger.warning("no picture for shared links: %s", type(error).__name__)
        return ""
    return storages["public"].url(name)


def _as_png(image: Image.Image) -> bytes:
    content = BytesIO()
    image.save(content, "PNG", optimize=True)
    return content.getvalue()


def draw_picture(title: str, site: str) -> Image.Image:
    """Return the picture."""
    image = Image.new("RGB", SIZE, LEAF)
    draw = ImageDraw.Draw(image)
    draw.text((MARGIN, 70), site, font=_font(44), fill=TURMERIC)
    size, lines = _fitted(title)
    top = (HEIGHT - len(lines) * size * LINE) / 2
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + number * size * LINE), line, font=_font(size), fill=WHITE)
    draw.text((MARGIN, HEIGHT - 130), "Belajar dari HP, gratis", font=_font(36), fill=MINT)
    _band(draw)
    return image.quantize(COLOURS, dither=Image.Dither.NONE)


def _fitted(title: str) -> tuple[int, list[str]]:
    """Return the largest size in which the title takes few enough lines, and the lines."""
    for size in TITLE_SIZES:
        lines = _lines(title, _font(size))
        if len(lines) <= MOST_LINES - 1:
            break
    return size, lines[:MOST_LINES]


def _lines(text: str, typeface: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.translate(REPLACED).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and typeface.getlength(longer) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _band(draw: ImageDraw.ImageDraw) -> None:
    """Draw the band of triangles that stands at the top of every page."""
    draw.rectangle((0, HEIGHT - 48, WIDTH, HEIGHT), fill=LEAF_DEEP)
    for left in range(0, WIDTH, 48):
        draw.polygon([(left, HEIGHT), (left + 24, HEIGHT - 40), (left + 48, HEIGHT)], fill=TURMERIC)


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    found = ImageFont.load_default(size)
    if not isinstance(found, ImageFont.FreeTypeFont):
        raise TypeError("this Pillow was built without FreeType")
    return found
