"""Opens results of ours with PyAV and prints what is really in them as one line of JSON: `counting.py PATH...`.

A program of its own under limits (see `verifying.py`): the frames came from a stranger. Imports nothing of ours.
"""

import itertools
import json
import sys
from typing import Any

import av

FAR_S = 1_000_000


def count(container: Any, stream: Any) -> dict[str, Any]:
    """Return how many packets a stream has, when the first begins and the last ends, and whether its steps are even."""
    times, ends = [], []
    for packet in container.demux(stream):
        if packet.pts is not None and packet.size:
            times.append(packet.pts)
            ends.append(packet.pts + (packet.duration or 0))
    times.sort()
    steps = {after - before for before, after in itertools.pairwise(times)}
    base = stream.time_base
    return {
        "kind": stream.type,
        "packets": len(times),
        "start_s": float(times[0] * base) if times else 0.0,
        "end_s": float(max(ends) * base) if ends else 0.0,
        "is_even": len(steps) <= 1,
    }


def decode_tail(container: Any, stream: Any) -> int:
    """Return how many frames decode from the last key frame on."""
    container.seek(FAR_S * 1_000_000, backward=True)
    return sum(1 for _ in container.decode(stream))


def look_at(path: str) -> list[dict[str, Any]]:
    """Return what each stream of a file holds; nothing for a file that does not open."""
    found = []
    with av.open(f"file:{path}", container_options={"protocol_whitelist": "file"}) as container:
        for stream in container.streams:
            container.seek(0)
            context: Any = stream.codec_context
            one = count(container, stream) | {"codec": context.codec.canonical_name}
            one["tail"] = decode_tail(container, stream)
            if stream.type == "video":
                one |= {"width": context.width, "height": context.height}
            found.append(one)
    return found


def main() -> None:
    """Print a list for each path."""
    answers: list[Any] = []
    for path in sys.argv[1:]:
        try:
            answers.append(look_at(path))
        except (av.error.FFmpegError, MemoryError, ValueError) as error:
            answers.append([{"error": type(error).__name__}])
    sys.stdout.write(json.dumps(answers))


if __name__ == "__main__":
    main()
