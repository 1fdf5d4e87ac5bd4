"""Make the demo people and what they did, or remove all of it."""

from django.core.management.base import BaseCommand

from demo.seeding import seed_people, write_welcome


class Command(BaseCommand):
    """`manage.py seed_demo`"""

    help = "Buat orang dan data contoh."

    def handle(self, *args: object, **options: object) -> None:
        seed_people()
        write_welcome()
