"""Fills the registry with twelve printers of shirts in Kaliorang, one of which meets the criteria of a leading IKM.

Run as `python -m tests.journeys.sablon`.
"""

import django

django.setup()

from accounts.public import create_people  # noqa: E402  models need django.setup()
from businesses.public import Entry, register_businesses  # noqa: E402
from core.clock import today  # noqa: E402
from reference.public import sectors, villages_named  # noqa: E402

COUNT = 12
STRONG = "Sablon Contoh 1"


def fill() -> None:
    """Write them down with their owners."""
    place = villages_named("Kaliorang", district="Kaliorang").get()
    line = sectors().get(name="Sablon kain / kaus")
    names = [f"Pemilik Sablon Contoh {number}" for number in range(1, COUNT + 1)]
    owners = create_people([{"full_name": name, "phone": None, "village_id": place.pk} for name in names])
    values = {"sector": line, "village": place, "raw_material_origin": "village", "sells_online": True}
    register_businesses(
        [
            Entry(
                owner,
                {**values, "name": f"Sablon Contoh {number}", "sells_outside": number == 1},
                {"year": today().year, "workers": 6 if number == 1 else 1},
            )
            for number, owner in enumerate(owners, start=1)
        ]
    )


if __name__ == "__main__":
    fill()
