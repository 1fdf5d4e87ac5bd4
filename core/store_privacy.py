"""Is what is private private? Asked of the object store itself, without our keys, as a stranger would."""

import uuid
from collections.abc import Iterator
from typing import Any

import requests
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from core.store import private_store

FOLDER = "check"
CONTENT = b"nobody may read this without a signature"
WAIT_S = 10
HINT = "Take away the bucket's policy and public access: docs/operations.md, Files in an object store."


def private_faults() -> list[str]:
    """Return in English what a stranger may do with the private bucket; empty when nothing, or on a disk.

    Puts an object there and deletes it again. Raises OSError where the store doesn't answer or refuses our key.
    """
    store: Any = private_store()
    return [] if store.is_local else list(_faults(store))


@register(Tags.security, deploy=True)
def check_private_bucket(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a private bucket that anybody can read, list or write."""
    try:
        return [Error(f"Private bucket: {fault}.", hint=HINT, id="core.E010") for fault in private_faults()]
    except OSError as error:
        return [Warning(f"The object store can't be asked whether it is private: {error}", id="core.W010")]


def _faults(store: Any) -> Iterator[str]:
    name = f"{FOLDER}/{uuid.uuid4().hex}"
    store.keep(name, CONTENT)
    try:
        for bucket in store.bucket_urls():
            if CONTENT in requests.get(f"{bucket}/{name}", timeout=WAIT_S).content:
                yield f"anybody can read it at {bucket}"
            if requests.get(bucket, params={"list-type": "2"}, timeout=WAIT_S).ok:
                yield f"anybody can list it at {bucket}"
            if requests.put(f"{bucket}/{name}", data=b"x", timeout=WAIT_S).ok:
                yield f"anybody can write to it at {bucket}"
    finally:
        store.delete(name)
