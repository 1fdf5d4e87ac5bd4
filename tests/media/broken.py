"""Files as strangers send them: broken ones and hostile ones, most of them made byte by byte.

Each function takes the clips of `conftest.py` and the path to write to; its name is the case's.
"""

import random
import struct
import zipfile
import zlib
from pathlib import Path

from tests.media.conftest import H264, Clips, cut, ffmpeg, picture, sound

HOLDERS = (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"edts", b"stbl", b"udta")
PIXEL = {
    "jpg": "mjpeg",
    "png": "png",
    "gif": "gif",
    "webp": "libwebp",
}


# --- Boxes of an MP4 ------------------------------------------------------------------------------


def box(kind: bytes, content: bytes) -> bytes:
    """Return one box."""
    return struct.pack(">I", 8 + len(content)) + kind + content


def boxes(content: bytes):
    """Yield kind and content of each box in `content`."""
    at = 0
    while at + 8 <= len(content):
        size = struct.unpack_from(">I", content, at)[0]
        size = len(content) - at if size == 0 else size
        yield content[at + 4 : at + 8], content[at + 8 : at + size]
        at += size


def changed(content: bytes, kind: bytes, change) -> bytes:
    """Return `content` with every box `kind` made anew by `change(content of the box)`, which returns whole boxes."""
    made = []
    for name, inner in boxes(content):
        if name == kind:
            made.append(change(inner))
        else:
            made.append(box(name, changed(inner, kind, change) if name in HOLDERS else inner))
    return b"".join(made)


def patch(source: Path, path: Path, kind: bytes, change) -> None:
    """Write `source` with its boxes `kind` changed; the table of contents is at the end, so that offsets stay right."""
    path.write_bytes(changed(source.read_bytes(), kind, change))


def put(content: bytes, at: int, value: bytes) -> bytes:
    """Overwrite some bytes."""
    return content[:at] + value + content[at + len(value) :]


# --- No video at all ------------------------------------------------------------------------------


def empty(clips: Clips, path: Path) -> None:
    path.write_bytes(b"")


def letter(clips: Clips, path: Path) -> None:
    path.write_text("Bapak dan Ibu yang terhormat, " * 50)


def web_page(clips: Clips, path: Path) -> None:
    path.write_text("<!doctype html><script>alert(1)</script><video src='http://127.0.0.1/'></video>")


def hls_playlist(clips: Clips, path: Path) -> None:
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{clips.small}\n#EXT-X-ENDLIST\n")


def list_of_a_neighbours_file(clips: Clips, path: Path) -> None:
    path.write_text(f"ffconcat version 1.0\nfile '{clips.small}'\n")


def list_behind_a_right_beginning(clips: Clips, path: Path) -> None:
    path.write_bytes(b"\0\0\0\x18ftyp" + b"ffconcat version 1.0\nfile " + str(clips.small).encode())


def dash_manifest(clips: Clips, path: Path) -> None:
    path.write_text(
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet>'
        f'<Representation id="0"><BaseURL>{clips.small}</BaseURL></Representation></AdaptationSet></Period></MPD>'
    )


def svg(clips: Clips, path: Path) -> None:
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{clips.small}"/></svg>')


def session_description(clips: Clips, path: Path) -> None:
    path.write_text("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5000 RTP/AVP 96\n")


def _still(path: Path, kind: str) -> None:
    still = path.with_name(f"still.{kind}")
    ffmpeg("-f", "lavfi", "-i", "color=red:s=64x64:d=0.1:r=10", "-frames:v", "1", "-c:v", PIXEL[kind], still)
    still.rename(path)


def photo(clips: Clips, path: Path) -> None:
    _still(path, "jpg")


def drawing(clips: Clips, path: Path) -> None:
    _still(path, "png")


def moving_drawing(clips: Clips, path: Path) -> None:
    _still(path, "gif")


def sticker(clips: Clips, path: Path) -> None:
    _still(path, "webp")


