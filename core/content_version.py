"""Tells whether anything that public pages show has changed, so that finished pages may be kept and shared.

Finished pages are kept under the tokens of the moment. A change writes a new one in its own transaction: whoever sees
the change sees the token, and nothing has to be deleted. Tokens are random, because numbers would come again with a
restored copy of the database.
"""

import secrets
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver

from core.models import ContentVersion

LETTERS = 16
TOKENS_NOW = f"SELECT token FROM {ContentVersion._meta.db_table} ORDER BY id"  # noqa: S608  our own table's name


def content_version() -> str:
    """Return the mark of the content as it is now; empty while there is none, when nothing may be kept."""
    with connection.cursor() as cursor:  # asked by every page: the ORM would take several times as long
        cursor.execute(TOKENS_NOW)
        return ".".join(token for (token,) in cursor.fetchall())


def content_changed(**_: Any) -> None:
    """Note that pages may look different now. Call it in the transaction of the change.

    Never waits for another writer: two who change pages in different order would wait for each other for ever. Whoever
    finds every row taken adds one; so there are as many as ever wrote at the same moment. The newest row alone would
    not do: of two writers the one who began first may commit last.
    """
    with transaction.atomic():
        free = ContentVersion.objects.select_for_update(skip_locked=True).order_by("pk").first()
        row = free or ContentVersion()
        row.token = _new_token()
        row.save()


def watch_content(*labels: str) -> None:
    """Count every save and deletion of these models (`"media.Source"`) as a change; `update()` has to say so itself."""
    for label in labels:
        for signal in (post_save, post_delete):
            signal.connect(content_changed, sender=label, dispatch_uid=f"content:{label}")


def _new_token() -> str:
    return secrets.token_hex(LETTERS // 2)


@receiver(post_migrate, dispatch_uid="core.content_version")
def begin_anew(sender: Any, **_: Any) -> None:
    """Start with one token, and with another one after each migration."""
    if sender.label == "core":
        with transaction.atomic():
            ContentVersion.objects.all().delete()
            ContentVersion.objects.create(token=_new_token())
