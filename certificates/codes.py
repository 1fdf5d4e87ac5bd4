"""The code under the QR: random, typed without doubt, and read back however it was typed."""

import re
import secrets

# Without 0, O, 1 and I, which people take for one another.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PREFIX = "KTM"
GROUPS = 3
GROUP_LENGTH = 4
_BODY = re.compile(rf"[{ALPHABET}]{{{GROUPS * GROUP_LENGTH}}}")


def make_code() -> str:
    """Return a new code such as `KTM-7Q4M-X9TP-H3RW`: 60 random bits, so that nobody meets one by trying."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP_LENGTH)))


def read_code(typed: str) -> str | None:
    """Return the code that `typed` means, or None.

    Takes small letters, blanks, missing or other dashes, a missing prefix, and the whole address from the QR.
    """
    last_part = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    letters = re.sub(r"[^0-9A-Z]", "", last_part.upper())
    body = letters.removeprefix(PREFIX) if len(letters) > GROUPS * GROUP_LENGTH else letters
    return _grouped(body) if _BODY.fullmatch(body) else None


def _grouped(body: str) -> str:
    """Return the letters of a code with prefix and dashes."""
    groups = (body[at : at + GROUP_LENGTH] for at in range(0, len(body), GROUP_LENGTH))
    return "-".join((PREFIX, *groups))
