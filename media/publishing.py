"""What learners get: renditions appear all at once, and those they replace stay readable for a while."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from core.content_version import content_changed
from media.claiming import Claim
from media.models import Encoding, EncodingState, PieceKind, PieceState, Rendition, RenditionState, RetiredFile, Source
from media.workplaces import forget_chunks


@dataclass(frozen=True)
class Finished:
    """One file that is ready to be published."""

    kind: str
    codec: str
    name: str
    size_bytes: int
    width: int | None
    height: int | None


def publish_fast(held: Claim, encoding_id: int, made: Sequence[Finished]) -> None:
    """Make the first version playable, unless the full plan was faster."""
    with transaction.atomic():
        held.finish()
        encoding = Encoding.objects.select_for_update().get(pk=encoding_id)
        if encoding.version:
            return
        _write(encoding, made, is_fast=True)
        encoding.version = 1
        encoding.save(update_fields=["version"])
        _show(encoding)


def publish_full(held: Claim, encoding_id: int, made: Sequence[Finished]) -> None:
    """Put the full plan's files in the place of the fast ones, in one transaction; the last act of an encoding."""
    with transaction.atomic():
        held.finish()
        encoding = Encoding.objects.select_for_update().get(pk=encoding_id)
        fast = encoding.renditions.filter(is_fast=True)
        names = {one.name for one in made}
        retire(name for name in fast.values_list("file", flat=True) if name not in names)
        fast.delete()
        _write(encoding, made, is_fast=False)
        encoding.renditions.exclude(state=RenditionState.READY).delete()
        # A fast pass that was overtaken: its chunks go, so its pieces must. Who works on one finds its claim gone.
        encoding.pieces.exclude(state=PieceState.DONE).exclude(kind=PieceKind.TRIAL).delete()
        encoding.version, encoding.state, encoding.reason = 2, EncodingState.READY, ""
        encoding.save(update_fields=["version", "state", "reason"])
        _show(encoding)
        transaction.on_commit(lambda: forget_chunks(encoding))


def retire(names: Iterable[str | None]) -> None:
    """Keep files for those who are watching them; the sweep deletes them after a while."""
    RetiredFile.objects.bulk_create(
        [RetiredFile(name=name) for name in sorted(set(filter(None, names)))], ignore_conflicts=True
    )


def forget_orphans() -> None:
    """Let go of encodings that no video wants or shows any more."""
    orphans = Encoding.objects.filter(wanted_by=None, published_by=None)
    for encoding in orphans:
        with transaction.atomic():
            names = list(encoding.renditions.values_list("file", flat=True))
            retire([*names, encoding.poster.name])
            encoding.delete()
            transaction.on_commit(partial(forget_chunks, encoding))


def _write(encoding: Encoding, made: Sequence[Finished], *, is_fast: bool) -> None:
    """Write one row a file. Sounds alone are final at once: they stay when the picture is replaced."""
    for one in made:
        values = {"file": one.name, "size_bytes": one.size_bytes, "width": one.width, "height": one.height}
        Rendition.objects.update_or_create(
            encoding=encoding,
            kind=one.kind,
            codec=one.codec,
            is_fast=is_fast and one.width is not None,
            defaults={**values, "state": RenditionState.READY},
        )
    RetiredFile.objects.filter(name__in=[one.name for one in made]).delete()


def _show(encoding: Encoding) -> None:
    """Let every video that wants this encoding show it, and let go of what it showed before."""
    waiting = Source.objects.filter(wanted=encoding).exclude(published=encoding)
    if waiting.update(published=encoding):
        content_changed()
        forget_orphans()
