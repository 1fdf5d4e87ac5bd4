"""What must be there before a worker starts, what is lacking in words, and which cage reads strangers' files."""

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register
from django.utils.text import get_text_list

from core.errors import IkmError
from media.errors import ToolMissing
from media.pipeline.cage import Cage
from media.pipeline.ffmpeg import active_cage, find_ffmpeg
from media.pipeline.tools import Tool, tool

TOOL_HINT = "Install the packaged one (imageio-ffmpeg), or set FFMPEG_PATH to an ffmpeg with libx264, aac and libwebp."
CAGE_HINT = (
    "Install bubblewrap and allow user namespaces; on Linux 5.13 or later with Landlock files are safe without it."
)
BETTER_HINT = "The packaged ffmpeg (imageio-ffmpeg) has it: leave FFMPEG_PATH empty."
LACKS = {
    "has_av1": ("libsvtav1", "no AV1: each video costs learners about twice the bytes"),
    "has_opus": ("libopus", "no Opus: sound is AAC alone, twice as large"),
    "has_vmaf": ("libvmaf", "quality is not measured: every video gets the same settings instead of its own"),
    "has_zscale": ("zscale and tonemap", "HDR recordings come out pale"),
}


@register()
def check_ffmpeg(**kwargs: Any) -> list[CheckMessage]:
    """Say so when no ffmpeg with H.264, AAC and WebP can be found: Celery runs the checks too, so no worker starts."""
    try:
        found = _tool()
    except IkmError as error:
        return [Error(f"No usable ffmpeg: {error.code}.", hint=TOOL_HINT, id="media.E001")]
    if found.missing:
        return [Error(f"This ffmpeg lacks the encoders {', '.join(found.missing)}.", hint=TOOL_HINT, id="media.E002")]
    return [
        _warn(f"media.W00{code}", *LACKS[has]) for code, has in enumerate(LACKS, start=1) if not getattr(found, has)
    ]


@register()
def check_cage(**kwargs: Any) -> list[CheckMessage]:
    """Say so when the cage asked for does not work, or the only one that does leaves files open."""
    try:
        cage = active_cage()
    except ToolMissing:
        return [Error(f"MEDIA_CAGE={settings.MEDIA_CAGE} does not work here.", hint=CAGE_HINT, id="media.E003")]
    return [] if cage.guards_files else [Warning(_describe(cage), hint=CAGE_HINT, id="media.W010")]


@register(deploy=True)
def say_cage(**kwargs: Any) -> list[CheckMessage]:
    """Name the cage in use; only in `check --deploy`, because every command shows what the other checks say."""
    try:
        return [Info(_describe(active_cage()), id="media.I001")]
    except ToolMissing:
        return []


def _describe(cage: Cage) -> str:
    lacking = [] if cage.guards_files else ["read every file that the worker may"]
    lacking += [] if cage.cuts_network else ["use the network"]
    lacking += ["outlive its work"] if cage.name == "limits" else []
    weak = f"a hijacked program may {get_text_list(lacking, 'and')}" if lacking else "own files only, no network"
    return f"Uploads are read in the cage `{cage.name}`: {weak}."


def _warn(code: str, what: str, meaning: str) -> CheckMessage:
    return Warning(f"This ffmpeg has no {what}: {meaning}.", hint=BETTER_HINT, id=code)


def _tool() -> Tool:
    """Return what this ffmpeg can do, kept in a file until it changes: asking takes a third of a second each time."""
    kept = Path(settings.VAR_DIR) / "run" / "ffmpeg.json"
    try:
        stamp = [find_ffmpeg(), Path(find_ffmpeg()).stat().st_mtime_ns]
        known = json.loads(kept.read_text())
        if known["stamp"] == stamp:
            return Tool(**{**known["tool"], "missing": tuple(known["tool"]["missing"])})
    except (OSError, ValueError, LookupError, TypeError):  # not asked yet, by an older version, or no such ffmpeg
        pass
    found = tool()
    with suppress(OSError):
        kept.write_text(json.dumps({"stamp": stamp, "tool": asdict(found)}))
    return found
