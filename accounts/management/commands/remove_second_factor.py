"""Remove a person's second factor, when phone and recovery codes are both lost; they set up a new one at sign-in."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.changing_phone import end_sessions
from accounts.models import User


class Command(BaseCommand):
    """`manage.py remove_second_factor USERNAME`"""

    help = "Lepas pengaman akun seseorang yang kehilangan HP dan kode cadangannya."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="nama pengguna")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(username__iexact=options["username"]).first()
        if person is None:
            raise CommandError(f"Tidak ada pengguna bernama {options['username']}.")
        Authenticator.objects.filter(user=person).delete()
        end_sessions(person)
        self.stdout.write(f"Pengaman akun {person.username} sudah dilepas; semua sesinya ditutup.")
