"""Which ffmpeg is at hand and what it can do. A plan keeps its version, because other versions write other bytes."""

import functools
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from media.errors import EncodeFailed, ToolMissing
from media.pipeline.ffmpeg import find_ffmpeg, run_program

NEEDED_ENCODERS = ("libx264", "aac", "libwebp")
WALL_S = 30
RELEASE_SHOWN = 14  # so that release and build together fit into the name of a recipe


@dataclass(frozen=True)
class Tool:
    """One ffmpeg. What is absent is left out of a plan: no AV1, sound as AAC alone, no measured quality, no HDR."""

    path: str
    version: str
    has_av1: bool
    has_opus: bool
    has_vmaf: bool
    has_zscale: bool
    missing: tuple[str, ...]


def tool() -> Tool:
    """Return the ffmpeg at hand; asked once for a file, and again when the file at that path is another one."""
    path = find_ffmpeg()
    try:
        return _look_at(path, Path(path).stat().st_mtime_ns)
    except (OSError, EncodeFailed) as error:
        raise ToolMissing from error


def missing_encoders() -> list[str]:
    """Return those of the encoders that we cannot do without that this ffmpeg lacks."""
    return list(tool().missing)


@functools.lru_cache(maxsize=4)
def _look_at(path: str, changed_ns: int) -> Tool:
    encoders, filters = _listed(path, "-encoders"), _listed(path, "-filters")
    return Tool(
        path=path,
        version=_version(path),
        has_av1="libsvtav1" in encoders,
        has_opus="libopus" in encoders,
        has_vmaf="libvmaf" in filters,
        has_zscale={"zscale", "tonemap"} <= filters,
        missing=tuple(name for name in NEEDED_ENCODERS if name not in encoders),
    )


def _version(path: str) -> str:
    said = run_program([path, "-version"], wall_s=WALL_S).stdout.decode(errors="replace")
    found = re.match(r"ffmpeg version (\S+)", said)
    if not found:
        raise ToolMissing
    # Builds of one release by other people differ in their libraries: what they say of their making tells them apart.
    build = hashlib.sha256(said.encode()).hexdigest()[:8]
    return f"{found[1][:RELEASE_SHOWN]}-{build}"


def _listed(path: str, what: str) -> set[str]:
    """Return the names in one of ffmpeg's lists; the name is the second word of a line."""
    said = run_program([path, "-hide_banner", what], wall_s=WALL_S).stdout.decode(errors="replace")
    return {words[1] for words in map(str.split, said.splitlines()) if len(words) > 1}
