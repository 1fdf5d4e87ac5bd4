"""Restore a backup on an empty machine."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from core.errors import IkmError
from operating.errors import told_in_words
from operating.filing import lost_files, own_storages
from operating.keys import put_secrets_back, secrets_lacking
from operating.reporting import lines_of
from operating.restoring import Target, restore
from operating.sealing import identities_in


class Command(BaseCommand):
    """`manage.py restore FOLDER [--identity FILE]`"""

    help = "Pulihkan cadangan ke mesin kosong, lalu bandingkan setiap baris dan berkas."
    requires_system_checks: list[str] = []  # an empty database passes none that asks it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="folder cadangan, atau salah satu cadangan di dalamnya")
        parser.add_argument("--identity", type=Path, help="berkas kunci rahasia age, bila cadangan terkunci")

    def handle(self, *args: Any, **options: Any) -> None:
        target = Target(connection, own_storages(), settings.VAR_DIR / "tmp")
        try:
            with told_in_words():
                outcome = restore(options["folder"], target, identities=identities_in(options["identity"]))
        except IkmError as fault:
            raise CommandError(fault.message) from None
        for line in lines_of(outcome):
            self.stdout.write(line)
        for line in lost_files(own_storages())[:20]:
            self.stdout.write(f"Sejak sebelum cadangan sudah tidak ada: {line}")
        lacking = secrets_lacking(outcome.secrets)
        written = put_secrets_back(outcome.secrets, settings.VAR_DIR)
        if written:
            self.stdout.write(f"Setel kunci dari {written}, lalu hapus berkas itu.")
        if settings.SERVER and lacking:
            names = ", ".join(lacking)
            self.stdout.write(
                f"Tidak ada dalam cadangan, ambil dari salinan .env dan folder kunci Anda bila dipakai: {names}"
            )
        self.stdout.write("Pemulihan selesai. Jalankan: manage.py migrate, lalu ./run deploy-check")
