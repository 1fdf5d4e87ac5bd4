"""What others would make of a clip: the encoder settings of their own sources, run in our ffmpeg on the same frames.

Kolibri's default (ricecooker), the 240p profiles of MediaCMS and of PeerTube. Pictures are read from the reference, the
clip's own frames kept without loss, so that every figure compares the same frames.
"""

from pathlib import Path

from bench.video_clips import Clip
from media.pipeline.ffmpeg import run_ffmpeg
from media.pipeline.ladder import fit

GOP_S = 4
MEDIACMS_KBIT = 300 * 3 // 2  # its table says 300 for 240p; what may be used is half as much more
PEERTUBE_BITS_PER_PIXEL = 0.17
PEERTUBE_OVER_SOURCE = 1.3


def kolibri(clip: Clip, reference: Path, folder: Path) -> Path:
    """At most 480 lines, slow, CRF 32, baseline; AAC 32k mono; table in front."""
    words = ["-preset", "slow", "-crf", "32", "-profile:v", "baseline", "-c:a", "aac", "-b:a", "32k", "-ac", "1"]
    return _encode(clip, reference, folder / "kolibri.mp4", 480, words)


def mediacms(clip: Clip, reference: Path, folder: Path) -> Path:
    """240 lines, medium, CRF 23 under a cap, key frames each 4 s; AAC 128k stereo."""
    cap = ["-maxrate", f"{MEDIACMS_KBIT}k", "-bufsize", f"{MEDIACMS_KBIT}k"]
    keys = ["-force_key_frames", f"expr:gte(t,n_forced*{GOP_S})"]
    sound = ["-c:a", "aac", "-b:a", "128k", "-ac", "2"]
    return _encode(
        clip, reference, folder / "mediacms.mp4", 240, ["-preset", "medium", "-crf", "23", *cap, *keys, *sound]
    )


def peertube(clip: Clip, reference: Path, folder: Path) -> Path:
    """240 lines, veryfast, default CRF under a cap by pixels, 16 B-frames; the picture alone."""
    width, height = fit(clip.facts.width, clip.facts.height, 240)
    wanted = PEERTUBE_BITS_PER_PIXEL * width * height * min(30.0, clip.facts.fps) / 1000
    cap = int(min(wanted, clip.source_kbit * PEERTUBE_OVER_SOURCE))
    words = ["-preset", "veryfast", "-maxrate", f"{cap}k", "-bufsize", f"{2 * cap}k", "-bf", "16", "-b_strategy", "1"]
    return _encode(clip, reference, folder / "peertube.mp4", 240, [*words, "-g", str(round(clip.facts.fps * 2)), "-an"])


def _encode(clip: Clip, reference: Path, target: Path, side: int, words: list[str]) -> Path:
    width, height = fit(clip.facts.width, clip.facts.height, side)
    inputs = ["-i", str(reference), "-i", str(clip.path), "-map", "0:v"]
    sound = [] if "-an" in words else ["-map", "1:a"]
    picture = ["-vf", f"scale={width}:{height}:flags=bicubic", "-pix_fmt", "yuv420p", "-c:v", "libx264"]
    ends = ["-t", str(clip.facts.duration_s), "-fps_mode", "passthrough", "-movflags", "faststart", str(target)]
    run_ffmpeg([*inputs, *sound, *picture, *words, *ends], wall_s=1800)
    return target
