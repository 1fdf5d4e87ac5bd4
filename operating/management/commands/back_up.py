"""Make a backup: database, files, and the keys apart."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import IkmError
from operating.backing_up import back_up


class Command(BaseCommand):
    """`manage.py back_up [FOLDER] [--recipient age1...]...`"""

    help = "Cadangkan basis data, berkas, dan kunci ke FOLDER."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", default=settings.BACKUP_FOLDER, help="baku: BACKUP_FOLDER")
        parser.add_argument(
            "--recipient",
            action="append",
            default=None,
            metavar="age1...",
            help="kunci publik age; cadangan hanya terbuka dengan pasangan rahasianya",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["folder"]:
            raise CommandError("Sebutkan folder cadangan, atau setel BACKUP_FOLDER.")
        recipients = settings.BACKUP_RECIPIENTS if options["recipient"] is None else options["recipient"]
        try:
            path = back_up(Path(options["folder"]), recipients=recipients, keep_days=settings.BACKUP_KEEP)
        except IkmError as fault:
            raise CommandError(fault.message) from None
        self.stdout.write(f"Cadangan selesai: {path}")
        if not recipients:
            self.stdout.write("Cadangan ini TIDAK terkunci dan memuat data pribadi serta kunci. Simpan di tempat aman.")
