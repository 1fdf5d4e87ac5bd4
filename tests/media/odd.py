"""Files as strangers send them that are odd and fine; made like those of `broken.py`."""

import random
import struct
import zipfile
from pathlib import Path

from tests.media.broken import box, patch, put
from tests.media.conftest import H264, Clips, cut, ffmpeg, picture, sound


def screen_recording(clips: Clips, path: Path) -> None:
    """Pictures come only when something moves: quick for a while, then one a second."""
    uneven = "select='lt(t,2)+not(mod(n,25))'"
    ffmpeg(*picture("160x90", seconds=6), "-vf", uneven, "-fps_mode", "vfr", *H264, "-f", "mp4", path)


def television(clips: Clips, path: Path) -> None:
    """Half pictures, surround sound."""
    mixed = ["-af", "pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0", "-c:a", "ac3"]
    half = ["-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-vf", "setfield=tff"]
    ffmpeg(*picture("160x96", seconds=1), *sound(1), *half, *mixed, "-f", "mpegts", path)


def bright_film(clips: Clips, path: Path) -> None:
    """HDR as a phone records it."""
    bright = ["-vf", "setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc"]
    words = ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p10le"]
    ffmpeg(*picture("160x90", seconds=1), *words, *bright, "-f", "mp4", path)


def end_cut_off_ts(clips: Clips, path: Path) -> None:
    cut(clips.stream, path)


def garbage_behind(clips: Clips, path: Path) -> None:
    path.write_bytes(clips.small.read_bytes() + random.Random(5).randbytes(5000))


def archive_behind(clips: Clips, path: Path) -> None:
    with zipfile.ZipFile(path.with_name("hidden.zip"), "w") as packed:
        packed.writestr("index.html", "<script>alert(1)</script>")
    hidden = path.with_name("hidden.zip")
    path.write_bytes(clips.small.read_bytes() + hidden.read_bytes())
    hidden.unlink()


def avi_without_index(clips: Clips, path: Path) -> None:
    path.write_bytes(clips.film.read_bytes().replace(b"idx1", b"JUNK"))


def empty_edit_list(clips: Clips, path: Path) -> None:
    patch(clips.small, path, b"elst", lambda inner: box(b"elst", inner[:8] + bytes(4) + inner[12:]))


def two_pictures_side_by_side(clips: Clips, path: Path) -> None:
    ffmpeg("-i", clips.small, "-map", "0:v", "-map", "0:v", "-map", "0:a", "-c", "copy", "-f", "mp4", path)


def second_picture_in_an_old_codec(clips: Clips, path: Path) -> None:
    old = ["-map", "0", "-map", "1:v", "-c", "copy", "-c:v:1", "cinepak", "-f", "matroska"]
    ffmpeg("-i", clips.small, *picture("64x48", seconds=1), *old, path)


def with_font_and_captions(clips: Clips, path: Path) -> None:
    captions = path.with_name("captions.srt")
    captions.write_text("1\n00:00:00,000 --> 00:00:01,000\n<script>alert(1)</script>\n")
    font = ["-attach", captions, "-metadata:s:t", "mimetype=font/ttf", "-metadata:s:t", "filename=../../evil.ttf"]
    ffmpeg("-i", clips.small, "-i", captions, *font, "-c", "copy", "-c:s", "srt", "-f", "matroska", path)
    captions.unlink()


def with_time_code(clips: Clips, path: Path) -> None:
    ffmpeg("-i", clips.small, "-c", "copy", "-timecode", "10:00:00:00", "-f", "mov", path)


def with_positions(clips: Clips, path: Path) -> None:
    ffmpeg("-i", clips.small, "-c", "copy", "-timecode", "10:00:00:00", "-f", "mov", path)
    path.write_bytes(path.read_bytes().replace(b"tmcd", b"gpmd"))


def slides_for_two_hours(clips: Clips, path: Path) -> None:
    ffmpeg("-f", "lavfi", "-i", "color=s=64x64:r=1/5:d=7200", *H264, "-f", "mp4", path)


def slides_for_two_hours_mkv(clips: Clips, path: Path) -> None:
    ffmpeg("-f", "lavfi", "-i", "color=s=64x64:r=1/5:d=7200", *H264, "-f", "matroska", path)


def lecture_at_one_picture_a_second(clips: Clips, path: Path) -> None:
    ffmpeg("-f", "lavfi", "-i", "color=s=64x64:r=1:d=7200", *H264, "-f", "mp4", path)


def length_said_too_short(clips: Clips, path: Path) -> None:
    content = clips.matroska.read_bytes()
    path.write_bytes(put(content, content.index(b"\x44\x89\x88") + 3, struct.pack(">d", 500.0)))


def broken_in_the_first_pictures(clips: Clips, path: Path) -> None:
    """As a television box writes them: the recording begins between two key frames."""
    path.write_bytes(clips.stream.read_bytes()[188 * 12 :])
