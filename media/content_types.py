"""What a file of ours is called in `type=`: a browser passes over what it cannot play, without fetching a byte.

The level comes from the size, at no more than 30 pictures a second; the tests compare it with the files themselves.
"""

from media.models import RenditionCodec

FPS = 30
BLOCK = 16
# The most blocks of 16 x 16 in a picture and in a second, and the level in hexadecimal (ITU-T H.264, table A-1).
H264_LEVELS = ((1620, 40_500, "1e"), (3600, 108_000, "1f"), (5120, 216_000, "20"), (8192, 245_760, "28"))
H264_TOP = "33"
# The most pixels in a picture and in a second, and the level's index (AV1 specification, A.3).
AV1_LEVELS = (
    (147_456, 4_423_680, 0),
    (278_784, 8_363_520, 1),
    (665_856, 19_975_680, 4),
    (1_065_024, 31_950_720, 5),
    (2_359_296, 70_778_880, 8),
)
AV1_TOP = 13


def content_type_of(codec: str, width: int | None, height: int | None) -> str:
    """Return for instance `video/mp4; codecs="av01.0.04M.08, opus"`; without sides it is sound alone.

    The sound is named for silent clips too: what is not there disturbs no browser.
    """
    sound = {RenditionCodec.AV1: "opus", RenditionCodec.OPUS: "opus"}.get(RenditionCodec(codec), "mp4a.40.2")
    if not width or not height:
        return f'audio/mp4; codecs="{sound}"'
    picture = av1_word(width, height) if codec == RenditionCodec.AV1 else h264_word(width, height)
    return f'video/mp4; codecs="{picture}, {sound}"'


def h264_word(width: int, height: int) -> str:
    """Return the word for H.264 High at the lowest level from 3.0 that holds a picture of this size."""
    blocks = -(-width // BLOCK) * -(-height // BLOCK)
    fits = (level for most, rate, level in H264_LEVELS if blocks <= most and blocks * FPS <= rate)
    return f"avc1.6400{next(fits, H264_TOP)}"


def av1_word(width: int, height: int) -> str:
    """Return the word for AV1 Main, main tier, 8 bits, at the lowest level that holds a picture of this size."""
    pixels = width * height
    fits = (level for most, rate, level in AV1_LEVELS if pixels <= most and pixels * FPS <= rate)
    return f"av01.0.{next(fits, AV1_TOP):02}M.08"
