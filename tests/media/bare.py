"""Holds a published file to what it may say: pictures and sound, and nothing about where, when, who or with what."""

from pathlib import Path

import av

PLAIN_WORDS = {  # what ffmpeg itself puts there, the same for every file
    "major_brand",
    "minor_version",
    "compatible_brands",
    "handler_name",
    "language",
    "vendor_id",
    "encoder",
    "duration",
}
PLAIN_VALUES = {"encoder": ("Lavf", "Lavc"), "handler_name": ("VideoHandler", "SoundHandler", "")}
FAMILIES = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"edts", b"dinf"}
TELLING_BOXES = {b"meta", b"uuid", b"ilst", b"keys", b"chpl", b"loci", b"tref", b"\xa9xyz", b"gps ", b"skip"}
TELLING_BYTES = (b"\xa9xyz", b"com.apple.quicktime", b"ISO6709", b"http://ns.adobe.com/xap", b"Exif\0\0", b"GoPro")
CLOCKS = {b"mvhd", b"tkhd", b"mdhd"}
MATROSKA = {b"\x12\x54\xc3\x67": "tags", b"\x10\x43\xa7\x70": "chapters", b"\x19\x41\xa4\x69": "attachments"}


def assert_bare(path: Path) -> None:
    """Fail when the file at `path` (MP4, M4A, WebM or WebP) tells more than pictures and sound."""
    content = path.read_bytes()
    assert not [word for word in TELLING_BYTES if word in content]
    if content[4:8] == b"ftyp":
        _assert_bare_boxes(content)
    if content[:4] == b"\x1a\x45\xdf\xa3":
        assert not [name for mark, name in MATROSKA.items() if mark in content]
    if content[8:12] == b"WEBP":
        assert not [name for name in (b"EXIF", b"XMP ", b"ICCP") if name in content]
        return
    with av.open(str(path)) as opened:
        assert {stream.type for stream in opened.streams} <= {"video", "audio"}
        assert len(opened.streams) == len(opened.streams.video) + len(opened.streams.audio) <= 2
        assert not opened.chapters()
        for said in (opened.metadata, *(stream.metadata for stream in opened.streams)):
            assert not {name.lower() for name in said} - PLAIN_WORDS, dict(said)
            for name, values in PLAIN_VALUES.items():
                assert said.get(name, values[-1]).startswith(values), dict(said)


def _assert_bare_boxes(content: bytes) -> None:
    for kind, inner in _boxes(content):
        if kind == b"udta":  # ffmpeg writes it even when there is nothing to say: a list without an entry
            assert inner[4:8] == b"meta" and inner.endswith(b"\0\0\0\x08ilst") and len(inner) < 100
            continue
        assert kind not in TELLING_BOXES, kind
        if kind in CLOCKS:  # when it was made: version and flags, then two times of 4 or 8 bytes
            assert not any(inner[4 : 4 + (16 if inner[0] else 8)]), kind
        if kind in FAMILIES:
            _assert_bare_boxes(inner)


def _boxes(content: bytes):
    at = 0
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4]) or len(content) - at
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16])
        assert size >= 8
        yield content[at + 4 : at + 8], content[at + 8 : at + size]
        at += size
