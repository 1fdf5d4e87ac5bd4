"""What decides every byte of a video's results: the plan, its rungs, its grid of chunks. Plain values, kept as JSON."""

import hashlib
import json
from dataclasses import MISSING, asdict, dataclass, fields
from fractions import Fraction
from typing import Any

VERSION = 3  # raise it when the same settings would give other files; names change with it
GOP_S = 4


@dataclass(frozen=True)
class SoundRung:
    """One encode of the sound, mono, made once for the whole clip: `codec` is `opus` or `aac`."""

    name: str
    codec: str
    kbit: int


@dataclass(frozen=True)
class VideoRung:
    """One encode of the picture. `kind` is what the learner chooses, `codec` is `av1` or `h264`.

    `cap_kbit` is the most that a second of picture may cost on average; `sound` names the SoundRung that goes with it,
    empty for a silent clip.
    """

    name: str
    kind: str
    codec: str
    width: int
    height: int
    crf: int
    preset: str
    cap_kbit: int
    sound: str


@dataclass(frozen=True)
class Plan:
    """Everything that decides the bytes of one pass over a clip.

    `fps` is a fraction as text; `frames` the length of the picture on that grid; a chunk is `chunk_frames` of them, a
    whole number of GOPs of `gop_frames`. `tool` is the version of ffmpeg and `threads` what each encoder gets: both
    change the bytes. `alone` names the sounds that are published without picture. `is_turned` says that the recording
    asks for its picture to be turned, or may; `is_interlaced` that it consists of half pictures.

    Lessons are under way while a new version of ours is put in place: a new field has a default under which all comes
    out as before.
    """

    tool: str
    fps: str
    frames: int
    gop_frames: int
    chunk_frames: int
    duration_s: float
    video_index: int
    audio_index: int | None
    is_hdr: bool
    threads: int
    videos: tuple[VideoRung, ...]
    sounds: tuple[SoundRung, ...]
    alone: tuple[str, ...]
    version: int = VERSION
    is_turned: bool = True
    is_interlaced: bool = False

    @property
    def chunks(self) -> int:
        """How many chunks the picture is cut into."""
        return -(-self.frames // self.chunk_frames)

    def span(self, position: int) -> tuple[int, int]:
        """Return the first frame of a chunk and the one after its last."""
        first = position * self.chunk_frames
        return first, min(self.frames, first + self.chunk_frames)

    def seconds(self, frames: int) -> float:
        """Return how long so many frames take."""
        return float(frames / Fraction(self.fps))

    def as_json(self) -> dict[str, Any]:
        """Return the plan as it is kept on a row."""
        return asdict(self)

    def key(self, sha256: str) -> str:
        """Return the hash of a clip's hash and this plan: what names its chunks and its results.

        What came later counts only where it is not as it was before: a lesson that is under way while we are replaced
        keeps its names.
        """
        before = {field.name: field.default for field in fields(self) if field.name != "version"}
        told = {name: value for name, value in self.as_json().items() if value != before.get(name, MISSING)}
        return content_key(sha256, told)


def plan_from(kept: dict[str, Any]) -> Plan:
    """Return the plan kept on a row, also by a version of ours that knew fewer or more of its fields."""
    values = {
        "videos": tuple(VideoRung(**_known(VideoRung, one)) for one in kept["videos"]),
        "sounds": tuple(SoundRung(**_known(SoundRung, one)) for one in kept["sounds"]),
        "alone": tuple(kept["alone"]),
    }
    return Plan(**(_known(Plan, kept) | values))


def _known(kind: type[Plan | VideoRung | SoundRung], kept: dict[str, Any]) -> dict[str, Any]:
    known = {field.name for field in fields(kind)}
    return {name: value for name, value in kept.items() if name in known}


def content_key(sha256: str, settings: dict[str, Any]) -> str:
    """Return the hash of an input's hash and the settings used on it."""
    return hashlib.sha256(f"{sha256}{json.dumps(settings, sort_keys=True)}".encode()).hexdigest()[:32]
