"""Taking a clip in: looked at by name and first bytes, hashed, laid down as a private original under our own name."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from wagtail.log_actions import log

from core.store import private_store
from core.templatetags.formats import ukuran
from media.advancing import add_probe
from media.errors import DiskFull, FileEmpty, FileTooBig, NotVideo, UploadTaken
from media.models import Encoding, EncodingState, Source, Upload
from media.pipeline import formats
from media.pipeline.ladder import FAST, STEPS
from media.pipeline.plan import VERSION, content_key
from media.publishing import forget_orphans
from media.retrying import retry_encoding

CHUNK_BYTES = 1024 * 1024


def check_upload(file: File) -> None:
    """Refuse at once what the worker would refuse later; raises a UserFault, or DiskFull."""
    if file.size > settings.MEDIA_MAX_UPLOAD_BYTES:
        raise FileTooBig(limit=ukuran(settings.MEDIA_MAX_UPLOAD_BYTES))
    if not file.size:
        raise FileEmpty
    if Path(file.name or "").suffix.lower() not in formats.EXTENSIONS:
        raise NotVideo
    file.seek(0)
    head = file.read(formats.SNIFF_BYTES)
    file.seek(0)
    if not formats.looks_like_video(head):
        raise NotVideo
    check_disk(0)


def check_disk(coming_bytes: int) -> None:
    """Raise DiskFull when `coming_bytes` more would eat into the reserve."""
    root = Path(settings.FILE_UPLOAD_TEMP_DIR)
    root.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(root).free < coming_bytes + settings.MEDIA_MIN_FREE_BYTES:
        raise DiskFull


def save_upload(file: File, *, title: str, owner: Any, is_demo: bool = False) -> Source:
    """Keep `file` as a new source that waits for the worker. Check it first; ring after."""
    with spooled(file) as path:
        return take_in(path, title=title, owner=owner, is_demo=is_demo)


def replace_upload(source: Source, file: File) -> None:
    """Give a source another file. Check it first; ring after."""
    with spooled(file) as path:
        replace_original(source, path)


@contextmanager
def spooled(file: File) -> Iterator[Path]:
    """Yield where `file` lies on the disk of the storages: one that Django has spooled there is not copied again."""
    if hasattr(file, "temporary_file_path"):
        yield Path(file.temporary_file_path())
        return
    root = Path(settings.FILE_UPLOAD_TEMP_DIR)
    root.mkdir(parents=True, exist_ok=True)
    path = root / f"{uuid.uuid4().hex}.upload"
    try:
        with path.open("xb") as target:
            for chunk in file.chunks(CHUNK_BYTES):
                target.write(chunk)
        yield path
    finally:
        path.unlink(missing_ok=True)


def take_in(path: Path, *, title: str, owner: Any, is_demo: bool = False, upload: Upload | None = None) -> Source:
    """Make a source of the file at `path`, which is moved (same disk: renamed). Check it first; ring after."""
    with keeping(path, kept_name(upload)) as kept, transaction.atomic():
        source = Source(title=title.strip()[:200], owner=owner, is_demo=is_demo)
        _point_at(source, kept)
        source.save()
        log(source, "wagtail.create", user=owner)
        _mark(upload, source)
        return source


def replace_original(source: Source, path: Path, *, upload: Upload | None = None) -> None:
    """Give a source another file; learners get the old one until the new one can be played. Ring after."""
    with keeping(path, kept_name(upload)) as kept, transaction.atomic():
        # Anew: while the file was hashed another one may have been published.
        source.refresh_from_db(from_queryset=Source.objects.select_for_update(of=("self",)))
        old = str(source.original.name)
        _point_at(source, kept)
        source.save(update_fields=["original", "sha256", "size_bytes", "wanted", "published"])
        _mark(upload, source)
        # Robust: what fails after the commit mustn't move the new file back.
        transaction.on_commit(lambda: private_store().delete(old), robust=True)
        transaction.on_commit(forget_orphans, robust=True)


@dataclass(frozen=True)
class Kept:
    """An original in its place."""

    name: str
    sha256: str
    size_bytes: int


def kept_name(upload: Upload | None) -> str:
    """Return the name of an original: an upload's own, so that it is found again after a crash half-way, else new."""
    return f"video/{(upload.pk if upload else uuid.uuid4()).hex}"


@contextmanager
def keeping(path: Path, name: str) -> Iterator[Kept]:
    """Put `path` where originals lie, unless it is there already; take it back when the block fails."""
    store = private_store()
    if path.exists():
        path.chmod(0o600)
        store.settle(path, name)
    try:
        sha256, found = store.sha256(name), store.find(name)
        yield Kept(name, sha256, found.size_bytes if found else 0)
    except BaseException:
        store.take_back(name, path)
        raise


def _mark(upload: Upload | None, source: Source) -> None:
    """Let an upload know its video, in the transaction that makes it: asked to finish again, it finds it.

    Raises UploadTaken where it knows one already, or is gone.
    """
    if upload and not Upload.objects.filter(pk=upload.pk, source=None).update(source=source):
        raise UploadTaken


def _point_at(source: Source, kept: Kept) -> None:
    source.original = kept.name
    source.sha256, source.size_bytes = kept.sha256, kept.size_bytes
    source.wanted = encoding_for(kept.sha256, owner=source.owner)
    if source.wanted.version:
        source.published = source.wanted


def encoding_for(sha256: str, *, owner: Any, recipe: str = "", is_idle: bool = False) -> Encoding:
    """Return the encoding of this content under `recipe` (else the current one); the same file is encoded once.

    A failed one is tried again, idle work becomes urgent. One made anew with a later ffmpeg counts as current.
    """
    recipe = recipe or current_recipe()
    encoding = Encoding.objects.filter(sha256=sha256, recipe__startswith=recipe).order_by("-pk").first()
    made = False
    if not encoding:
        defaults = {"owner": owner, "is_idle": is_idle}
        encoding, made = Encoding.objects.get_or_create(sha256=sha256, recipe=recipe, defaults=defaults)
    if made:
        add_probe(encoding)
    elif encoding.is_idle and not is_idle:
        encoding.is_idle = False
        encoding.save(update_fields=["is_idle"])
    if encoding.state == EncodingState.FAILED:
        retry_encoding(encoding.pk)
    return encoding


def current_recipe() -> str:
    """Return what stands for all settings that decide a plan: encodings of another one are made anew on request."""
    ladder = [asdict(step) for step in (FAST, *STEPS)]
    return content_key("", {"ladder": ladder, "chunk": settings.MEDIA_CHUNK_S, "version": VERSION})[:16]
