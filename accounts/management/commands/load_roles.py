"""Make the groups of `accounts.roles`; running it again changes nothing."""

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand

from accounts.roles import Role


class Command(BaseCommand):
    """`manage.py load_roles`"""

    help = "Buat grup peran."

    def handle(self, *args: object, **options: object) -> None:
        for role in Role:
            Group.objects.get_or_create(name=role.value)
