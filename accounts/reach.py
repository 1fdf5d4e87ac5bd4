"""Whom of the people somebody of the office may see. Other rooms say so: the registry knows who is limited to where."""

from typing import Any

from django.db.models import QuerySet

from accounts.extensions import reaches


def within_reach(reader: Any, rows: QuerySet[Any], *, person: str = "pk") -> QuerySet[Any]:
    """Return those of `rows` whose person `reader` may see; `person` leads from a row to the person's id."""
    for find in reaches():
        found = find(reader)
        if found is not None:
            rows = rows.filter(**{f"{person}__in": found.values("pk")})
    return rows


def is_within_reach(reader: Any, person: Any) -> bool:
    """Say whether `reader` may see `person`."""
    return within_reach(reader, type(person)._default_manager.filter(pk=person.pk)).exists()
