"""What a signer is, and which one this worker has."""

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from certificates.errors import NoSigner


class Signer(Protocol):
    """Signs whole PDFs. `is_state`: by a certificate of the state (BSrE), so that the words may say so."""

    is_state: bool

    def sign(self, pdf: bytes, *, reference: str, moment: dt.datetime) -> bytes:
        """Return `pdf` with one revision appended that signs all of it. Raises SigningFailed or SignerRefused.

        `reference` tells a remote service that two requests mean the same file; `moment` is the time in the file.
        """

    def chain(self) -> list[bytes]:
        """Return the certificates (DER), the signer's own first; empty before the first signature if unknown."""


@lru_cache(maxsize=1)
def the_signer() -> Signer:
    """Return this process's signer, its key read once. Raises NoSigner where none is set."""
    if settings.CERT_REMOTE_URL:
        from certificates.signing.remote import RemoteSigner  # noqa: PLC0415  either or, in the worker alone

        return RemoteSigner.from_settings()
    if settings.CERT_P12 and Path(settings.CERT_P12).exists():
        from certificates.signing.key_file import KeyFileSigner  # noqa: PLC0415  pyHanko's signing half is heavy

        return KeyFileSigner.from_settings()
    raise NoSigner


def read_secret(path: str) -> str:
    """Return the one line of a secret's file. Raises NoSigner where it can't be read."""
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise NoSigner from error
