"""Finds the accounts that short lines of a list name: by number alone, or by name alone."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower

from core.errors import UserFault
from core.phones import normalise_phone
from desk.pasted_list import PastedLine

NOT_THREE = "Atau tulis lengkap: nama, nomor HP, dan desa, dipisahkan titik koma."


class ShortLines:
    """All of a list's short lines, looked up at once (two queries)."""

    def __init__(self, lines: Sequence[PastedLine], among: QuerySet[Any]) -> None:
        phones = {phone for line in lines if (phone := _phone(line.phone)[0])}
        names = {line.name.casefold() for line in lines if line.name}
        self.by_phone: dict[str | None, Any] = {one.phone: one for one in among.filter(phone__in=phones)}
        self.by_name: dict[str, list[Any]] = defaultdict(list)
        for one in among.annotate(folded=Lower("full_name")).filter(folded__in=names) if names else ():
            self.by_name[one.full_name.casefold()].append(one)

    def look_up(self, line: PastedLine) -> tuple[Any, str, str]:
        """Return (account, number, what is wrong); one of the first and the last is empty."""
        return self._by_phone(line) if line.phone else self._by_name(line)

    def _by_phone(self, line: PastedLine) -> tuple[Any, str, str]:
        phone, error = _phone(line.phone)
        person = self.by_phone.get(phone) if phone else None
        if person is None and not error:
            error = f"Nomor ini belum punya akun. {NOT_THREE}"
        return person, phone, error

    def _by_name(self, line: PastedLine) -> tuple[Any, str, str]:
        found = self.by_name.get(line.name.casefold(), [])
        if len(found) > 1:
            return None, "", f"Ada {len(found)} akun bernama {line.name}. Tulis nomor HP-nya saja."
        if not found:
            return None, "", "Tidak ada akun dengan nama ini. Pisahkan nama, nomor HP, dan desa dengan titik koma."
        return found[0], found[0].phone or "", ""


def _phone(written: str) -> tuple[str, str]:
    """Return the number as E.164 and what is wrong with it."""
    try:
        return (normalise_phone(written), "") if written else ("", "")
    except UserFault as fault:
        return "", fault.message
