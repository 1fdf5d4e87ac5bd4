"""Make the demo people and what they did, or remove all of it."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.seeding import remove_demo, seed_demo


class Command(BaseCommand):
    """`manage.py seed_demo [--remove]`"""

    help = "Buat orang dan data contoh, atau hapus semuanya dengan --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="hapus semua data contoh; data asli tetap")

    def handle(self, *args: object, **options: object) -> None:
        if options["remove"]:
            remove_demo()
            self.stdout.write("Data contoh sudah dihapus.")
            return
        if settings.SERVER:
            raise CommandError("Data contoh tidak dibuat di server: sandinya diketahui umum.")
        seed_demo()
        self.stdout.write("Data contoh siap.")
