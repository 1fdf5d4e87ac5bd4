"""Keeps the PDF where nobody reaches it by address, named by its hash: written aside, then renamed."""

import hashlib
import os
import uuid
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from certificates.errors import StoreFailed
from certificates.models.certificate import private_storage

FOLDER = "certificates"


def store_pdf(pdf: bytes) -> tuple[str, str]:
    """Keep `pdf` and return its name in the storage and its SHA-256. Doing it twice changes nothing."""
    digest = hashlib.sha256(pdf).hexdigest()
    name = f"{FOLDER}/{digest[:2]}/{digest}.pdf"
    storage = private_storage()
    try:
        _write(storage, name, pdf)
    except OSError as error:
        raise StoreFailed from error
    return name, digest


def _write(storage: Storage, name: str, content: bytes) -> None:
    """Write the whole file or none: a name never stands for half a file."""
    try:
        path = Path(storage.path(name))
    except NotImplementedError:  # an object store: its writes are whole by themselves
        if not storage.exists(name):
            storage.save(name, ContentFile(content))
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{uuid.uuid4().hex}.part")
    try:
        with aside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
