"""The map of Kutai Timur, drawn as SVG from our own points: no tiles, no script, no borders that we don't have.

Points are centres of villages and seats of kecamatan, so the map shows about where things are. What a mark says stands
in words as well: in its own title and in the list that goes with every map.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from reference.models import District, Tier, Village
from reference.tiers import tiers

WIDTH, MARGIN, LINE = 720, 30, 15  # pixels of the drawing; LINE is the height of a label
SMALLEST, LARGEST = 4.0, 15.0  # radius of a mark


@dataclass(frozen=True)
class Mark:
    """What the map says about one kecamatan: `size` draws it, `words` tell it, `url` leads on (may be `#part`)."""

    size: float
    words: str
    url: str


def draw_map(title: str, description: str, marks: Mapping[str, Mark]) -> SafeString:
    """Return the map as SVG with a mark for every kecamatan in `marks` (by code). Three queries.

    A kecamatan without a point is left out of the drawing. The shape of a mark is its tier: A a triangle, B a square,
    C a circle.
    """
    rows = [row for row in District.objects.filter(code__in=marks) if row.latitude is not None]
    dots = Village.objects.exclude(latitude=None).values_list("latitude", "longitude")
    place = Projection([*dots, *((row.latitude, row.longitude) for row in rows)])
    now, most = tiers(), max((mark.size for mark in marks.values()), default=0) or 1
    drawn = [_mark(row, marks[row.code], now[row.code], place, most) for row in rows]
    context = {
        "title": title,
        "description": description,
        "width": WIDTH,
        "height": place.height,
        "dots": [place(*dot) for dot in dots],
        "marks": sorted(_apart(drawn), key=lambda mark: mark["name"]),
    }
    return SafeString(render_to_string("reference/map.svg", context))


class Projection:
    """Turns points of the globe into points of the drawing; near the equator a degree is a degree."""

    def __init__(self, points: list[Any]) -> None:
        lats = [float(lat) for lat, _ in points] or [0.0]
        lons = [float(lon) for _, lon in points] or [0.0]
        self.north, self.west = max(lats), min(lons)
        # Room for labels on the right.
        self.scale = (WIDTH - 2 * MARGIN - 40) / max(max(lons) - self.west, 0.1)
        self.height = round((self.north - min(lats)) * self.scale + 2 * MARGIN)

    def __call__(self, latitude: Any, longitude: Any) -> tuple[int, int]:
        """Return x and y."""
        x = (float(longitude) - self.west) * self.scale + MARGIN
        return round(x), round((self.north - float(latitude)) * self.scale + MARGIN)


def _mark(row: District, mark: Mark, tier: Tier, place: Projection, most: float) -> dict[str, Any]:
    """Return one mark; its area grows with its size."""
    x, y = place(row.latitude, row.longitude)
    radius = round(SMALLEST + (LARGEST - SMALLEST) * (max(mark.size, 0) / most) ** 0.5, 1)
    shape = {Tier.A: _corners(x, y, radius, 3), Tier.B: _corners(x, y, radius, 4)}.get(tier, "")
    words = {"name": row.name, "words": mark.words, "url": mark.url, "tier": tier.value}
    return words | {"x": x, "y": y, "radius": radius, "corners": shape, "label_x": x + radius + 4, "label_y": y + 5}


def _corners(x: int, y: int, radius: float, count: int) -> str:
    """Return the corners of a triangle or a square around a point."""
    r = radius
    points = [(x, y - r), (x + r, y + r), (x - r, y + r)]
    if count == 4:
        points = [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]
    return " ".join(f"{px:g},{py:g}" for px, py in points)


def _apart(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Move labels down until none lies on another; from the north to the south."""
    placed: list[dict[str, Any]] = []
    for mark in sorted(marks, key=lambda mark: mark["y"]):
        while any(_overlap(mark, other) for other in placed):
            mark["label_y"] += 3
        placed.append(mark)
    return placed


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if abs(one["label_y"] - other["label_y"]) >= LINE:
        return False
    left, right = sorted((one, other), key=lambda mark: mark["label_x"])
    return bool(left["label_x"] + 7.5 * len(left["name"]) > right["label_x"])
