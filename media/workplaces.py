"""The folders of the pipeline: results in public, chunks in private, both in the store that all workers share."""

import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from core.store import private_store, public_store
from media.errors import OriginalMissing
from media.models import Encoding, EncodingState, Source
from media.pipeline.plan import Plan, SoundRung, VideoRung, content_key, plan_from
from media.pipeline.workspace import Workspace, disk_full_told

WORK = "work"

VIDEO_SUFFIX, SOUND_SUFFIX = ".mp4", ".m4a"


def results() -> Workspace:
    """Return the folder of public results, with the disk reserve that the settings ask for."""
    return Workspace(public_store(), reserve_bytes=settings.MEDIA_MIN_FREE_BYTES)


def chunks() -> Workspace:
    """Return the private folder of what is made on the way."""
    return Workspace(private_store(), WORK, reserve_bytes=settings.MEDIA_MIN_FREE_BYTES)


def original_path(encoding: Encoding) -> Path:
    """Return an upload of this content as a file of this machine; raises OriginalMissing, DiskFull."""
    names = Source.objects.filter(wanted=encoding).order_by("pk").values_list("original", flat=True)
    for name in names:
        with suppress(FileNotFoundError), disk_full_told():
            return private_store().local(name)
    raise OriginalMissing


def chunk_name(encoding: Encoding, plan: Plan, rung: VideoRung, position: int) -> str:
    """Return where one chunk of one rung lies below `chunks()`."""
    return f"{plan.key(encoding.sha256)}/{position:05d}-{rung.name}.mp4"


def sound_name(encoding: Encoding, plan: Plan, sound: SoundRung) -> str:
    """Return where a sound lies below `chunks()`: the same for every plan that wants this sound at this length."""
    return f"{sound_key(encoding, plan, sound)}/{sound.name}.mp4"


def sound_key(encoding: Encoding, plan: Plan, sound: SoundRung) -> str:
    """Return the hash of everything that decides a sound's bytes."""
    return content_key(
        encoding.sha256,
        {
            "sound": [sound.name, sound.codec, sound.kbit],
            "tool": plan.tool,
            "length": [plan.frames, plan.fps],
            "stream": plan.audio_index,
            "version": plan.version,
        },
    )


def video_name(encoding: Encoding, plan: Plan, rung: VideoRung) -> str:
    """Return the public name of a finished rung."""
    key = content_key(plan.key(encoding.sha256), {"rung": rung.name})
    return public_name(key, VIDEO_SUFFIX)


def audio_name(encoding: Encoding, plan: Plan, sound: SoundRung) -> str:
    """Return the public name of a sound published alone."""
    key = content_key(sound_key(encoding, plan, sound), {"alone": True})
    return public_name(key, SOUND_SUFFIX)


def public_name(key: str, suffix: str) -> str:
    """Return where a file lies among the public ones that is named by its content."""
    return f"video/{key[:2]}/{key}{suffix}"


def heard_name(encoding: Encoding, plan: Plan) -> str:
    """Return where what was heard lies: beside the sounds, for whoever finds them made already."""
    return f"{sound_key(encoding, plan, plan.sounds[0])}/heard.json"


def chunk_keys(encoding: Encoding) -> set[str]:
    """Return the folders below `chunks()` that hold what is made on the way to an encoding."""
    plans = []
    for kept in filter(None, (encoding.fast_plan, encoding.plan)):
        with suppress(LookupError, TypeError):  # nobody can use what a plan made that nobody can read
            plans.append(plan_from(kept))
    pictures = {plan.key(encoding.sha256) for plan in plans}
    return pictures | {sound_key(encoding, plan, sound) for plan in plans for sound in plan.sounds}


def forget_chunks_on_commit(encoding: Encoding) -> None:
    """Delete an encoding's folders after commit, as its plans stand now; what can't be deleted the sweep finds."""
    sha256, keys = encoding.sha256, chunk_keys(encoding)
    # A lambda, because Django can't name a failing `partial` in its log and raises instead.
    transaction.on_commit(lambda: forget_chunks(sha256, keys), robust=True)


def forget_chunks(sha256: str, keys: Iterable[str]) -> None:
    """Delete these folders but for those that another encoding of the same content still needs."""
    for key in set(keys) - needed_keys(Encoding.objects.filter(sha256=sha256)):
        private_store().delete_below(chunks().name(key))


def needed_keys(encodings: "QuerySet[Encoding]") -> set[str]:
    """Return the folders that those of `encodings` need that aren't ready; a failed one may be tried again."""
    unready = encodings.exclude(state=EncodingState.READY)
    return {key for encoding in unready for key in chunk_keys(encoding)}


def sweep_chunks(*, older_than_s: float) -> int:
    """Delete the folders that nobody needs (left by a worker whose video went away meanwhile); return how many."""
    ages: dict[str, float] = {}
    for one in private_store().listed(WORK):
        key = one.name.split("/")[1]
        ages[key] = max(ages.get(key, 0.0), one.modified_s)
    old = {key for key, written_s in ages.items() if written_s < time.time() - older_than_s}
    left = old - needed_keys(Encoding.objects.all()) if old else set()
    for key in left:
        private_store().delete_below(chunks().name(key))
    return len(left)
