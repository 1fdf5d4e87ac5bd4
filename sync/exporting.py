"""What a person's phones sent, for the file they can download."""

from typing import Any

from sync.models import Device, PhoneEvent, PhoneFile


def collect_own_data(person: Any) -> dict[str, Any]:
    """Return phones, events and waiting photos as plain values; the answers themselves stand under learning."""
    return {
        "HP": [
            {
                "tanda": str(row.key),
                "kunci publik": row.public_key,
                "pertama mengirim": row.first_seen_at,
                "terakhir mengirim": row.last_seen_at,
            }
            for row in Device.objects.filter(person=person).order_by("pk")
        ],
        "kiriman": [
            {
                "jenis": row.kind,
                "dibuat menurut HP": row.made_at,
                "diterima": row.received_at,
                "keadaan": row.get_state_display(),
                "pesan": row.message,
            }
            for row in PhoneEvent.objects.filter(person=person)
        ],
        "foto yang menunggu": [
            {"sidik": row.sha256, "ukuran_byte": row.size_bytes, "diterima": row.received_at}
            for row in PhoneFile.objects.filter(person=person).order_by("pk")
        ],
    }
