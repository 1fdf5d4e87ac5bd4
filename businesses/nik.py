"""NIK of an owner, if it is ever given: sealed with a key from the environment, found again by a keyed hash alone.

`NIK_KEYS` are Fernet keys (authenticated encryption), the first seals and hashes, all of them open; without one no NIK
can be written down at all. Rules of privacy.md: separate column, masked, each view with a reason in the log.
"""

import base64
import hashlib
import hmac
import re
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from wagtail.log_actions import log

from businesses.errors import NikClosed, NikElsewhere, NikSealed, NikWrong
from businesses.models import Business, OwnerNik

FORM = re.compile(r"\d{6}(0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(0[1-9]|1[0-2])\d{2}\d{4}")
WRITE_ACTION, VIEW_ACTION = "businesses.nik", "businesses.nik_view"
HASH_FOR = b"nik-hash"


def is_nik_open() -> bool:
    """Say whether NIK can be written down here: somebody has set a key."""
    return bool(settings.NIK_KEYS)


@transaction.atomic
def keep_nik(person: Any, written: str, *, business: Business, purpose: str, by: Any) -> OwnerNik:
    """Seal a NIK of an owner of `business`; one that is there is replaced.

    Raises NikClosed, NikWrong, NikElsewhere (somebody else has it).
    """
    nik = re.sub(r"[\s.\-]", "", written)
    if not is_nik_open():
        raise NikClosed
    if not FORM.fullmatch(nik):
        raise NikWrong
    if OwnerNik.objects.filter(digest__in=_digests(nik)).exclude(person=person).exists():
        raise NikElsewhere
    values = {"sealed": _box().encrypt(nik.encode()).decode(), "digest": _digests(nik)[0], "purpose": purpose}
    row, _ = OwnerNik.objects.update_or_create(person=person, defaults=values)
    log(instance=business, action=WRITE_ACTION, user=by, data={"purpose": purpose})
    return row


def masked(row: OwnerNik) -> str:
    """Return `9999********0001`. Raises NikClosed or NikSealed."""
    nik = _open(row)
    return f"{nik[:4]}********{nik[-4:]}"


def show_nik(row: OwnerNik, *, business: Business, reason: str, by: Any) -> str:
    """Return the whole NIK; who saw it and why is in the history of the business before it is shown.

    Raises NikClosed or NikSealed.
    """
    log(instance=business, action=VIEW_ACTION, user=by, data={"reason": reason})
    return _open(row)


@transaction.atomic
def rotate_keys() -> int:
    """Seal and hash every NIK with the first key; return how many. Afterwards the older keys may go."""
    rows = list(OwnerNik.objects.select_for_update())
    for row in rows:
        nik = _open(row)
        row.sealed, row.digest = _box().encrypt(nik.encode()).decode(), _digests(nik)[0]
        row.save(update_fields=["sealed", "digest"])
    return len(rows)


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.NIK_KEYS])


def _open(row: OwnerNik) -> str:
    if not is_nik_open():
        raise NikClosed
    try:
        return _box().decrypt(row.sealed.encode()).decode()
    except InvalidToken as error:
        raise NikSealed from error


def _digests(nik: str) -> list[str]:
    """Return the keyed hashes of a NIK, by each key: the first is kept, the others find what was kept before."""
    keys = [hmac.digest(base64.urlsafe_b64decode(key), HASH_FOR, "sha256") for key in settings.NIK_KEYS]
    return [hmac.new(key, nik.encode(), hashlib.sha256).hexdigest() for key in keys]
