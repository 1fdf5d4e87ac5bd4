"""What an officer's phone takes along before it leaves the signal: the choices of the form, the sentence of consent."""

from typing import Any

from accounts.public import account_tag, consent_sentence
from businesses.models import Need
from businesses.models.business import KbliEdition
from businesses.permissions import districts_of
from reference.public import sectors, villages


def field_kit(person: Any) -> dict[str, Any]:
    """Return the officer's villages by kecamatan, lines of business, needs and the sentence of consent, as JSON values.

    Nothing of any owner or business is in it.
    """
    codes = districts_of(person)
    places: dict[str, list[list[str]]] = {}
    for village in villages() if codes is None else villages().filter(district__in=codes):
        places.setdefault(str(village.district), []).append([village.code, village.name])
    return {
        "account": account_tag(person),
        "name": person.full_name,
        "places": [[district, rows] for district, rows in places.items()],
        "sectors": [sector.name for sector in sectors()],
        "needs": [[value, label] for value, label in Need.Topic.choices],
        "editions": [[str(value), label] for value, label in KbliEdition.choices],
        "consent": consent_sentence(),
    }
