"""Businesses that resemble one row, looked for in the database: by phone, by NIB, by name with village."""

from collections import defaultdict
from collections.abc import Iterable

from businesses.importing.checking import Candidate, plain
from businesses.legal_numbers import NumberKind
from businesses.models import Business, LegalNumber, Membership


def similar_to(row: Candidate) -> dict[int, str]:
    """Return the ids of businesses that `row` resembles, each with the reason in words."""
    reasons: dict[int, list[str]] = defaultdict(list)
    named = Business.objects.filter(village=row.values.get("village_id")).values_list("pk", "name")
    _note(reasons, "nama dan desa sama", [pk for pk, name in named if plain(name) == plain(row.name)])
    if nib := row.numbers.get(NumberKind.NIB):
        numbers = LegalNumber.objects.filter(kind=NumberKind.NIB, number=nib)
        _note(reasons, "NIB sama", numbers.values_list("business", flat=True).distinct())
    if row.phone:
        owners = Membership.objects.filter(part=Membership.Part.OWNER, person__phone=row.phone)
        _note(reasons, "nomor HP sama", owners.values_list("business", flat=True))
    return {pk: ", ".join(words) for pk, words in reasons.items()}


def _note(reasons: dict[int, list[str]], words: str, found: Iterable[int]) -> None:
    for pk in found:
        reasons[pk].append(words)
