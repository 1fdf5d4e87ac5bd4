"""Makes the demo's own authority; refused with server settings."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from certificates.signing.authority import make_demo_authority


class Command(BaseCommand):
    """`manage.py make_demo_authority`"""

    help = "Make keys for a demo, marked as such, unless they are there."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them."""
        if settings.SERVER:
            raise CommandError("A demo's keys have no place on a server.")
        made = make_demo_authority(Path(settings.CERT_P12).parent)
        self.stdout.write("made" if made else "there already")
