"""Languages, hours and ways to meet: kept as one bit each, so that a run counts what two people share in one step."""

from collections.abc import Iterable

from django.db import models

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
PARTS_OF_DAY = ("siang", "malam")
HOURS = [(day * 2 + part, f"{DAYS[day]} {PARTS_OF_DAY[part]}") for day in range(7) for part in range(2)]


class Language(models.IntegerChoices):
    """Languages that are spoken in the district; the number is the bit."""

    INDONESIAN = 0, "Indonesia"
    KUTAI = 1, "Kutai"
    BANJAR = 2, "Banjar"
    BUGIS = 3, "Bugis"
    JAVANESE = 4, "Jawa"
    DAYAK = 5, "Dayak"


class Way(models.IntegerChoices):
    """How two people meet; the number is the bit."""

    FACE_TO_FACE = 0, "Tatap muka"
    REMOTE = 1, "Telepon atau WhatsApp"


def mask_of(bits: Iterable[int | str]) -> int:
    """Return the sum of the bits, each once."""
    mask = 0
    for bit in bits:
        mask |= 1 << int(bit)
    return mask


def bits_in(mask: int) -> list[int]:
    """Return the numbers of the bits that are set, smallest first."""
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


def words_for(mask: int, choices: Iterable[tuple[int, str]]) -> list[str]:
    """Return the words of the bits that are set."""
    return [word for bit, word in choices if mask >> bit & 1]
