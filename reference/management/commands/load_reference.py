"""Load places, sectors and topics from the project's CSV files; running it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from reference.loading import load_reference


class Command(BaseCommand):
    """`manage.py load_reference`"""

    help = "Muat data acuan: kabupaten/kota, kecamatan, desa, bidang usaha, dan topik."

    def handle(self, *args: object, **options: Any) -> None:
        for name, counts in load_reference().items():
            words = (("new", "baru"), ("changed", "diperbarui"), ("kept", "dipertahankan"), ("same", "tetap"))
            told = ", ".join(f"{counts[state]} {word}" for state, word in words if counts[state])
            self.stdout.write(f"{name}: {counts.total()} baris ({told})")
