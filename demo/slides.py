"""Slides of 1920 x 1080 in the product's own look, drawn with Pillow and the typeface that comes with it."""

import functools

from PIL import Image, ImageDraw, ImageFont

SIZE = WIDTH, HEIGHT = 1920, 1080
LEAF, LEAF_DEEP, LEAF_SOFT = "#0d5c46", "#08412f", "#e3f0ea"
TURMERIC, PAPER, INK, MUTED, WHITE, MINT = "#f2b01e", "#fbfaf5", "#17211d", "#6f7d76", "#ffffff", "#cfe5db"
MARGIN = 140
HEADER = 168
BODY_TOP, BODY_BOTTOM = 260, 950
TEXT_LEFT = MARGIN + 76
TEXT_SIZES = (60, 54, 48, 42, 38)
# The typeface has no sign for these.
REPLACED = str.maketrans({"–": "-", "—": "-", "×": "x", "½": "1/2", "¼": "1/4", "²": "2", "•": "-", "é": "e", "→": "-"})

Font = ImageFont.FreeTypeFont
Draw = ImageDraw.ImageDraw


def drawable(text: str) -> str:
    """Return `text` without signs that the typeface lacks."""
    return text.translate(REPLACED)


@functools.cache
def font(size: int) -> Font:
    """Return the typeface in a size."""
    found = ImageFont.load_default(size)
    if not isinstance(found, ImageFont.FreeTypeFont):
        raise TypeError("this Pillow was built without FreeType")
    return found


def wrap(text: str, typeface: Font, width: int) -> list[str]:
    """Return `text` in lines no wider than `width` pixels."""
    lines: list[str] = []
    for word in drawable(text).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and typeface.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def title_slide(title: str, *, course: str) -> Image.Image:
    """Return the slide with which a video opens."""
    image = Image.new("RGB", SIZE, LEAF)
    draw = ImageDraw.Draw(image)
    for row in range(HEIGHT):
        draw.line([(0, row), (WIDTH, row)], fill=_between(LEAF, LEAF_DEEP, row / HEIGHT))
    _tumpal(draw, HEIGHT - 96, size=48)
    draw.text((MARGIN, 150), "Bimtek Daring IKM", font=font(46), fill=TURMERIC, stroke_width=1, stroke_fill=TURMERIC)
    size = next((size for size in (124, 108, 92, 78) if len(wrap(title, font(size), WIDTH - 2 * MARGIN)) <= 3), 64)
    lines = wrap(title, font(size), WIDTH - 2 * MARGIN)
    top = (HEIGHT - len(lines) * size * 1.18) // 2 - 30
    for number, line in enumerate(lines):
        draw.text(
            (MARGIN, top + number * size * 1.18), line, font=font(size), fill=WHITE, stroke_width=2, stroke_fill=WHITE
        )
    draw.rectangle([MARGIN, HEIGHT - 260, MARGIN + 120, HEIGHT - 252], fill=TURMERIC)
    draw.text((MARGIN, HEIGHT - 232), drawable(course), font=font(50), fill=MINT)
    return image


def text_slide(title: str, sentences: list[str], *, spoken: int, part: str, done: float) -> Image.Image:
    """Return a slide whose sentence number `spoken` is the one being read; `done` (0 to 1) fills the bar below."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    _header(draw, title, part)
    typeface, blocks = _fit(sentences)
    line_height = int(typeface.size * 1.34)
    gap = int(typeface.size * 0.75)
    height = sum(len(lines) for lines in blocks) * line_height + gap * (len(blocks) - 1)
    top = BODY_TOP + max(0, (BODY_BOTTOM - BODY_TOP - height) // 3)
    for number, lines in enumerate(blocks):
        _sentence(draw, lines, typeface, top, line_height, is_spoken=number == spoken, is_coming=number > spoken)
        top += len(lines) * line_height + gap
    _bar(draw, done)
    return image


def fits(sentences: list[str]) -> bool:
    """Say whether sentences go on one slide in a size that can be read on a phone."""
    return _height(sentences, font(48)) <= BODY_BOTTOM - BODY_TOP


def _fit(sentences: list[str]) -> tuple[Font, list[list[str]]]:
    """Return the largest size in which the sentences fit, and their lines."""
    for size in TEXT_SIZES:
        if _height(sentences, font(size)) <= BODY_BOTTOM - BODY_TOP or size == TEXT_SIZES[-1]:
            break
    return font(size), [wrap(one, font(size), WIDTH - TEXT_LEFT - MARGIN) for one in sentences]


def _height(sentences: list[str], typeface: Font) -> float:
    lines = sum(len(wrap(one, typeface, WIDTH - TEXT_LEFT - MARGIN)) for one in sentences)
    return lines * typeface.size * 1.34 + (len(sentences) - 1) * typeface.size * 0.75


def _header(draw: Draw, title: str, part: str) -> None:
    draw.rectangle([0, 0, WIDTH, HEADER - 24], fill=LEAF)
    draw.rectangle([0, HEADER - 24, WIDTH, HEADER], fill=LEAF_DEEP)
    _tumpal(draw, HEADER - 24, size=24)
    typeface = next(
        (font(size) for size in (56, 48, 42) if font(size).getlength(drawable(title)) < WIDTH - 560), font(36)
    )
    draw.text((MARGIN, 72), drawable(title), font=typeface, fill=WHITE, stroke_width=1, stroke_fill=WHITE, anchor="lm")
    draw.text((WIDTH - MARGIN, 72), part, font=font(38), fill=MINT, anchor="rm")


def _sentence(
    draw: Draw, lines: list[str], typeface: Font, top: int, line_height: int, *, is_spoken: bool, is_coming: bool
) -> None:
    """Draw one sentence: the one being read on a card with a mark, those to come paler."""
    bottom = top + len(lines) * line_height
    if is_spoken:
        draw.rounded_rectangle([MARGIN - 28, top - 20, WIDTH - MARGIN + 48, bottom + 12], radius=26, fill=LEAF_SOFT)
        draw.rounded_rectangle([MARGIN - 28, top - 20, MARGIN - 14, bottom + 12], radius=7, fill=LEAF)
    middle = top + line_height // 2 - 4
    draw.ellipse([MARGIN + 12, middle - 12, MARGIN + 36, middle + 12], fill=TURMERIC if not is_coming else "#e4e2d6")
    for number, line in enumerate(lines):
        place = (TEXT_LEFT, top + number * line_height)
        draw.text(place, line, font=typeface, fill=MUTED if is_coming else INK)


def _bar(draw: Draw, done: float) -> None:
    draw.rectangle([0, HEIGHT - 14, WIDTH, HEIGHT], fill="#e6e9e2")
    draw.rectangle([0, HEIGHT - 14, int(WIDTH * done), HEIGHT], fill=TURMERIC)
    draw.text((MARGIN, HEIGHT - 60), "Bimtek Daring IKM", font=font(30), fill=MUTED, anchor="lm")


def _tumpal(draw: Draw, top: int, *, size: int) -> None:
    """Draw the band of triangles that stands in every page's head."""
    for left in range(0, WIDTH, size):
        draw.polygon([(left, top), (left + size, top), (left + size // 2, top + size * 2 // 3)], fill=TURMERIC)


def _between(first: str, second: str, share: float) -> tuple[int, int, int]:
    """Return the colour that lies between two others."""
    pairs = [(int(first[at : at + 2], 16), int(second[at : at + 2], 16)) for at in (1, 3, 5)]
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return red, green, blue
