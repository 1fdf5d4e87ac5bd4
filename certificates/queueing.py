"""What the head sees before deciding: how many wait, which of them deserve a look, and how earlier decisions fare."""

import random
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, Q

from certificates.errors import Unprintable
from certificates.models import Approval, Certificate, CertificateSettings, CertificateState
from certificates.predicates import read_scale
from certificates.wording import is_latin

NEAR_MARKS = 5
PREVIEWS = 20
DECISIONS = 5
_PLAIN_NAME = re.compile(r"[^\W\d_]+(?:[ .,'’-]+[^\W\d_]+)*\.?")


class Oddity(models.TextChoices):
    """Why a row deserves a look. None of them forbids approval but the first."""

    UNPRINTABLE = "unprintable", "Tidak dapat dicetak"
    UNCONFIRMED = "unconfirmed", "Nama belum dipastikan pemilik"
    ODD_NAME = "odd_name", "Penulisan nama tidak lazim"
    SAME_NAME = "same_name", "Nama sama pada kursus yang sama"
    NEAR_MARK = "near_mark", "Nilai dekat batas lulus"


@dataclass(frozen=True)
class Queue:
    """`through` is the newest row seen: a decision over all covers no later one. `odd` is oddity -> row ids."""

    count: int
    through: int
    odd: dict[str, list[int]]
    previews: list[Certificate]


def look(among: Any = None) -> Queue:
    """Return the queue as it is now, of `among` (a queryset) if given; three questions however long it is."""
    waiting: Any = (Certificate.objects.all() if among is None else among).waiting()
    wanted = ("pk", "person_name", "name_confirmed_at", "final_score", "course_slug", "reason")
    rows = list(waiting.order_by("pk").values_list(*wanted))
    ids = [row[0] for row in rows]
    chosen = random.sample(ids, min(PREVIEWS, len(ids)))
    previews = list(Certificate.objects.filter(pk__in=chosen))
    return Queue(len(ids), max(ids, default=0), _odd(rows), previews)


def _odd(rows: list[tuple[Any, ...]]) -> dict[str, list[int]]:
    """Sort the rows by what is odd about them."""
    scale = read_scale(CertificateSettings.load().predicates)
    near = (scale[-1][0] if scale else 0) + NEAR_MARKS
    names = Counter((course, name.casefold()) for _, name, _, _, course, _ in rows)
    odd: dict[str, list[int]] = {oddity.value: [] for oddity in Oddity}
    for pk, name, confirmed, score, course, reason in rows:
        found = {
            Oddity.UNPRINTABLE: reason == Unprintable.code,
            Oddity.UNCONFIRMED: confirmed is None,
            Oddity.ODD_NAME: is_odd_name(name),
            Oddity.SAME_NAME: names[course, name.casefold()] > 1,
            Oddity.NEAR_MARK: score is not None and score < near,
        }
        for oddity in (oddity for oddity, is_so in found.items() if is_so):
            odd[oddity.value].append(pk)
    return odd


def is_odd_name(name: str) -> bool:
    """Say whether a name is written as names seldom are: digits, signs, one letter, all small or all capitals."""
    letters = [letter for letter in name if letter.isalpha()]
    if len(letters) < 2 or not is_latin(name) or not _PLAIN_NAME.fullmatch(name):
        return True
    return len(letters) > 3 and (name.isupper() or name.islower())


def decisions() -> list[Approval]:
    """Return the latest decisions, each with `done`: how many of its certificates are issued."""
    done = Count(
        "certificates", filter=~Q(certificates__state__in=[CertificateState.APPROVED, CertificateState.NUMBERED])
    )
    return list(Approval.objects.defer("snapshots").annotate(done=done)[:DECISIONS])
