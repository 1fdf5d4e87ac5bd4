"""Checks a pasted class against what the product knows: numbers, places, people and enrolments."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth import get_user_model

from accounts.public import people, within_reach
from core.errors import UserFault
from core.phones import normalise_phone
from desk.finding_people import ShortLines
from desk.pasted_list import PastedLine, read_list
from desk.place_finding import Places, is_elsewhere

MOST_LETTERS = 120


@dataclass(frozen=True)
class Candidate:
    """One line, checked. `person` is the account that has the number already; `errors` are sentences for the office."""

    line: PastedLine
    phone: str = ""
    village: Any = None
    regency: Any = None
    lives_elsewhere: bool = False
    person: Any = None
    is_enrolled: bool = False
    is_short: bool = False
    owner_line: int | None = None
    errors: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Nothing stands against enrolling this line."""
        return not self.errors

    @property
    def place(self) -> str:
        """The place in words, as found."""
        if self.village:
            return f"{self.village.name} ({self.village.district.name})"
        if self.regency:
            return str(self.regency.name)
        return "Luar Kalimantan Timur" if self.lives_elsewhere else self.line.place

    @property
    def business_key(self) -> tuple[str, str] | None:
        """What makes two lines name one business: its name and the place. None where the line names none."""
        return (self.line.business.casefold(), self.place) if self.line.business else None

    @property
    def outcome(self) -> str:
        """What confirming will do with a good line."""
        worker = f" Dicatat sebagai pekerja di usaha baris {self.owner_line}." if self.owner_line else ""
        return self._enrolment + ("" if self.is_enrolled else worker)

    @property
    def _enrolment(self) -> str:
        if self.is_enrolled:
            return "Sudah mengikuti kursus ini, tidak ada yang berubah."
        if self.is_short:
            return f"Akun {self.person} ditemukan, lalu didaftarkan."
        if self.person is None:
            return "Akun baru dibuat, lalu didaftarkan."
        other = "" if self.person.full_name.casefold() == self.line.name.casefold() else f" atas nama {self.person}"
        return f"Nomor sudah punya akun{other}; akun itu yang didaftarkan."


def check_class(text: str, course: Any, *, cohort: Any = None, reader: Any = None) -> list[Candidate]:
    """Return the lines of `text` with what was found about each, at a fixed number of queries.

    With a `cohort` it is its members who are in already. Whom the `reader` may not see is not named.
    Raises ListEmpty or ListTooLong.
    """
    places = Places()
    lines = read_list(text)
    among = within_reach(reader, people()) if reader else people()
    found = ShortLines([line for line in lines if line.is_short], among)
    candidates = [_check_short(line, found) if line.is_short else _check_line(line, places) for line in lines]
    taken = course.enrolments.filter(cohort_members__cohort=cohort) if cohort else course.enrolments.all()
    return _mark_workers(_mark_repeated(_add_people(candidates, taken, reader)))


def _check_short(line: PastedLine, found: ShortLines) -> Candidate:
    """Check a line of a number or a name alone: it has to name one account."""
    person, phone, error = found.look_up(line)
    return Candidate(line, phone=phone, person=person, is_short=True, errors=[error] if error else [])


def _check_line(line: PastedLine, places: Places) -> Candidate:
    """Check what can be checked by the line alone."""
    errors = []
    if not line.phone and not line.place:
        errors.append("Pisahkan nama, nomor HP, dan desa dengan tab, titik koma, atau koma.")
        return Candidate(line, errors=errors)
    if not any(letter.isalpha() for letter in line.name):
        errors.append("Nama belum diisi.")
    elif len(line.name) > MOST_LETTERS or len(line.business) > MOST_LETTERS:
        errors.append(f"Nama paling panjang {MOST_LETTERS} huruf.")
    phone = _read_phone(line.phone, errors)
    village, regency = places.find(line.place) if line.place else (None, None)
    elsewhere = is_elsewhere(line.place)
    if not (village or regency or elsewhere):
        errors.append(_about_place(line.place, places))
    return Candidate(line, phone=phone, village=village, regency=regency, lives_elsewhere=elsewhere, errors=errors)


