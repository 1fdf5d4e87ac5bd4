"""Is this file a video that we take, and what is in it? Strange bytes are opened in a child process under limits."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from media.errors import (
    CutOff,
    EncodeFailed,
    FileEmpty,
    Locked,
    NotVideo,
    NoVideo,
    OddFrameRate,
    PictureTooLarge,
    PictureTooSmall,
    TooLong,
    TooManyStreams,
    TooShort,
    UnknownCodec,
    Unreadable,
)
from media.pipeline import formats
from media.pipeline.ffmpeg import run_program

CHILD = Path(__file__).with_name("inspecting.py")
CHILD_LIMITS = {"as": 1024**3, "cpu": 20, "fsize": 0}
CHILD_WALL_S = 90
COUNTED_STREAMS = 64  # the child counts up to here, so that "too many" can be told from "broken"


@dataclass(frozen=True)
class Facts:
    """What the later steps need. `width` and `height` are as seen: pixels made square, turned the right way up.

    `fps` is the rate of a grid that loses no picture: for a clip whose pictures come unevenly (`is_variable`), that of
    its quick passages. `audio_channels` is 0 for a silent clip. `is_turned` says that the recording asks for its
    picture to be turned or mirrored; without an answer (an older probe's facts) it may.
    """

    duration_s: float
    width: int
    height: int
    fps: float
    video_index: int
    audio_index: int | None
    video_codec: str = ""
    audio_codec: str = ""
    audio_channels: int = 0
    is_hdr: bool = False
    is_variable: bool = False
    is_interlaced: bool = False
    is_turned: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return the facts as they are kept on a row."""
        return asdict(self)


def facts_from(kept: dict[str, Any]) -> Facts:
    """Return the facts kept on a row, also by a version of ours that knew fewer or more of them."""
    known = {field.name for field in fields(Facts)}
    return Facts(**{name: value for name, value in kept.items() if name in known})


def probe(path: Path, *, on_tick: Callable[[float], None] | None = None) -> Facts:
    """Return the facts of the clip at `path`; raises a UserFault of `media.errors` that says what is wrong with it."""
    with path.open("rb") as file:
        head = file.read(formats.SNIFF_BYTES)
    if not head:
        raise FileEmpty
    if not formats.looks_like_video(head):
        raise NotVideo
    try:
        found = _ask_child(path, on_tick=on_tick)
    except EncodeFailed as error:
        if not _was_killed(error):  # it did not even start: that is ours
            raise
        raise NotVideo from error
    if "error" in found:
        # The right first bytes and no table of contents: the usual end of a broken upload or a full memory card.
        raise CutOff if head[4:8] in formats.ISO_BOXES else NotVideo
    return judge(found)


def _was_killed(error: EncodeFailed) -> bool:
    """Say whether the child crashed or ran into its limits; bubblewrap tells a signal as 128 and its number."""
    code = int(str(error.values["code"]))
    return code < 0 or code > 128


def judge(found: dict[str, Any]) -> Facts:
    """Hold what the child found against our bounds. The child may be hijacked by now: nonsense is the file's fault."""
    try:
        return _judge(found)
    except (LookupError, TypeError, ValueError, ArithmeticError) as error:
        raise NotVideo from error


def _judge(found: dict[str, Any]) -> Facts:
    if found["streams"] > formats.MAX_STREAMS:
        raise TooManyStreams
    video, audio = found.get("video"), found.get("audio")
    if not video:
        raise NoVideo
    if video["codec"] not in formats.VIDEO_CODECS or (audio and audio["codec"] not in formats.AUDIO_CODECS):
        raise UnknownCodec
    _judge_picture(video["width"], video["height"])
    duration_s = _judge_length(found, video)
    if video["is_locked"]:
        raise Locked
    if not video["decodes"]:
        raise Unreadable
    width, height = _as_seen(video)
    return Facts(
        duration_s=round(duration_s, 3),
        width=width,
        height=height,
        fps=_grid_fps(video),
        video_index=int(video["index"]),
        audio_index=int(audio["index"]) if audio else None,
        video_codec=video["codec"],
        audio_codec=audio["codec"] if audio else "",
        audio_channels=int(audio["channels"]) if audio else 0,
        is_hdr=bool(video["is_hdr"]),
        is_variable=bool(video["is_variable"]),
        is_interlaced=bool(video["is_interlaced"]),
        is_turned=bool(video["is_turned"]),
    )


def _ask_child(path: Path, *, on_tick: Callable[[float], None] | None = None) -> dict[str, Any]:
    bounds = (formats.DEMUXERS, formats.DECODERS, formats.MAX_PIXELS, COUNTED_STREAMS, formats.COUNTED_FRAMES)
    words = [sys.executable, "-I", str(CHILD), str(path.absolute()), *map(str, bounds)]
    said = run_program(words, reads=[path], wall_s=CHILD_WALL_S, limits=CHILD_LIMITS, on_tick=on_tick)
    try:
        answer: dict[str, Any] = json.loads(said.stdout, parse_constant=_refuse_number)
    except ValueError as error:
        raise NotVideo from error
    return answer


def _refuse_number(name: str) -> float:
    """NaN and Infinity pass every bound."""
    raise ValueError(name)


def _judge_picture(width: int, height: int) -> None:
    too_large = max(width, height) > formats.MAX_SIDE or width * height > formats.MAX_PIXELS
    if too_large or not width or not height:
        raise PictureTooLarge
    if min(width, height) < formats.MIN_SIDE:
        raise PictureTooSmall


def _judge_length(found: dict[str, Any], video: dict[str, Any]) -> float:
    """Return the length in seconds; what is announced, what is there and the number of frames must agree."""
    announced_s, last_s, frames = max(0.0, found["announced_s"]), found["last_s"], video["frames"]
    if last_s > formats.MAX_DURATION_S:
        raise TooLong
    if not 0 < video["fps"] <= formats.MAX_FPS:
        raise OddFrameRate
    promised_s = max(announced_s, 0 if video["is_variable"] else frames / video["fps"])
    slack_s = max(2.0, promised_s * 0.03)
    if promised_s - last_s > slack_s:
        raise CutOff
    if announced_s > formats.MAX_DURATION_S:
        raise TooLong
    # An announced length that is too short is a slip of the recorder: nothing of what is there gets lost.
    duration_s: float = announced_s if announced_s and last_s - announced_s <= slack_s else last_s
    if duration_s < formats.MIN_DURATION_S:
        raise TooShort
    if frames / duration_s > formats.MAX_FPS or video["counted"] * formats.MAX_MEAN_GAP_S < duration_s:
        raise OddFrameRate
    return duration_s


def _grid_fps(video: dict[str, Any]) -> float:
    quick = 1 / video["short_s"] if video["is_variable"] and video["short_s"] else video["fps"]
    return float(min(formats.MAX_FPS, max(formats.MIN_FPS, video["fps"], quick)))


def _as_seen(video: dict[str, Any]) -> tuple[int, int]:
    width, height = round(video["width"] * min(max(video["sar"], 0.25), 4)), video["height"]
    return (height, width) if video["rotation"] % 180 else (width, height)
