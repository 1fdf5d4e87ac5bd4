"""Deleting a video: never one that a page shows, and never a file that another video shares."""

from functools import partial
from typing import Any

from django.core.files.storage import Storage
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from media.errors import VideoInUse
from media.extensions import registered_places
from media.models import Rendition, Source
from media.storages import private_storage, public_storage


def places_of(source: Source) -> list[str]:
    """Return the titles of what shows `source`, published or in a draft, each once."""
    usage = ReferenceIndex.get_references_to(source).group_by_source_object()
    published = [str(place) for place, _ in usage if place is not None]
    return list(dict.fromkeys([*published, *registered_places(source.pk)]))


def remove_source(source: Source, *, by: Any = None) -> None:
    """Delete a source, its renditions and their files, and log who did it; raises VideoInUse while a page shows it."""
    places = places_of(source)
    if places:
        raise VideoInUse(place=", ".join(f"“{place}”" for place in places[:3]))
    public = [source.poster.name, *(one.file.name for one in source.renditions.all())]
    original = source.original.name
    with transaction.atomic():
        log(source, "wagtail.delete", user=by, deleted=True)
        source.delete()
        transaction.on_commit(partial(_delete, private_storage(), original))
        for name in public:
            transaction.on_commit(partial(_delete_unshared, name))


def _delete(storage: Storage, name: str | None) -> None:
    if name:
        storage.delete(name)


def _delete_unshared(name: str | None) -> None:
    """Results are named by content: the same clip uploaded twice has one file for two rows."""
    if Rendition.objects.filter(file=name).exists() or Source.objects.filter(poster=name).exists():
        return
    _delete(public_storage(), name)
