"""Set counters of certificate numbers to the highest number known: in the register and in the newest backup."""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.public import raise_counters
from operating.checks import counters_of_backup


class Command(BaseCommand):
    """`manage.py raise_counters [--to sertifikat/2026=41]...`"""

    help = "Naikkan penghitung nomor sertifikat ke nomor tertinggi di register dan di cadangan terakhir."
    requires_system_checks: list[str] = []  # it mends what they find

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to",
            action="append",
            default=[],
            metavar="sertifikat/TAHUN=NOMOR",
            help="nomor terakhir yang diketahui sudah terbit, bila register dan cadangan tidak memuatnya",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        known = counters_of_backup()
        for key, number in map(_read, options["to"]):
            known[key] = max(number, known.get(key, 0))
        raised = raise_counters(known)
        for one in raised:
            self.stdout.write(f"{one.series} {one.year}: {one.last} menjadi {one.highest}")
        if not raised:
            self.stdout.write("Semua penghitung sudah benar.")


def _read(given: str) -> tuple[str, int]:
    found = re.fullmatch(r"((?:sertifikat|keterangan)/\d{4})=(\d{1,7})", given)
    if found is None:
        raise CommandError(f"{given} tidak terbaca. Contoh: --to sertifikat/2026=41")
    return found[1], int(found[2])
