"""What we open at all. Names are those of ffmpeg's demuxers and codecs.

Playlists and lists of files (hls, dash, concat, ffconcat) are left out on purpose: an uploaded text of that kind, named
.mp4, made ffmpeg read a neighbour's upload.
"""

EXTENSIONS = (".mp4", ".m4v", ".mov", ".3gp", ".3g2", ".mkv", ".webm", ".avi", ".ts", ".mts", ".m2ts", ".mpg", ".mpeg")
DEMUXERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg"
# fmt: off
VIDEO_CODECS = frozenset((
    "h264", "hevc", "av1", "vp9", "vp8", "mpeg4", "mpeg2video", "mpeg1video", "h263", "mjpeg", "msmpeg4v3", "prores",
))
AUDIO_CODECS = frozenset((
    "aac", "mp3", "mp2", "opus", "vorbis", "ac3", "eac3", "flac", "alac", "amr_nb", "amr_wb", "adpcm_ima_wav",
    "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_f32le", "pcm_u8", "pcm_mulaw", "pcm_alaw",
))
# Decoders have names of their own, and some codecs have several. A second stream in any other codec is never decoded,
# not even to find out what it is.
DECODERS = ",".join(sorted((
    *VIDEO_CODECS, *AUDIO_CODECS, "libdav1d", "libaom-av1", "libvpx", "libvpx-vp9", "msmpeg4", "mp3float", "mp2float",
    "amrnb", "amrwb", "libopencore_amrnb", "libopencore_amrwb", "libopus", "libvorbis",
)))
# fmt: on

MAX_DURATION_S = 3 * 3600
MIN_DURATION_S = 0.4
MAX_SIDE, MIN_SIDE = 4096, 32
MAX_PIXELS = 9 * 1024 * 1024
MAX_STREAMS = 8
MIN_FPS, MAX_FPS = 1.0, 120.5
# A slide show may hold a picture for long, but not for hours: two pictures of 12 kB two hours apart would cost as much
# work as a film. What has more pictures than COUNTED_FRAMES keeps this for every length that is taken.
MAX_MEAN_GAP_S = 20
COUNTED_FRAMES = MAX_DURATION_S // MAX_MEAN_GAP_S + 1

SNIFF_BYTES = 512
ISO_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
STARTS = (b"\x1a\x45\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3")


def looks_like_video(head: bytes) -> bool:
    """Say whether the first SNIFF_BYTES of a file are those of a container that we open."""
    if head[4:8] in ISO_BOXES or head.startswith(STARTS):
        return True
    if head[:4] == b"RIFF" and head[8:11] == b"AVI":
        return True
    return _is_transport_stream(head)


def has_index(head: bytes) -> bool:
    """Say whether such a file can tell where its key frames are: an MPEG stream (-TS, -PS) can't."""
    return not (head.startswith(b"\x00\x00\x01") or _is_transport_stream(head))


def _is_transport_stream(head: bytes) -> bool:
    """MPEG-TS has a sync byte at each packet: 188 bytes apart, or 192 with a camera's time stamps."""
    return any(len(head) > at + step and head[at] == head[at + step] == 0x47 for at, step in ((0, 188), (4, 192)))
