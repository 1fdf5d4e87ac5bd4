"""Every kind of file that the pipeline publishes, made by its own steps from a clip that turns from red to blue."""

import subprocess
from pathlib import Path

import imageio_ffmpeg

from media.pipeline.join import join_rendition
from media.pipeline.picture import make_chunk
from media.pipeline.plan import Plan, SoundRung, VideoRung
from media.pipeline.sound import make_sounds
from media.pipeline.tools import tool

SECONDS = 12
FPS = 25
SIDES = (320, 180)


def plan() -> Plan:
    """Two chunks, each rung as AV1 with Opus and as H.264 with AAC, and both sounds alone."""
    av1 = VideoRung("av1", "hemat", "av1", *SIDES, crf=55, preset="10", cap_kbit=200, sound="opus")
    h264 = VideoRung("h264", "hemat", "h264", *SIDES, crf=33, preset="veryfast", cap_kbit=200, sound="aac")
    return Plan(
        tool=tool().version,
        fps=str(FPS),
        frames=SECONDS * FPS,
        gop_frames=4 * FPS,
        chunk_frames=8 * FPS,
        duration_s=SECONDS,
        video_index=0,
        audio_index=1,
        is_hdr=False,
        threads=2,
        videos=(av1, h264),
        sounds=(SoundRung("opus", "opus", 16), SoundRung("aac", "aac", 24)),
        alone=("opus", "aac"),
    )


def make_rungs(folder: Path) -> dict[str, Path]:
    """Write all files below `folder` and return them by name: `av1`, `h264`, `opus`, `aac`."""
    folder.mkdir(parents=True, exist_ok=True)
    clip, made, wanted = folder / "clip.mp4", {}, plan()
    make_colours(clip)
    sounds = {one.name: folder / f"sound-{one.name}.mp4" for one in wanted.sounds}
    make_sounds(clip, wanted, sounds)
    chunks: dict[str, list[Path]] = {rung.name: [] for rung in wanted.videos}
    for position in range(wanted.chunks):
        targets = {rung.name: folder / f"{position}-{rung.name}.mp4" for rung in wanted.videos}
        make_chunk(clip, wanted, position, targets)
        for name, path in targets.items():
            chunks[name].append(path)
    for rung in wanted.videos:
        made[rung.name] = folder / f"whole-{rung.name}.mp4"
        join_rendition(chunks[rung.name], sounds[rung.sound], made[rung.name], wanted, rung)
    for name, sound in sounds.items():
        made[name] = folder / f"whole-{name}.m4a"
        join_rendition([], sound, made[name], wanted, None)
    return made


def make_colours(path: Path) -> None:
    """Write a clip that is red for its first half and blue for its second, with a tone."""
    half = f"s={SIDES[0] * 2}x{SIDES[1] * 2}:r={FPS}:d={SECONDS / 2}"
    inputs = [
        word
        for source in (f"color=red:{half}", f"color=blue:{half}", f"sine=d={SECONDS}")
        for word in ("-f", "lavfi", "-i", source)
    ]
    codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    joined = ["-filter_complex", "[0][1]concat=n=2:v=1:a=0[v]", "-map", "[v]", "-map", "2:a"]
    quiet = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-y"]
    subprocess.run([*quiet, *inputs, *joined, *codecs, str(path)], check=True)
