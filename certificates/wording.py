"""How values are worded on the sheet: numbers in words, spans of days, places, and text that can be printed."""

import datetime as dt
import unicodedata

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.templatetags.formats import MONTHS, tanggal

LAST_LATIN = "\u024f"  # the end of Latin Extended-B
VARIATION_SELECTORS = "\ufe0e\ufe0f"
_UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")


def in_words(number: int) -> str:
    """Return 20 as `dua puluh`; 0 to 9,999 (terbilang)."""
    if number < 12:
        return _UNITS[number]
    if number < 20:
        return f"{_UNITS[number - 10]} belas"
    if number < 100:
        return _join(f"{_UNITS[number // 10]} puluh", number % 10)
    if number < 1000:
        return _join("seratus" if number < 200 else f"{_UNITS[number // 100]} ratus", number % 100)
    return _join("seribu" if number < 2000 else f"{in_words(number // 1000)} ribu", number % 1000)


def _join(head: str, rest: int) -> str:
    """Return the head with the rest in words, if there is a rest."""
    return f"{head} {in_words(rest)}" if rest else head


def span_of_days(first: dt.date, last: dt.date) -> str:
    """Return `3 s.d. 14 November 2026`, naming month and year once where they are the same."""
    if first >= last:
        return tanggal(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} s.d. {tanggal(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} s.d. {tanggal(last)}"
    return f"{tanggal(first)} s.d. {tanggal(last)}"


def printable(text: str) -> str:
    """Return `text` in NFC on one line, without what has no picture: control, format and private signs, emoji.

    Format signs include soft hyphens, zero-width signs and those that turn the reading direction.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = (" " if letter.isspace() else letter for letter in composed if letter.isspace() or _has_picture(letter))
    return " ".join("".join(kept).split())


def _has_picture(letter: str) -> bool:
    """Say whether a sign is one that people read: no control, format or private sign, and no emoji."""
    category = unicodedata.category(letter)
    is_emoji = category in {"So", "Sk"} and letter > LAST_LATIN
    return category[0] != "C" and not is_emoji and letter not in VARIATION_SELECTORS


def is_latin(text: str) -> bool:
    """Say whether our fonts surely have every letter of `text`."""
    return all(letter <= LAST_LATIN or letter in "–—‘’“”…" for letter in text)


def place_line(*parts: str) -> str:
    """Return the given parts that aren't empty, joined by commas."""
    return ", ".join(part for part in parts if part)


def breakable(number: str) -> SafeString:
    """Return a certificate's number as HTML that may go on in a new line behind each "/"."""
    return format_html_join(mark_safe("/<wbr>"), "{}", ([part] for part in number.split("/")))


def nip_line(nip: str) -> str:
    """Return `NIP 99990101 199903 2 001`, the 18 digits in groups of 8, 6, 1 and 3; an empty string without one."""
    digits = nip.replace(" ", "")
    return f"NIP {digits[:8]} {digits[8:14]} {digits[14:15]} {digits[15:]}" if digits else ""