def _about_place(written: str, places: Places) -> str:
    """Say what is wrong with a place, with the likeliest one if there is any."""
    if not written:
        return "Desa belum diisi. Untuk peserta dari luar Kutai Timur, tulis nama kabupaten atau kotanya."
    near = places.closest(written)
    hint = f"Maksudnya {near}?" if near else "Untuk peserta dari luar Kalimantan Timur, tulis: luar Kaltim."
    return f"Desa “{written}” tidak ditemukan. {hint}"


def _read_phone(written: str, errors: list[str]) -> str:
    """Return the number as E.164, or add what is wrong with it."""
    if re.search(r"\dE\+?\d", written, re.IGNORECASE):
        errors.append("Nomor HP terpotong oleh Excel. Ubah kolomnya menjadi teks, lalu salin lagi.")
        return ""
    try:
        return normalise_phone(written)
    except UserFault as fault:
        errors.append(fault.message if written else "Nomor HP belum diisi.")
        return ""


def _add_people(candidates: list[Candidate], taken: Any, reader: Any) -> list[Candidate]:
    """Add whose numbers these are, and who is in already, by the enrolments `taken`."""
    phones = {candidate.phone for candidate in candidates if candidate.phone}
    rows = get_user_model()._default_manager.filter(phone__in=phones, is_pending=False)
    by_phone: dict[str | None, Any] = {person.phone: person for person in rows}
    near = set(within_reach(reader, rows).values_list("phone", flat=True)) if reader else set(by_phone)
    candidates = [_if_near(one, one.phone not in by_phone or one.phone in near) for one in candidates]
    by_phone = {phone: person for phone, person in by_phone.items() if phone in near}
    known = {person.pk for person in by_phone.values()} | {one.person.pk for one in candidates if one.person}
    enrolled = set(taken.filter(person__in=known).values_list("person_id", flat=True))
    return [_with_person(one, one.person or by_phone.get(one.phone), enrolled) for one in candidates]


def _if_near(candidate: Candidate, is_near: bool) -> Candidate:
    """Say that a number belongs to somebody elsewhere, and not to whom."""
    if is_near:
        return candidate
    sentence = "Nomor ini sudah punya akun di luar wilayah Anda. Minta petugas kabupaten mendaftarkannya."
    return replace(candidate, errors=[*candidate.errors, sentence])


def _with_person(candidate: Candidate, person: Any, enrolled: set[int]) -> Candidate:
    """Note the account that has the number; a closed one is for an administrator to decide on."""
    if person is None:
        return candidate
    errors = list(candidate.errors)
    if not person.is_active:
        errors.append("Akun dengan nomor ini sudah ditutup. Hubungi administrator.")
    return replace(candidate, person=person, is_enrolled=person.pk in enrolled, errors=errors)


def _mark_repeated(candidates: list[Candidate]) -> list[Candidate]:
    """A number may stand in the list once: the second line that has it is asked about."""
    first: dict[str, int] = {}
    marked = []
    for candidate in candidates:
        who = candidate.phone or (f"#{candidate.person.pk}" if candidate.person else "")
        number = first.setdefault(who, candidate.line.number) if who else None
        if number not in {None, candidate.line.number}:
            sentence = f"Nomor HP sama dengan baris {number}. Satu nomor hanya untuk satu akun."
            candidate = replace(candidate, errors=[*candidate.errors, sentence])
        marked.append(candidate)
    return marked


def _mark_workers(candidates: list[Candidate]) -> list[Candidate]:
    """The first good line that names a business is its owner's; those after it with the same place work there."""
    owners: dict[tuple[str, str], int] = {}
    marked = []
    for candidate in candidates:
        if candidate.is_good and candidate.business_key:
            number = owners.setdefault(candidate.business_key, candidate.line.number)
            if number != candidate.line.number:
                candidate = replace(candidate, owner_line=number)
        marked.append(candidate)
    return marked
