"""People in words: where they are from, what business they have, what to mind about them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Prefetch, QuerySet

OWNER = "owner"


def with_places_and_businesses(people: QuerySet[Any]) -> QuerySet[Any]:
    """Read with `people` all that the words below need: four queries, however many people."""
    memberships = get_user_model()._meta.get_field("memberships").related_model
    rows = memberships._default_manager.select_related("business").annotate(size=Count("business__memberships"))
    return people.select_related("village__district", "regency").prefetch_related(
        Prefetch("memberships", queryset=rows.order_by("pk")), "groups"
    )


def place_words(person: Any) -> str:
    """Return `Bumi Etam, Kaubun`, `Luar Kutai Timur: Kota Bontang`, `Luar Kalimantan Timur` or `Belum diisi`."""
    if person.village:
        return f"{person.village.name}, {person.village.district.name}"
    if person.regency:
        return f"Luar Kutai Timur: {person.regency.name}"
    return "Luar Kalimantan Timur" if person.lives_elsewhere else "Belum diisi"


def business_words(person: Any) -> str:
    """Return `Keripik Contoh (pemilik, 3 orang)`, `Pekerja di Keripik Contoh (3 orang)` or `Belum punya usaha`."""
    words = []
    for membership in person.memberships.all():
        name, size = membership.business.name, f"{membership.size} orang"
        if membership.part == OWNER:
            words.append(f"{name} (pemilik, {size})" if membership.size > 1 else f"{name} (pemilik)")
        else:
            words.append(f"Pekerja di {name} ({size})")
    return "; ".join(words) or "Belum punya usaha"


def role_words(person: Any) -> str:
    """Return the roles; somebody without any is a learner."""
    return ", ".join(group.name for group in person.groups.all()) or "Peserta"


def mark_words(person: Any) -> str:
    """Return what to mind: under 17, a number never confirmed, made up for the demo."""
    marks = {
        "di bawah 17 tahun": person.is_minor,
        "tanpa nomor HP": not person.phone,
        "nomor belum diperiksa": bool(person.phone) and not person.phone_verified,
        "contoh": person.is_demo,
    }
    return ", ".join(words for words, holds in marks.items() if holds)
