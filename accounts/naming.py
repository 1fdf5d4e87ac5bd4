"""Sign-in names, made from the full name: readable, and nobody else's."""

from itertools import chain, count

from django.utils.text import slugify

from accounts.models import User

MAX_LENGTH = 24
# Names that would make a stranger look like the office.
RESERVED = {"admin", "administrator", "root", "petugas", "kepala", "dinas", "pengajar", "mentor", "studio", "sistem"}


def make_base(full_name: str) -> str:
    """Return what a sign-in name begins with, such as `siti-aminah`."""
    base = slugify(full_name)[:MAX_LENGTH].strip("-")
    return base if any(letter.isalpha() for letter in base) else "peserta"


def make_username(full_name: str) -> str:
    """Return a free sign-in name such as `siti-aminah` or `siti-aminah-2`."""
    base = make_base(full_name)
    taken = set(User.objects.filter(username__istartswith=base).values_list("username", flat=True)) | RESERVED
    taken = {name.lower() for name in taken}
    candidates = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(name for name in candidates if name not in taken)


def display_name(person: User) -> str:
    """Return how a person is called on screens; allauth asks for it."""
    return person.full_name or person.username
