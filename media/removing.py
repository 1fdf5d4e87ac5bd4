"""Deleting a video: never one that a page shows, and never a file that another video shares."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from core.store import Store, private_store, public_store
from media.errors import VideoInUse
from media.extensions import registered_places
from media.hashing import forget_hashes
from media.models import Encoding, Rendition, RetiredFile, Source
from media.workplaces import forget_chunks_on_commit


def places_of(source: Source) -> list[str]:
    """Return the titles of what shows `source`, published or in a draft, each once."""
    usage = ReferenceIndex.get_references_to(source).group_by_source_object()
    published = [str(place) for place, _ in usage if place is not None]
    return list(dict.fromkeys([*published, *registered_places(source.pk)]))


def remove_source(source: Source, *, by: Any = None) -> None:
    """Delete a source and whatever only it used, and log who did it; raises VideoInUse while a page shows it.

    A worker that is busy with it finds its claim gone and stops.
    """
    places = places_of(source)
    if places:
        raise VideoInUse(place=", ".join(f"“{place}”" for place in places[:3]))
    with transaction.atomic():
        log(source, "wagtail.delete", user=by, deleted=True)
        pks = [pk for pk in (source.wanted_id, source.published_id) if pk]
        list(Encoding.objects.select_for_update().filter(pk__in=pks).order_by("pk"))  # first, as those do who publish
        original = source.original.name
        source.delete()
        _remove_unwanted(pks)
        transaction.on_commit(partial(_delete, private_store(), original))


def _remove_unwanted(pks: Iterable[int]) -> None:
    """Delete those encodings that no other video wants or shows, with their files at once."""
    for encoding in Encoding.objects.filter(pk__in=pks, wanted_by=None, published_by=None):
        names = [encoding.poster.name, *encoding.renditions.values_list("file", flat=True)]
        forget_chunks_on_commit(encoding)
        encoding.delete()
        for name in names:
            transaction.on_commit(partial(_delete_unshared, name))


def _delete(store: Store, name: str | None) -> None:
    if name:
        store.delete(name)


def _delete_unshared(name: str | None) -> None:
    """Results are named by content: two recipes may have given the same file."""
    if Rendition.objects.filter(file=name).exists() or Encoding.objects.filter(poster=name).exists():
        return
    _delete(public_store(), name)
    forget_hashes([name])
    RetiredFile.objects.filter(name=name).delete()
