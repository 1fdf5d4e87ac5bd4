"""Indonesian forms of numbers, sizes, money and times; built in to every template."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import formats, timezone

from core.phones import display_phone
from core.share_pictures import share_picture_url

register = template.Library()
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


@register.filter
def desimal(value: float, places: int = 1) -> str:
    """Return 2.44 as `2,4`, with dots for thousands."""
    return formats.number_format(value, places, use_l10n=True, force_grouping=True)


@register.filter
def ukuran(size_bytes: int | None) -> str:
    """Return bytes as `1,2 GB`, `2,4 MB` or `64 KB` (1 MB = 1,000,000 bytes, as data plans count)."""
    size = size_bytes or 0
    if size >= 1_000_000_000:
        return f"{desimal(size / 1_000_000_000)} GB"
    if size >= 100_000:
        return f"{desimal(size / 1_000_000)} MB"
    return f"{max(1, round(size / 1000))} KB"


@register.filter
def rupiah(amount: int) -> str:
    """Return whole rupiah as `Rp1.250.000`."""
    return f"Rp{amount:,}".replace(",", ".")


@register.filter
def persen(value: float) -> str:
    """Return 87.5 as `87,5%` and 87 as `87%`."""
    return f"{desimal(value, 0 if float(value).is_integer() else 1)}%"


@register.filter
def tanggal(value: dt.datetime | dt.date) -> str:
    """Return `22 November 2026`, in WITA."""
    day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@register.filter
def waktu(value: dt.datetime) -> str:
    """Return `Senin, 23 November 2026 pukul 14.30 WITA`."""
    local = timezone.localtime(value)
    return f"{DAYS[local.weekday()]}, {tanggal(local)} pukul {local:%H.%M} WITA"


@register.filter
def durasi(seconds: float) -> str:
    """Return whole minutes, at least one: `4 menit`."""
    return f"{max(1, round(seconds / 60))} menit"


@register.filter
def telepon(e164: str) -> str:
    """Return `0812-3456-7890`."""
    return display_phone(e164)


@register.simple_tag
def gambar_bagikan(title: str) -> str:
    """Return the path of the picture that messengers show beside a link with this title."""
    return share_picture_url(title)


@register.filter
def entri(values: Mapping[Any, Any] | None, key: Any) -> Any:
    """Return what stands under `key`, or nothing."""
    return values.get(key) if values else None
