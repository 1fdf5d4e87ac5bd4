"""Back up and restore beside, compare, throw away."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import IkmError
from operating.drilling import drill, ended_tidily
from operating.errors import told_in_words
from operating.reporting import lines_of, minutes


class Command(BaseCommand):
    """`manage.py drill [--folder F]`"""

    help = "Latihan: cadangkan, pulihkan ke tempat sementara, bandingkan semuanya, lalu hapus."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, help="tempat sementara; perlu ruang dua kali data")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with ended_tidily(), told_in_words():
                done = drill(folder=options["folder"])
        except IkmError as fault:
            raise CommandError(fault.message) from None
        for line in lines_of(done.outcome):
            self.stdout.write(line)
        self.stdout.write(
            f"Mencadangkan {minutes(done.backup_seconds)} menit, memulihkan {minutes(done.restore_seconds)} menit, "
            f"{done.size_bytes // 1_000_000} MB."
        )
