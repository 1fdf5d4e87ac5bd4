"""Keeps the PDF where nobody reaches it by address, named by its hash."""

import hashlib

from certificates.errors import StoreFailed
from core.store import private_store

FOLDER = "certificates"


def store_pdf(pdf: bytes) -> tuple[str, str]:
    """Keep `pdf` and return its name in the store and its SHA-256. Doing it twice changes nothing."""
    digest = hashlib.sha256(pdf).hexdigest()
    name = f"{FOLDER}/{digest[:2]}/{digest}.pdf"
    try:
        private_store().keep(name, pdf)
    except OSError as error:
        raise StoreFailed from error
    return name, digest
