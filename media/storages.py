"""Where files lie: originals private, our own re-encoded output public. Callables, so that migrations name no path."""

from django.core.files.storage import Storage, storages


def private_storage() -> Storage:
    """Return the storage of originals; nothing in it has an address."""
    return storages["default"]


def public_storage() -> Storage:
    """Return the storage behind `/berkas/`; only files that we wrote ourselves go in."""
    return storages["public"]
