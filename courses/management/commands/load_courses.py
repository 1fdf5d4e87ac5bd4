"""Load the course files into pages; running it again leaves what an editor has touched."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import UserFault
from courses.loading import load_courses

WORDS = {
    "new": "baru",
    "changed": "diperbarui",
    "same": "tetap",
    "kept": "milik penyunting",
    "retired": "tidak dipakai lagi",
}


class Command(BaseCommand):
    """`manage.py load_courses`"""

    help = "Muat berkas kursus ke katalog. Yang sudah disunting di /studio/ tidak disentuh."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kursus", nargs="*", help="Nama berkas tanpa .md; kosong berarti semua.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_courses(only=options["kursus"], report=self._report)
        except UserFault as fault:
            raise CommandError(fault.message) from fault

    def _report(self, slug: str, counts: "Counter[str]") -> None:
        parts = [f"{counts[key]} {word}" for key, word in WORDS.items() if counts[key]]
        self.stdout.write(f"Kursus {slug}: {', '.join(parts)}")
