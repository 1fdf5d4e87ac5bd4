"""Opens one strange file with PyAV and prints what it found as one line of JSON.

Runs as a program of its own under limits (see `probe.py`), because a decoder fed by strangers may crash or hang. Gets
everything on its command line and imports nothing of ours.

`inspecting.py PATH DEMUXERS DECODERS MAX_PIXELS MAX_STREAMS COUNTED`
"""

import itertools
import json
import sys
from typing import Any

import av

TAIL_S = 5
TRIED_PACKETS = 300  # a recording that begins between two key frames needs some before the first picture
HDR_CURVES = (16, 18)  # SMPTE 2084 (PQ) and ARIB STD-B67 (HLG), as ffmpeg numbers them
# Whatever a strange file makes PyAV say; what kills this process is told by its exit code.
UNREADABLE = (av.error.FFmpegError, MemoryError, ValueError, LookupError, TypeError, ArithmeticError, AttributeError)
UNEVEN = 0.25  # how far a step between two pictures may be off the usual one, as a share of it


def describe_video(container: Any, stream: Any, decoders: str, max_pixels: int, counted: int) -> dict[str, Any]:
    """Return the facts of the moving picture; decodes one frame, unless too large or rare, to learn how it is shown."""
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
        "is_hdr": context.color_trc in HDR_CURVES,
        "is_interlaced": False,
        "is_turned": True,
        "decodes": False,
        "is_locked": False,
    }
    facts |= describe_steps(container, stream, counted)
    if context.codec.name in decoders.split(",") and context.width * context.height <= max_pixels:
        facts |= describe_frame(container, stream)
    return facts


def describe_steps(container: Any, stream: Any, counted: int) -> dict[str, Any]:
    """Return how many pictures there are, counted up to `counted`, and how long the usual and the short steps take."""
    times = []
    for packet in container.demux(stream):
        if packet.pts is not None:
            times.append(packet.pts)
        if len(times) >= counted:
            break
    container.seek(0)
    times.sort()
    steps = sorted(after - before for before, after in itertools.pairwise(times) if after > before)
    if not steps:
        return {"counted": len(times), "is_variable": False, "short_s": 0.0}
    usual, slack = steps[len(steps) // 2], UNEVEN * steps[len(steps) // 2] + 1
    uneven = sum(1 for step in steps if abs(step - usual) > slack)
    return {
        "counted": len(times),
        "is_variable": uneven > len(steps) * 0.02 + 1,
        "short_s": float(steps[len(steps) // 10] * stream.time_base),
    }


def describe_frame(container: Any, stream: Any) -> dict[str, Any]:
    """Decode up to the first picture and return how it is shown; nothing when none can be decoded."""
    for number, packet in enumerate(container.demux(stream)):
        if packet.has_sidedata("encryption_info"):
            return {"is_locked": True}
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            frames = []
        for frame in frames:
            shown = {"decodes": True, "rotation": frame.rotation, "is_interlaced": bool(frame.interlaced_frame)}
            shown["is_turned"] = "DISPLAYMATRIX" in frame.side_data
            return shown | ({"is_hdr": True} if frame.color_trc in HDR_CURVES else {})
        if number > TRIED_PACKETS:
            break
    return {}


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


def open_file(path: str, demuxers: str, decoders: str, max_pixels: str, max_streams: str) -> Any:
    """Open `path` with nothing but these demuxers and decoders and no other file or address."""
    options = {"protocol_whitelist": "file", "format_whitelist": demuxers, "codec_whitelist": decoders}
    options |= {"max_streams": max_streams}
    return av.open(f"file:{path}", container_options=options, options={"max_pixels": max_pixels})


def main_streams(container: Any) -> tuple[Any, Any]:
    """Return the picture and the sound to show, None for what is missing."""
    pictures = [stream for stream in container.streams.video if not is_cover(stream)]
    return main_one(pictures), main_one(container.streams.audio)


def main_one(streams: Any) -> Any:
    """Return the first that has a decoder, else the first; None for none."""
    return next((stream for stream in streams if stream.codec_context), next(iter(streams), None))


def gather_facts(container: Any, decoders: str, max_pixels: int, counted: int) -> dict[str, Any]:
    """Return streams, picture, sound, announced duration and the last moment really there."""
    announced = (container.duration or 0) / 1_000_000
    found: dict[str, Any] = {"announced_s": announced, "streams": len(container.streams)}
    video, sound = main_streams(container)
    if sound:
        found["audio"] = describe_sound(sound)
    if video and not video.codec_context:
        found["video"] = {"codec": ""}
    elif video:
        found["video"] = describe_video(container, video, decoders, max_pixels, counted)
        start = (container.start_time or 0) / 1_000_000
        streams = [stream for stream in (video, sound) if stream]
        found["last_s"] = last_moment(container, streams, start + announced - TAIL_S) - start
    return found


def describe_sound(stream: Any) -> dict[str, Any]:
    """Return the facts of the sound; no codec where nothing decodes it."""
    context = stream.codec_context
    if not context:
        return {"index": stream.index, "codec": ""}
    return {"index": stream.index, "codec": context.codec.canonical_name, "channels": context.layout.nb_channels}


def main() -> None:
    """Print facts, or the kind of failure."""
    path, demuxers, decoders, max_pixels, max_streams, counted = sys.argv[1:]
    try:
        with open_file(path, demuxers, decoders, max_pixels, max_streams) as container:
            found = gather_facts(container, decoders, int(max_pixels), int(counted))
    except UNREADABLE as error:
        found = {"error": type(error).__name__}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
