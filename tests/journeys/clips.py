"""Small real clips, made by the ffmpeg which the product uses."""

import subprocess
from pathlib import Path

import imageio_ffmpeg


def make_clip(path: Path, *, seconds: int = 6, size: str = "640x360") -> Path:
    """Write a moving test picture with a tone to `path` (its suffix says the container) and return it."""
    picture = ["-f", "lavfi", "-i", f"testsrc2=s={size}:r=25:d={seconds}"]
    tone = ["-f", "lavfi", "-i", f"sine=f=440:d={seconds}"]
    codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    quiet = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-y"]
    subprocess.run([*quiet, *picture, *tone, *codecs, str(path)], check=True)
    return path
