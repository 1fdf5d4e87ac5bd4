"""What a page says of a file is what stands in the file."""

import pytest

from media.content_types import content_type_of
from tests.media.showing import real_bytes


def av1_level(content):
    """Return the profile and level that the decoder is told, from the `av1C` box."""
    said = content[content.index(b"av1C") + 5]
    return said >> 5, said & 31


def h264_words(content):
    """Return profile, constraints and level that the decoder is told, from the `avcC` box."""
    at = content.index(b"avcC") + 5
    return content[at : at + 3].hex()


@pytest.mark.parametrize("size", [(426, 240), (640, 360), (360, 640), (854, 480), (1280, 720), (720, 1280)])
def test_levels_are_not_below_those_of_real_files(size, tmp_path):
    h264 = content_type_of("h264", *size)
    av1 = content_type_of("av1", *size)
    profile, level = av1_level(real_bytes("av1", size, 0.5))
    assert profile == 0 and int(av1[len('video/mp4; codecs="av01.0.') :][:2]) >= level
    told = h264_words(real_bytes("h264", size, 0.5))
    assert told[:4] == "6400" and int(h264[len('video/mp4; codecs="avc1.6400') :][:2], 16) >= int(told[4:], 16)


def test_words_are_those_that_browsers_know():
    assert content_type_of("av1", 854, 480) == 'video/mp4; codecs="av01.0.04M.08, opus"'
    assert content_type_of("av1", 1280, 720) == 'video/mp4; codecs="av01.0.05M.08, opus"'
    assert content_type_of("h264", 640, 360) == 'video/mp4; codecs="avc1.64001e, mp4a.40.2"'
    assert content_type_of("h264", 854, 480) == 'video/mp4; codecs="avc1.64001f, mp4a.40.2"'
    assert content_type_of("opus", None, None) == 'audio/mp4; codecs="opus"'
    assert content_type_of("aac", None, None) == 'audio/mp4; codecs="mp4a.40.2"'
    assert content_type_of("av1", 8192, 4320).startswith('video/mp4; codecs="av01.0.13M')
    assert content_type_of("h264", 8192, 4320).startswith('video/mp4; codecs="avc1.640033')
