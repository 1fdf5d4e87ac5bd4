"""Look whether this installation is fit to serve."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operating.deploying import deploy_lines
from operating.status import BAD


class Command(BaseCommand):
    """`manage.py deploy_check`: exit code 1 when something is at fault."""

    help = "Periksa apakah server siap: pengaturan, kunci, berkas privat, jam, skema, antrean, cadangan, ruang, versi."
    requires_system_checks: list[str] = []  # it tells what they find itself

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for line in deploy_lines():
            faults += line.verdict == BAD
            advice = f"\n{'':<18}{line.advice}" if line.advice else ""
            self.stdout.write(f"{line.verdict:<16}  {line.name}: {line.said}{advice}")
        if faults:
            raise CommandError(f"{faults} hal bermasalah. Perbaiki, lalu jalankan lagi ./run deploy-check.")
        self.stdout.write("Siap.")
