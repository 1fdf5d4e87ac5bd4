"""Tells whether anything that public pages show has changed, so that finished pages may be kept and shared.

Finished pages are kept under the token of the moment. A change writes a new one in its own transaction: whoever sees
the change sees the token, and nothing has to be deleted. Tokens are random, because numbers would come again with a
restored copy of the database.
"""

import uuid
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver

from core.models import ContentVersion

ROW = 1
TOKEN_NOW = f"SELECT token FROM {ContentVersion._meta.db_table} WHERE id = %s"  # noqa: S608  our own table's name


def content_version() -> str:
    """Return the token of the content as it is now; empty while there is none, when nothing may be kept."""
    with connection.cursor() as cursor:  # asked by every page: the ORM would take several times as long
        cursor.execute(TOKEN_NOW, [ROW])
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def content_changed(**_: Any) -> None:
    """Note that pages may look different now. Call it in the transaction of the change.

    Never waits for another writer: two who change pages in different order would wait for each other for ever. Whoever
    finds the row taken writes right after the commit instead.
    """
    with transaction.atomic():
        free = ContentVersion.objects.select_for_update(skip_locked=True).filter(pk=ROW).values_list("pk", flat=True)
        if free.first():
            ContentVersion.objects.filter(pk=ROW).update(token=uuid.uuid4().hex)
            return
    transaction.on_commit(_write)


def watch_content(*labels: str) -> None:
    """Count every save and deletion of these models (`"media.Source"`) as a change; `update()` has to say so itself."""
    for label in labels:
        for signal in (post_save, post_delete):
            signal.connect(content_changed, sender=label, dispatch_uid=f"content:{label}")


def _write() -> None:
    ContentVersion.objects.update_or_create(pk=ROW, defaults={"token": uuid.uuid4().hex})


@receiver(post_migrate, dispatch_uid="core.content_version")
def begin_anew(sender: Any, **_: Any) -> None:
    """Start with a token, and with another one after each migration."""
    if sender.label == "core":
        _write()
