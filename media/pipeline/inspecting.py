"""Opens one strange file with PyAV and prints what it found as one line of JSON.

Runs as a program of its own under limits (see `probe.py`), because a decoder fed by strangers may crash or hang. Gets
everything on its command line and imports nothing of ours.

`inspecting.py facts PATH DEMUXERS MAX_PIXELS MAX_STREAMS` for an upload; `inspecting.py check ...` for a result of
ours, whose last seconds it decodes.
"""

import json
import sys
from typing import Any

import av

TAIL_S = 5


def describe_video(container: Any, stream: Any, max_pixels: int) -> dict[str, Any]:
    """Return the facts of the moving picture; decodes one frame, unless too large, to learn how it is turned."""
    context = stream.codec_context
    facts = {
        "codec": context.codec.canonical_name,
        "index": stream.index,
        "width": context.width,
        "height": context.height,
        "sar": float(stream.sample_aspect_ratio or 1),
        "fps": float(stream.average_rate or stream.guessed_rate or 0),
        "frames": stream.frames,
        "rotation": 0,
    }
    if context.width * context.height <= max_pixels:
        for frame in container.decode(stream):
            facts["rotation"] = frame.rotation
            break
    return facts


def last_moment(container: Any, streams: list[Any], start_s: float) -> float:
    """Return the end of the last packet in any of `streams` in seconds, reading from `start_s` on."""
    container.seek(max(0, int(start_s * 1_000_000)), backward=True)
    last = 0.0
    for packet in container.demux(streams):
        if packet.pts is not None:
            last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    return last


def is_cover(stream: Any) -> bool:
    """A still picture that belongs to a sound file."""
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def open_file(path: str, demuxers: str, max_pixels: str, max_streams: str) -> Any:
    """Open `path` with nothing but these demuxers and no other file or address."""
    options = {"protocol_whitelist": "file", "format_whitelist": demuxers, "max_streams": max_streams}
    return av.open(f"file:{path}", container_options=options, options={"max_pixels": max_pixels})


def main_streams(container: Any) -> tuple[Any, Any]:
    """Return the first picture and the first sound, or None for what is missing or has no decoder at all."""
    videos = [stream for stream in container.streams.video if stream.codec_context and not is_cover(stream)]
    sounds = [stream for stream in container.streams.audio if stream.codec_context]
    return (videos or [None])[0], (sounds or [None])[0]


def gather_facts(container: Any, max_pixels: int) -> dict[str, Any]:
    """Return streams, picture, sound, announced duration and the last moment really there."""
    announced = (container.duration or 0) / 1_000_000
    found: dict[str, Any] = {"announced_s": announced, "streams": len(container.streams)}
    video, sound = main_streams(container)
    if sound:
        found["audio"] = {"index": sound.index, "codec": sound.codec_context.codec.canonical_name}
    if video:
        found["video"] = describe_video(container, video, max_pixels)
        start = (container.start_time or 0) / 1_000_000
        streams = [stream for stream in (video, sound) if stream]
        found["last_s"] = last_moment(container, streams, start + announced - TAIL_S) - start
    return found


def check_result(container: Any) -> dict[str, Any]:
    """Return size of picture, duration, and how many frames of the last seconds decode in each stream."""
    announced = (container.duration or 0) / 1_000_000
    found: dict[str, Any] = {"announced_s": announced, "width": None, "height": None, "decoded": []}
    for stream in main_streams(container):
        if stream:
            container.seek(max(0, int((announced - TAIL_S) * 1_000_000)), backward=True)
            found["decoded"].append(sum(1 for _ in container.decode(stream)))
            if stream.type == "video":
                found |= {"width": stream.codec_context.width, "height": stream.codec_context.height}
    return found


def main() -> None:
    """Print facts, or the kind of failure."""
    mode, path, demuxers, max_pixels, max_streams = sys.argv[1:]
    try:
        with open_file(path, demuxers, max_pixels, max_streams) as container:
            found = gather_facts(container, int(max_pixels)) if mode == "facts" else check_result(container)
    except (av.error.FFmpegError, MemoryError, ValueError) as error:
        found = {"error": type(error).__name__}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
