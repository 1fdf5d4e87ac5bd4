"""The fictional people and their fictional businesses."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from accounts.public import Role, create_person, record_consent
from businesses.public import register_business
from certificates.public import set_pin
from demo.public import PASSWORD, PEOPLE, PIN, DemoPerson
from reference.public import regencies, sectors, villages_named


@dataclass(frozen=True)
class Shop:
    """A fictional business: what it makes and where (kecamatan and desa)."""

    name: str
    product: str
    sector: str
    district: str
    village: str


SHOPS = {
    "ratna": Shop("Keripik Pisang Contoh", "Keripik pisang", "Keripik, kerupuk, peyek", "Kaliorang", "Kaliorang"),
    "sumiati": Shop("Amplang Contoh", "Amplang bandeng", "Amplang (kerupuk ikan)", "Sangatta Utara", "Sangatta Utara"),
    "aminah": Shop("Kue Kering Contoh", "Kue kering", "Roti dan kue kering", "Bengalon", "Sepaso"),
}
# Learners who fill the lists of instructors and officers; they have no password and nobody needs to be one of them.
CLASSMATES = {
    "sumiati": DemoPerson("sumiati", "+6289900000011", "Sumiati Contoh", Role.LEARNER),
    "aminah": DemoPerson("aminah", "+6289900000012", "Aminah Contoh", Role.LEARNER),
    "yusuf": DemoPerson("yusuf", "+6289900000013", "Yusuf Contoh", Role.LEARNER),
    "maria": DemoPerson("maria", "+6289900000014", "Maria Contoh", Role.LEARNER),
}
FROM_ELSEWHERE = "yusuf"


def make_people() -> dict[str, Any]:
    """Make everybody and return them by sign-in name."""
    found = {person.username: _make(person, PASSWORD) for person in PEOPLE}
    found |= {name: _make(person, None) for name, person in CLASSMATES.items()}
    for name, shop in SHOPS.items():
        _open_shop(found[name], shop)
    set_pin(found["kepala"], PIN)
    return found


def _make(person: DemoPerson, password: str | None) -> Any:
    user = create_person(
        full_name=person.full_name,
        phone=person.phone,
        username=person.username,
        password=password,
        regency=regencies(outside=True).first() if person.username == FROM_ELSEWHERE else None,
        is_demo=True,
    )
    user.groups.add(Group.objects.get(name=person.role))
    if person.role == Role.ADMIN:
        user.is_superuser = True
        user.save(update_fields=["is_superuser"])
    record_consent(user)
    return user


def _open_shop(owner: Any, shop: Shop) -> None:
    village = villages_named(shop.village, district=shop.district).first()
    owner.village = village
    owner.save(update_fields=["village"])
    sector = sectors().filter(name=shop.sector).first()
    register_business(owner, name=shop.name, product=shop.product, sector=sector, village=village, is_demo=True)


def find_people() -> Any:
    """Return everybody whom the demo brought."""
    return get_user_model().objects.filter(is_demo=True)
