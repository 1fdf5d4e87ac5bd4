"""`manage.py rotate_nik_keys`: seal every NIK with the first of NIK_KEYS, after which the older keys may go."""

from typing import Any

from django.core.management.base import BaseCommand

from businesses.nik import rotate_keys


class Command(BaseCommand):
    """Says how many were sealed anew."""

    help = "Seal every NIK with the first of NIK_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it in one transaction."""
        self.stdout.write(f"{rotate_keys()} NIK sealed with the first key.")
