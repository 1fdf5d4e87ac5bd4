"""Collects what the product holds about a person, for their own download."""

from typing import Any

from accounts.extensions import own_data_parts
from accounts.models import User
from core.phones import display_phone


def own_data(person: User) -> dict[str, Any]:
    """Return the person's data as plain values: the account, agreements, requests, and what other rooms add."""
    parts = {name: collect(person) for name, collect in own_data_parts().items()}
    return {"akun": _account(person), "persetujuan": _consents(person), "permintaan": _requests(person), **parts}


def _account(person: User) -> dict[str, Any]:
    """Return what stands in the account itself."""
    return {
        "nama lengkap": person.full_name,
        "nama pengguna": person.username,
        "nomor HP": display_phone(person.phone) if person.phone else None,
        "nomor sudah diperiksa": person.phone_verified,
        "email": person.email or None,
        "desa": str(person.village) if person.village else None,
        "kabupaten/kota lain": str(person.regency) if person.regency else None,
        "dari luar Kalimantan Timur": person.lives_elsewhere,
        "berusia di bawah 17 tahun": person.is_minor,
        "peran": sorted(person.groups.values_list("name", flat=True)),
        "terdaftar": person.date_joined,
        "terakhir masuk": person.last_login,
    }


def _consents(person: User) -> list[dict[str, Any]]:
    """Return what the person agreed to, withdrawn agreements included."""
    return [
        {
            "jenis": consent.get_kind_display(),
            "kalimat": consent.text,
            "versi": consent.version,
            "orang tua atau wali": consent.guardian_name or None,
            "diberikan": consent.given_at,
            "ditarik": consent.withdrawn_at,
        }
        for consent in person.consents.all()
    ]


def _requests(person: User) -> list[dict[str, Any]]:
    """Return what the person asked the office to do with their data."""
    return [
        {
            "permintaan": row.get_kind_display(),
            "keadaan": row.get_state_display(),
            "jawaban": row.answer or None,
            "diajukan": row.created_at,
        }
        for row in person.data_requests.all()
    ]
