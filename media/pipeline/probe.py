"""Is this file a video that we take, and what is in it? Strange bytes are opened in a child process under limits."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media.errors import (
    CutOff,
    EncodeFailed,
    EncodeStalled,
    FileEmpty,
    NotVideo,
    NoVideo,
    OddFrameRate,
    PictureTooLarge,
    PictureTooSmall,
    ResultWrong,
    TooLong,
    TooManyStreams,
    TooShort,
    UnknownCodec,
)
from media.pipeline import formats
from media.pipeline.ffmpeg import run_program

CHILD = Path(__file__).with_name("inspecting.py")
CHILD_LIMITS = {"as": 1024**3, "cpu": 20, "fsize": 0}
CHILD_WALL_S = 90
COUNTED_STREAMS = 64  # the child counts up to here, so that "too many" can be told from "broken"


@dataclass(frozen=True)
class Facts:
    """What the later steps need. `width` and `height` are as seen: pixels made square, turned the right way up."""

    duration_s: float
    width: int
    height: int
    fps: float
    video_index: int
    audio_index: int | None


def probe(path: Path, *, on_tick: Callable[[float], None] | None = None) -> Facts:
    """Return the facts of the clip at `path`; raises a UserFault of `media.errors` that says what is wrong with it."""
    with path.open("rb") as file:
        head = file.read(formats.SNIFF_BYTES)
    if not head:
        raise FileEmpty
    if not formats.looks_like_video(head):
        raise NotVideo
    try:
        found = _ask_child("facts", path, on_tick=on_tick)
    except (EncodeFailed, EncodeStalled) as error:  # it crashed, or ran into its limits
        raise NotVideo from error
    if "error" in found:
        # The right first bytes and no table of contents: the usual end of a broken upload or a full memory card.
        raise CutOff if head[4:8] in formats.ISO_BOXES else NotVideo
    return judge(found)


def judge(found: dict[str, Any]) -> Facts:
    """Hold what the child found against our bounds."""
    if found["streams"] > formats.MAX_STREAMS:
        raise TooManyStreams
    video, audio = found.get("video"), found.get("audio")
    if not video:
        raise NoVideo
    if video["codec"] not in formats.VIDEO_CODECS or (audio and audio["codec"] not in formats.AUDIO_CODECS):
        raise UnknownCodec
    _judge_picture(video["width"], video["height"])
    duration_s = _judge_length(found, video)
    width, height = _as_seen(video)
    return Facts(
        duration_s=round(duration_s, 3),
        width=width,
        height=height,
        fps=video["fps"],
        video_index=video["index"],
        audio_index=audio["index"] if audio else None,
    )


def check_result(path: Path, *, duration_s: float, streams: int) -> tuple[int | None, int | None]:
    """Return width and height of a result of ours, after decoding its end; raises ResultWrong."""
    found = _ask_child("check", path)
    decoded = found.get("decoded", [])
    if len(decoded) != streams or not all(decoded):
        raise ResultWrong(found=found)
    if abs(found["announced_s"] - duration_s) > max(1.5, duration_s * 0.02):
        raise CutOff
    return found["width"], found["height"]


def _ask_child(mode: str, path: Path, *, on_tick: Callable[[float], None] | None = None) -> dict[str, Any]:
    bounds = (formats.DEMUXERS, str(formats.MAX_PIXELS), str(COUNTED_STREAMS))
    words = [sys.executable, "-I", str(CHILD), mode, str(path), *bounds]
    said = run_program(words, wall_s=CHILD_WALL_S, limits=CHILD_LIMITS, on_tick=on_tick)
    answer: dict[str, Any] = json.loads(said.stdout)
    return answer


def _judge_picture(width: int, height: int) -> None:
    too_large = max(width, height) > formats.MAX_SIDE or width * height > formats.MAX_PIXELS
    if too_large or not width or not height:
        raise PictureTooLarge
    if min(width, height) < formats.MIN_SIDE:
        raise PictureTooSmall


def _judge_length(found: dict[str, Any], video: dict[str, Any]) -> float:
    """Return the length in seconds; what is announced, what is there and the number of frames must agree."""
    announced_s, last_s, fps, frames = found["announced_s"], found["last_s"], video["fps"], video["frames"]
    if max(announced_s, last_s) > formats.MAX_DURATION_S:
        raise TooLong
    if not formats.MIN_FPS <= fps <= formats.MAX_FPS:
        raise OddFrameRate
    promised_s = max(announced_s, frames / fps)
    if promised_s - last_s > max(2.0, promised_s * 0.03):
        raise CutOff
    duration_s: float = announced_s or last_s
    if duration_s < formats.MIN_DURATION_S:
        raise TooShort
    if frames and not formats.MIN_FPS <= frames / duration_s <= formats.MAX_FPS:
        raise OddFrameRate
    return duration_s


def _as_seen(video: dict[str, Any]) -> tuple[int, int]:
    width, height = round(video["width"] * min(max(video["sar"], 0.25), 4)), video["height"]
    return (height, width) if video["rotation"] % 180 else (width, height)
def facts_from(kept: Any) -> Any: raise NotImplementedError
