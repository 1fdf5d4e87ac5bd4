"""What learners get: renditions appear all at once, and those they replace stay readable for a while."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q

from core.content_version import content_changed
from media.claiming import Claim
from media.errors import ClaimLost
from media.models import Encoding, EncodingState, PieceKind, PieceState, Rendition, RenditionState, RetiredFile, Source
from media.workplaces import forget_chunks_on_commit


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
        encoding = locked(encoding_id)
        held.finish()
        if encoding.version:
            return
        _write(encoding, made, is_fast=True)
        encoding.version = 1
        encoding.save(update_fields=["version"])
        _show(encoding)


def publish_full(held: Claim, encoding_id: int, made: Sequence[Finished]) -> None:
    """Put the full plan's files in the place of the fast ones, in one transaction; the last act of an encoding."""
    with transaction.atomic():
        encoding = locked(encoding_id)
        held.finish()
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
        forget_chunks_on_commit(encoding)


def locked(encoding_id: int) -> Encoding:
    """Return an encoding, locked before its pieces and its videos: all take them in this order. Raises ClaimLost."""
    encoding = Encoding.objects.select_for_update().filter(pk=encoding_id).first()
    if not encoding:
        raise ClaimLost  # the video is gone
    return encoding


def show_what_plays() -> int:
    """Let every video show what it wants as soon as that plays; return how many did not yet.

    Publishing does so for those it sees. A video that began to want an encoding at that very moment is not seen.
    """
    behind = Source.objects.filter(wanted__version__gt=0).exclude(published=F("wanted"))
    with transaction.atomic():
        count = behind.update(published=F("wanted"))
        if count:
            content_changed()
    if count:
        forget_orphans()
    return count


def retire(names: Iterable[str | None]) -> None:
    """Keep files for those who are watching them; the sweep deletes them after a while."""
    RetiredFile.objects.bulk_create(
        [RetiredFile(name=name) for name in sorted(set(filter(None, names)))], ignore_conflicts=True
    )


def forget_orphans() -> None:
    """Let go of encodings that no video wants or shows any more."""
    for pk in Encoding.objects.filter(wanted_by=None, published_by=None).values_list("pk", flat=True):
        with transaction.atomic():
            encoding = Encoding.objects.select_for_update().filter(pk=pk).first()
            if not encoding or Source.objects.filter(Q(wanted=encoding) | Q(published=encoding)).exists():
                continue
            names = list(encoding.renditions.values_list("file", flat=True))
            retire([*names, encoding.poster.name])
            forget_chunks_on_commit(encoding)
            encoding.delete()


def _write(encoding: Encoding, made: Sequence[Finished], *, is_fast: bool) -> None:
    """Write one row a file. Sounds alone are final at once: they stay when the picture is replaced."""
    names = [one.name for one in made]
    for one in made:
        values = {"file": one.name, "size_bytes": one.size_bytes, "width": one.width, "height": one.height}
        earlier = encoding.renditions.filter(kind=one.kind, codec=one.codec, is_fast=is_fast and one.width is not None)
        retire(name for name in earlier.values_list("file", flat=True) if name not in names)
        Rendition.objects.update_or_create(
            encoding=encoding,
            kind=one.kind,
            codec=one.codec,
            is_fast=is_fast and one.width is not None,
            defaults={**values, "state": RenditionState.READY},
        )
    RetiredFile.objects.filter(name__in=names).delete()


def _show(encoding: Encoding) -> None:
    """Let every video that wants this encoding show it, and let go of what it showed before."""
    waiting = Source.objects.filter(wanted=encoding).exclude(published=encoding)
    if waiting.update(published=encoding):
        content_changed()
        forget_orphans()