def archive(clips: Clips, path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.write(clips.small, "video.mp4")


def program(clips: Clips, path: Path) -> None:
    path.write_bytes(Path("/bin/true").read_bytes()[:20_000])


def random_bytes(clips: Clips, path: Path) -> None:
    path.write_bytes(random.Random(3).randbytes(20_000))


def random_bytes_behind_a_right_beginning(clips: Clips, path: Path) -> None:
    path.write_bytes(box(b"ftyp", b"isom\0\0\2\0isomiso2avc1mp41") + random.Random(3).randbytes(20_000))


# --- Cut off --------------------------------------------------------------------------------------


def end_cut_off_mp4_index_first(clips: Clips, path: Path) -> None:
    cut(clips.front, path)


def end_cut_off_mp4_index_last(clips: Clips, path: Path) -> None:
    cut(clips.small, path)


def end_cut_off_avi(clips: Clips, path: Path) -> None:
    cut(clips.film, path)


def end_cut_off_mkv(clips: Clips, path: Path) -> None:
    cut(clips.matroska, path)


def begin_cut_off_mp4(clips: Clips, path: Path) -> None:
    path.write_bytes(clips.small.read_bytes()[5000:])


def begin_cut_off_avi(clips: Clips, path: Path) -> None:
    path.write_bytes(clips.film.read_bytes()[5000:])


def begin_cut_off_mkv(clips: Clips, path: Path) -> None:
    path.write_bytes(clips.matroska.read_bytes()[5000:])


def begin_cut_off_ts(clips: Clips, path: Path) -> None:
    path.write_bytes(clips.stream.read_bytes()[5000:])


def no_table_of_contents(clips: Clips, path: Path) -> None:
    patch(clips.small, path, b"moov", lambda _: b"")


def no_pictures_only_the_table(clips: Clips, path: Path) -> None:
    patch(clips.small, path, b"mdat", lambda _: b"")


def middle_lost(clips: Clips, path: Path) -> None:
    patch(clips.small, path, b"mdat", lambda inner: box(b"mdat", bytes(len(inner))))


def claims_four_gigabytes(clips: Clips, path: Path) -> None:
    content = clips.small.read_bytes()
    at = content.index(b"mdat") - 4
    path.write_bytes(put(content, at, struct.pack(">I", 0xFFFFFFF0)))


def claims_more_than_there_can_be(clips: Clips, path: Path) -> None:
    content = clips.small.read_bytes()
    path.write_bytes(content[:32] + struct.pack(">I4sQ", 1, b"free", 2**63 - 1) + content[32:])


def box_of_no_size_in_a_loop(clips: Clips, path: Path) -> None:
    path.write_bytes(box(b"ftyp", b"isom\0\0\2\0isom") + struct.pack(">I4s", 1, b"moov") + bytes(8) * 1000)


def boxes_in_boxes(clips: Clips, path: Path) -> None:
    inner = b""
    for _ in range(3000):
        inner = box(b"moov", inner)
    path.write_bytes(box(b"ftyp", b"isom\0\0\2\0isom") + inner)


# --- Lengths that lie -----------------------------------------------------------------------------


def table_packed_a_thousand_times(clips: Clips, path: Path) -> None:
    """A table of contents that claims to unpack to two gigabytes."""
    packed = box(b"cmvd", struct.pack(">I", 2**31 - 1) + zlib.compress(bytes(4_000_000)))
    path.write_bytes(box(b"ftyp", b"isom\0\0\2\0isom") + box(b"moov", box(b"cmov", box(b"dcom", b"zlib") + packed)))


def two_pictures_ten_hours_apart(clips: Clips, path: Path) -> None:
    _far_apart(path, "matroska", 36000)


def two_pictures_two_hours_apart_mkv(clips: Clips, path: Path) -> None:
    _far_apart(path, "matroska", 3600)


def two_pictures_two_hours_apart_mp4(clips: Clips, path: Path) -> None:
    _far_apart(path, "mp4", 3600)


def _far_apart(path: Path, form: str, step_s: int) -> None:
    made = ["-f", "lavfi", "-i", f"color=s=64x64:r=1/{step_s}:d={2 * step_s}", "-frames:v", "2"]
    ffmpeg(*made, *H264, "-f", form, path)


def _with_lengths(clips: Clips, path: Path, kind: bytes, value: int) -> None:
    at = 16  # version, flags, created, changed, units a second, length
    patch(clips.small, path, kind, lambda inner: box(kind, put(inner, at, struct.pack(">I", value))))


def length_below_nothing(clips: Clips, path: Path) -> None:
    _with_lengths(clips, path, b"mvhd", 0x80000000)


def length_beyond_all_numbers(clips: Clips, path: Path) -> None:
    def change(inner: bytes) -> bytes:
        return box(b"mvhd", b"\1\0\0\0" + bytes(16) + struct.pack(">IQ", 1, 2**63 - 1) + inner[20:])

    patch(clips.small, path, b"mvhd", change)


def track_longer_than_there_is(clips: Clips, path: Path) -> None:
    _with_lengths(clips, path, b"mdhd", 0x7FFFFFFF)


def no_units_a_second(clips: Clips, path: Path) -> None:
    patch(clips.small, path, b"mdhd", lambda inner: box(b"mdhd", put(inner, 12, bytes(4))))


def webm_said_to_last_a_minute(clips: Clips, path: Path) -> None:
    _said_length(clips, path, 60_000)


def webm_said_to_last_four_hours(clips: Clips, path: Path) -> None:
    _said_length(clips, path, 4 * 3_600_000)


def webm_said_to_last_no_number(clips: Clips, path: Path) -> None:
    _said_length(clips, path, float("nan"))


def _said_length(clips: Clips, path: Path, milliseconds: float) -> None:
    content = clips.tiny_webm.read_bytes()
    at = content.index(b"\x44\x89\x88") + 3
    path.write_bytes(put(content, at, struct.pack(">d", milliseconds)))


def blink(clips: Clips, path: Path) -> None:
    ffmpeg(*picture("160x90", seconds=0.12), *H264, "-f", "mp4", path)


def hurry(clips: Clips, path: Path) -> None:
    ffmpeg(*picture("64x64", seconds=1, rate=240), *H264, "-f", "mp4", path)


# --- Streams --------------------------------------------------------------------------------------


def voice(clips: Clips, path: Path) -> None:
    ffmpeg(*sound(1), "-c:a", "aac", "-f", "mp4", path)


def song_with_cover(clips: Clips, path: Path) -> None:
    path.write_bytes(clips.cover.read_bytes())


def giant(clips: Clips, path: Path) -> None:
    path.write_bytes(clips.giant.read_bytes())


def small_header_giant_picture(clips: Clips, path: Path) -> None:
    """The container says 160x90, the stream itself 5000x5000."""
    content = clips.giant.read_bytes()
    path.write_bytes(content.replace(struct.pack("<II", 5000, 5000), struct.pack("<II", 160, 90)))


def dot(clips: Clips, path: Path) -> None:
    ffmpeg(*picture("16x16", seconds=1), "-c:v", "mjpeg", "-f", "avi", path)


def crowd(clips: Clips, path: Path) -> None:
    path.write_bytes(clips.crowd.read_bytes())


def horde(clips: Clips, path: Path) -> None:
    path.write_bytes(clips.horde.read_bytes())


def old_codec(clips: Clips, path: Path) -> None:
    path.write_bytes(clips.odd_codec.read_bytes())


def codec_of_nobody(clips: Clips, path: Path) -> None:
    path.write_bytes(clips.small.read_bytes().replace(b"avc1", b"zzz1"))


def screen_codec_with_commands(clips: Clips, path: Path) -> None:
    ffmpeg(*picture("64x64", seconds=1), "-c:v", "flashsv", "-f", "matroska", path)


def odd_sound_codec(clips: Clips, path: Path) -> None:
    ffmpeg(*picture("64x64", seconds=1), *sound(1), *H264, "-c:a", "wmav2", "-f", "matroska", path)


def encrypted(clips: Clips, path: Path) -> None:
    key = ["-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "76a6c65c5ea762046bd749a2e632ccbb"]
    ffmpeg(
        "-i", clips.small, "-c", "copy", *key, "-encryption_kid", "a7e61c373e219033c21091fa607bf3b8", "-f", "mp4", path
    )


def shop_film(clips: Clips, path: Path) -> None:
    path.write_bytes(clips.small.read_bytes().replace(b"avc1\0\0\0", b"drmi\0\0\0"))


def pictures_in_a_neighbours_file(clips: Clips, path: Path) -> None:
    _elsewhere(clips, path, str(clips.small).encode() + b"\0")


def pictures_on_another_machine(clips: Clips, path: Path) -> None:
    _elsewhere(clips, path, b"http://127.0.0.1:9/video.mp4\0")


def _elsewhere(clips: Clips, path: Path, where: bytes) -> None:
    patch(clips.small, path, b"dref", lambda _: box(b"dref", struct.pack(">II", 0, 1) + box(b"url ", bytes(4) + where)))


def pictures_by_an_alias(clips: Clips, path: Path) -> None:
    """What QuickTime writes for a film whose pictures lie in another file."""
    name = clips.small.name.encode()[:60]
    alias = bytes(4) + bytes(4) + struct.pack(">HH", 150, 2) + bytes(42) + bytes([len(name)]) + name.ljust(63, b"\0")
    alias += bytes(16) + struct.pack(">hh", 1, 1) + bytes(14)
    where = str(clips.small).encode()
    alias += struct.pack(">HH", 2, len(where)) + where + b"\0" * (len(where) % 2) + struct.pack(">HH", 0xFFFF, 0)
    patch(clips.small, path, b"dref", lambda _: box(b"dref", struct.pack(">II", 0, 1) + box(b"alis", alias)))
