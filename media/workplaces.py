"""The folders of the pipeline: results in public, chunks in private, both on the disk that all workers share."""

import shutil
from pathlib import Path

from django.conf import settings

from media.errors import OriginalMissing
from media.models import Encoding, Source
from media.pipeline.plan import Plan, SoundRung, VideoRung, content_key, plan_from
from media.pipeline.workspace import Workspace
from media.storages import private_storage, public_storage

WORK = "work"

VIDEO_SUFFIX, SOUND_SUFFIX = ".mp4", ".m4a"


def results() -> Workspace:
    """Return the folder of public results, with the disk reserve that the settings ask for."""
    return Workspace(Path(public_storage().path("")), reserve_bytes=settings.MEDIA_MIN_FREE_BYTES)


def chunks() -> Workspace:
    """Return the private folder of what is made on the way."""
    return Workspace(Path(private_storage().path(WORK)), reserve_bytes=settings.MEDIA_MIN_FREE_BYTES)


def original_path(encoding: Encoding) -> Path:
    """Return where an upload of this content lies; raises OriginalMissing."""
    names = Source.objects.filter(wanted=encoding).order_by("pk").values_list("original", flat=True)
    for name in names:
        path = Path(private_storage().path(name))
        if path.is_file():
            return path
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


def forget_chunks(encoding: Encoding) -> None:
    """Delete what was made on the way. What another encoding of the same content still needs it makes again."""
    for plan in [plan_from(kept) for kept in (encoding.fast_plan, encoding.plan) if kept]:
        keys = {plan.key(encoding.sha256), *(sound_key(encoding, plan, sound) for sound in plan.sounds)}
        for key in keys:
            shutil.rmtree(chunks().path(key), ignore_errors=True)
