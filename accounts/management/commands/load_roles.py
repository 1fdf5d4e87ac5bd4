"""Make the groups of `accounts.roles`; running it again changes nothing."""

from django.core.management.base import BaseCommand

from accounts.loading_roles import load_roles


class Command(BaseCommand):
    """`manage.py load_roles`"""

    help = "Buat grup peran beserta izinnya."

    def handle(self, *args: object, **options: object) -> None:
        load_roles()
