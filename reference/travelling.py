"""How long it takes from one kecamatan to another. Estimates say that they are ones (`perkiraan`)."""

import datetime as dt
import math
from dataclasses import dataclass

from django.db.models import Q

from core.clock import today
from reference.models import District, Season, TravelSettings, TravelTime

SEAT = "64.08.04"  # Sangatta Utara, where the office's hours of travel are counted from
EARTH_KM = 6371.0


@dataclass(frozen=True)
class Travel:
    """`minutes` one way; None where there is no way, or nothing to estimate from. `source` says whence it is known."""

    minutes: int | None
    is_estimate: bool
    source: str

    @property
    def words(self) -> str:
        """Return the time in words, or nothing where there is none."""
        return "" if self.minutes is None else duration(self.minutes)


def season_of(day: dt.date) -> Season:
    """Return the season that the office counts `day` to."""
    rule = TravelSettings.load()
    first, last = rule.rain_from_month, rule.rain_to_month
    rains = first <= day.month <= last if first <= last else day.month >= first or day.month <= last
    return Season.RAIN if rains else Season.DRY


def travel(origin: str, destination: str, *, season: Season | None = None) -> Travel:
    """Return the way between two kecamatan, by their codes, in `season` (today's if None)."""
    return travels_from(origin, season=season)[destination]


def travels_from(origin: str, *, season: Season | None = None) -> dict[str, Travel]:
    """Return by code the way from `origin` to every kecamatan, itself included. Three queries.

    What the office wrote down comes first, then its hours to and from Sangatta, then an estimate.
    """
    season = season or season_of(today())
    rows = {row.code: row for row in District.objects.all()}
    known: dict[str, Travel] = {}
    for time in TravelTime.objects.filter(Q(first=origin) | Q(second=origin), season=season):
        other = time.second_id if time.first_id == origin else time.first_id
        known[other] = Travel(time.minutes, is_estimate=False, source=time.source)
    rule = TravelSettings.load()
    return {code: known.get(code) or between(rows[origin], row, season, rule) for code, row in rows.items()}


def between(origin: District, destination: District, season: Season, rule: TravelSettings) -> Travel:
    """Return an estimate: by the hours to Sangatta if that is one end, else by points, ways and speeds."""
    if origin.code == destination.code:
        return Travel(0, is_estimate=False, source="kecamatan yang sama")
    if SEAT in {origin.code, destination.code}:
        far = destination if origin.code == SEAT else origin
        hours = hours_to_seat(far, season)
        if hours is not None:
            return Travel(rounded(hours * 60), is_estimate=True, source="waktu tempuh ke Sangatta di Data acuan")
    km = distance_km(origin, destination)
    if km is None:
        return Travel(None, is_estimate=True, source="titik kecamatan belum diisi")
    slowest = min(speed_of(origin, season, rule), speed_of(destination, season, rule))
    minutes = km * rule.detour_percent / 100 / slowest * 60
    return Travel(rounded(minutes), is_estimate=True, source="jarak antara dua titik dan kecepatan rata-rata")


def hours_to_seat(district: District, season: Season) -> float | None:
    """Return the middle of the office's hours in `season`; in the rains those of the dry season count at least."""
    dry = _middle(district.hours_dry_min, district.hours_dry_max)
    rain = _middle(district.hours_rain_min, district.hours_rain_max)
    if season == Season.DRY or rain is None:
        return dry
    return max(rain, dry or 0)


def distance_km(first: District, second: District) -> float | None:
    """Return the straight line between two points on the globe; None where a point is missing."""
    points = [(row.latitude, row.longitude) for row in (first, second)]
    if any(value is None for point in points for value in point):
        return None
    (lat1, lon1), (lat2, lon2) = [(math.radians(lat or 0), math.radians(lon or 0)) for lat, lon in points]
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def speed_of(district: District, season: Season, rule: TravelSettings) -> int:
    """Return the speed (km/h) at which people get about there: by the slowest part of its way in."""
    ways = district.access.casefold()
    way = "sea" if "laut" in ways else "river" if "sungai" in ways else "land"
    speed: int = getattr(rule, f"{way}_{season}_kmh")
    return speed


def duration(minutes: int) -> str:
    """Return minutes as `45 menit`, `3 jam` or `3 jam 20 menit`."""
    hours, rest = divmod(minutes, 60)
    return " ".join([*([f"{hours} jam"] if hours else []), *([f"{rest} menit"] if rest or not hours else [])])


def _middle(low: object, high: object) -> float | None:
    known = [float(str(value)) for value in (low, high) if value is not None]
    return sum(known) / len(known) if known else None


def rounded(minutes: float) -> int:
    """Return minutes to the nearest five: an estimate knows no better."""
    return max(5, round(minutes / 5) * 5)
