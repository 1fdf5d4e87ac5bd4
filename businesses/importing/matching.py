"""Finds the business that a row means, and those that it resembles: by phone, by NIB, by name with village."""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.public import people
from businesses.importing.checking import Candidate, plain
from businesses.legal_numbers import NumberKind
from businesses.models import Business, LegalNumber, Membership


@dataclass
class Known:
    """What is known of the businesses of the registry: three ways to find one, kept up to date while rows are taken.

    A row means a business if the name agrees and so does the phone, the NIB, or village with owner. It resembles one if
    only a part of that agrees. `names` leads from the id to name, owner and village as they are compared; `phones` from
    a number to whose account has it.
    """

    names: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    by_phone: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_nib: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_place: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, pk: int, row: Candidate) -> None:
        """Note a business as a row describes it."""
        village = row.values.get("village_id") or ""
        self.put(pk, row.name, row.owner, village, row.phone)
        if nib := row.numbers.get(NumberKind.NIB):
            self.by_nib[nib].add(pk)

    def put(self, pk: int, name: str, owner: str, village: str, phone: str) -> None:
        """Note a business."""
        self.names[pk] = (plain(name), plain(owner), village)
        self.by_place[plain(name), village].add(pk)
        if phone:
            self.by_phone[phone].add(pk)
            self.phones.setdefault(phone, plain(owner))

    def drop(self, pk: int, row: Candidate) -> None:
        """Forget a number that stood for a business before it had one."""
        name, _, village = self.names.pop(pk)
        self.by_place[name, village].discard(pk)
        self.by_phone[row.phone].discard(pk)
        self.by_nib[row.numbers.get(NumberKind.NIB, "")].discard(pk)


def read_known() -> Known:
    """Read the whole registry in four queries; some 300 bytes a business."""
    known = Known()
    for phone, name in people().exclude(phone=None).values_list("phone", "full_name").iterator():
        known.phones[str(phone)] = plain(name)
    owners = Membership.objects.filter(part=Membership.Part.OWNER).order_by("-pk")
    named = {
        pk: (name, phone or "")
        for pk, name, phone in owners.values_list("business", "person__full_name", "person__phone")
    }
    for pk, name, village in Business.objects.values_list("pk", "name", "village").iterator():
        owner, phone = named.get(pk, ("", ""))
        known.put(pk, name, owner, village or "", phone)
    for pk, nib in LegalNumber.objects.filter(kind=NumberKind.NIB).values_list("business", "number"):
        known.by_nib[nib].add(pk)
    return known


def find_same(row: Candidate, known: Known) -> int | None:
    """Return the business that the row means; None if it means none, or more than one."""
    name, owner, village = plain(row.name), plain(row.owner), row.values.get("village_id") or ""
    found = {pk for pk in _near(row, known) if known.names[pk][0] == name}
    exact = {pk for pk in known.by_place[name, village] if known.names[pk][1] == owner}
    same = found | exact
    return same.pop() if len(same) == 1 else None


def find_similar(row: Candidate, known: Known) -> dict[int, str]:
    """Return the businesses that the row resembles without meaning them, each with the reason."""
    name, village = plain(row.name), row.values.get("village_id") or ""
    found = dict.fromkeys(known.by_place[name, village], "nama dan desa sama")
    found |= dict.fromkeys(known.by_nib.get(row.numbers.get(NumberKind.NIB, ""), ()), "NIB sama")
    found |= dict.fromkeys(known.by_phone.get(row.phone, ()), "nomor HP sama")
    return found


def _near(row: Candidate, known: Known) -> set[int]:
    near = set(known.by_phone.get(row.phone, ())) if row.phone else set()
    nib = row.numbers.get(NumberKind.NIB)
    return near | (set(known.by_nib.get(nib, ())) if nib else set())
