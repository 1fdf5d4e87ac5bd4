"""Codes of a certificate: a long one in the QR, a short one to type; both random, read back however they were typed."""

import re
import secrets

# Without 0, O, 1 and I, which people take for one another: 32 letters, five bits each.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PREFIX = "KTM"
GROUP_LENGTHS = {10: 5, 12: 4}  # typed codes by their length; the twelve are of certificates issued before
TOKEN_LENGTH = 26
UNKNOWN = "-"  # stands in no row: what can't be a code is looked for all the same, and takes as long
_LETTERS = re.compile(rf"[{ALPHABET}]+")


def make_code() -> str:
    """Return a new code such as `KTM-7Q4MX-9TPH3`: 50 random bits, safe because guesses are limited."""
    return _grouped(_random(10))


def make_token() -> str:
    """Return a new code for the QR: 26 letters, 130 random bits, so that nobody meets one by trying."""
    return _random(TOKEN_LENGTH)


def read_code(typed: str) -> str | None:
    """Return the code or token that `typed` means, or None.

    Takes small letters, blanks, missing or other dashes, a missing prefix, and the whole address from the QR.
    """
    last_part = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    letters = re.sub(r"[^0-9A-Z]", "", last_part.upper())
    body = letters.removeprefix(PREFIX) if len(letters) in (13, 15) else letters
    if not _LETTERS.fullmatch(body):
        return None
    if len(body) == TOKEN_LENGTH:
        return body
    return _grouped(body) if len(body) in GROUP_LENGTHS else None


def is_token(code: str) -> bool:
    """Say whether a code that was read is the long one."""
    return len(code) == TOKEN_LENGTH


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _grouped(body: str) -> str:
    """Return the letters of a typed code with prefix and dashes."""
    step = GROUP_LENGTHS[len(body)]
    return "-".join((PREFIX, *(body[at : at + step] for at in range(0, len(body), step))))
