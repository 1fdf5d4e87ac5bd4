"""Makes certificates' lost files again, byte for byte."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certificates.remaking import remake_lost


class Command(BaseCommand):
    """`manage.py remake_certificates`"""

    help = "Make the files of issued certificates again where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how many came back."""
        made, failed = remake_lost()
        self.stdout.write(f"{made} made again")
        if failed:
            raise CommandError(f"from the backup: {', '.join(failed)}")
