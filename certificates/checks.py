"""Startup checks: certificates lie where nobody reaches them by address, in a folder that can be written, and no number
is given twice.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.files.storage import Storage, storages
from django.db import DatabaseError

from certificates.counting import counters_behind
from certificates.credentials.identity import is_ip_address
from certificates.models.certificate import private_storage


@register()
def check_private_storage(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a folder inside the public one; warn if it can't be written. Object stores answer for themselves."""
    folder, public = _folder(private_storage()), _folder(storages["public"])
    if folder is None:
        return []
    if public is not None and folder.is_relative_to(public):
        hint = "Point STORAGES['default'] outside STORAGES['public']."
        return [Error(f"Certificates in {folder} would be public.", hint=hint, id="certificates.E001")]
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if os.access(nearest, os.W_OK):
        return []
    hint = "Give the user that runs the program write access, or set IKM_VAR to another folder."
    return [Warning(f"{folder} can't be written.", hint=hint, id="certificates.W001")]


@register(Tags.database)
def check_counters(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a counter below the register; asked by `migrate`, `check --database default`, web servers and workers."""
    if not databases:
        return []
    try:
        behind = counters_behind()
    except DatabaseError:  # away, or not migrated yet: for others to say
        return []
    return [
        Error(
            f"The counter of {one.series} {one.year} stands at {one.last}, the register at {one.highest}.",
            hint="Numbers would be given twice. Run `manage.py raise_counters`, then start again.",
            id="certificates.E002",
        )
        for one in behind
    ]


@register()
def check_site_name(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a bare IP address in SITE_URL with server settings: did:web and QR codes need a name."""
    if settings.SERVER and is_ip_address(urlsplit(settings.SITE_URL).hostname or ""):
        return [Error("SITE_URL is an IP address.", hint="Give the site's name.", id="certificates.E003")]
    return []


def _folder(storage: Storage) -> Path | None:
    """Return where a storage keeps its files on this machine; None for an object store."""
    try:
        return Path(storage.path(""))
    except NotImplementedError:
        return None
