"""The exact words for ffmpeg: how a stranger's file is read, how its picture is prepared, how each rung is encoded."""

from typing import Any

import ffmpeg

from media.pipeline import formats
from media.pipeline.plan import Plan, SoundRung, VideoRung
from media.pipeline.qualities import LEAST

Words = dict[str, Any]

# Same bytes each time, and nothing of what a phone writes into a recording: place, time, title, device.
PLAIN: Words = {
    "map_metadata": -1,
    "map_chapters": -1,
    "fflags": "+bitexact",
    "dn": None,
    "sn": None,
}
COLOURS: Words = {"color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709", "color_range": "tv"}
BUFFER_S = 6
# SVT-AV1 otherwise lets a capped rate run over by half, and with more than one thread it (as x264 under a cap) gives
# other bytes from run to run: a plan gives each encoder one thread, several rungs at once keep the processor busy.
SVT_CAP = "mbr-overshoot-pct=0"
SVT_PEAKS = 3
# x264 otherwise spends bits on grain that it makes up: without, 10 % less at the same phone-VMAF on hands at work.
X264_THRIFT = "no-psy=1:aq-strength=0.6"
TONE_MAP = (
    ("zscale", {"t": "linear", "npl": 203}),
    ("format", {"pix_fmts": "gbrpf32le"}),
    ("zscale", {"p": "bt709"}),
    ("tonemap", {"tonemap": "hable", "desat": 0}),
    ("zscale", {"t": "bt709", "m": "bt709", "r": "tv"}),
)


def input_words(threads: int) -> Words:
    """Return ffmpeg's options for a stranger's file: no other file or address, no playlist, no rare
    codec, bounds on size.
    """
    return {
        "protocol_whitelist": "file",
        "format_whitelist": formats.DEMUXERS,
        "codec_whitelist": formats.DECODERS,
        "max_streams": formats.MAX_STREAMS,
        "max_pixels": formats.MAX_PIXELS,
        "threads": threads,
    }


def video_options(rung: VideoRung, plan: Plan) -> Words:
    """Return the output options of one rung: constant quality under a cap, a key frame at each GOP of the grid."""
    rate = top_kbit(rung, plan)
    common = PLAIN | COLOURS | {"g": plan.gop_frames, "crf": rung.crf, "preset": rung.preset, "flags:v": "+bitexact"}
    common |= {"maxrate": f"{rate}k", "bufsize": f"{rate * BUFFER_S}k", "an": None}
    if rung.codec == "av1":
        return common | {"c:v": "libsvtav1", "svtav1-params": f"lp={plan.threads}:{SVT_CAP}"}
    return common | {
        "c:v": "libx264",
        "profile:v": "high",
        "threads": plan.threads,
        "x264-params": f"scenecut=0:keyint={plan.gop_frames}:min-keyint={plan.gop_frames}:open-gop=0:{X264_THRIFT}",
    }


def top_kbit(rung: VideoRung, plan: Plan) -> int:
    """Return the rate to ask for. x264 begins each chunk with a full buffer on top; SVT-AV1 keeps a rate as such.

    But SVT-AV1 spends a tight rate badly: 8 points less for the same bytes than by a coarser quality. So its rate is
    only there for peaks, and the cap is kept by making a chunk again (`picture.py`), at last with the rate itself.
    """
    if rung.codec == "av1":
        return rung.cap_kbit if rung.crf == LEAST["av1"] else rung.cap_kbit * SVT_PEAKS
    return max(1, int(_steady_kbit(rung, plan)))


def most_bytes(rung: VideoRung, plan: Plan, position: int) -> int:
    """Return what a chunk may weigh: all together keep the cap, and a short last one can pay for its key frame."""
    first, last = plan.span(position)
    return int(_steady_kbit(rung, plan) * 125 * (plan.seconds(last - first) + BUFFER_S))


def _steady_kbit(rung: VideoRung, plan: Plan) -> float:
    """The rate at which a buffer for each chunk still fits below the cap; a short clip may keep its one buffer."""
    length_s = max(plan.duration_s, plan.seconds(plan.chunk_frames))
    return rung.cap_kbit * length_s / (length_s + BUFFER_S * plan.chunks)


def sound_options(sound: SoundRung) -> Words:
    """Return the output options of one sound: mono, Opus in frames of 20 ms or AAC at 24 kHz."""
    common = PLAIN | {"b:a": f"{sound.kbit}k", "ac": 1, "flags:a": "+bitexact", "vn": None}
    if sound.codec == "opus":
        # Constrained, because a whistling machine otherwise takes twice the rate; speech comes out the same.
        opus = {"c:a": "libopus", "ar": 48000, "frame_duration": 20, "application": "voip", "vbr": "constrained"}
        return common | opus
    return common | {"c:a": "aac", "ar": 24000}


def steady(*, is_turned: bool) -> Words:
    """Return the input options for a picture that may change its size midway, as a call does when a phone is turned.

    ffmpeg would build its filters anew then and count from zero again. Not so here, where the first filter takes care
    of it (`in_one_size`); but a filter that turns the picture would come before that one and can't stand a change.
    """
    return {} if is_turned else {"reinit_filter": 0, "noautorotate": None}


def in_one_size(picture: Any) -> Any:
    """Return the picture with all frames as large as the first, for filters that count on it; mostly a filter that does
    nothing.
    """
    return picture.filter("scale")


def whole_pictures(picture: Any, *, is_interlaced: bool) -> Any:
    """Return the picture with each two half pictures of a video camera made one whole; whole ones stay as they are."""
    return picture.filter("bwdif", mode="send_frame", deint="interlaced") if is_interlaced else picture


def upright_grid(picture: Any, plan: Plan, first: int, last: int, *, is_start: bool) -> Any:
    """Return exactly the frames `first` to `last` of the plan's grid, counted anew from zero.

    A picture that comes rarely is repeated, one that ends before the sound is held. With `is_start` so is one that
    begins late; without it a missing beginning stays missing and the count tells.
    """
    fps: Words = {"fps": plan.fps, "round": "near"}
    picture = whole_pictures(in_one_size(picture), is_interlaced=plan.is_interlaced)
    picture = picture.filter("fps", **(fps | ({"start_time": 0} if is_start else {})))
    picture = picture.filter("tpad", stop=-1, stop_mode="clone")
    return picture.filter("trim", start_pts=first, end_pts=last).filter("setpts", f"PTS-{first}")


def plain_colours(picture: Any, width: int, height: int, *, is_hdr: bool) -> Any:
    """Return the picture at its largest size in the colours that every screen shows: bt709, 8 bits, square pixels."""
    if is_hdr:
        picture = picture.filter("zscale", w=width, h=height, pin="bt2020", min="bt2020nc")
        for name, options in TONE_MAP:
            picture = picture.filter(name, **options)
    else:
        picture = picture.filter("scale", width, height, flags="bicubic", out_color_matrix="bt709", out_range="tv")
    return picture.filter("setsar", 1).filter("format", "yuv420p")


def smaller(picture: Any, width: int, height: int) -> Any:
    """Return a prepared picture scaled down: the next step of the cascade."""
    return picture.filter("scale", width, height, flags="bicubic").filter("setsar", 1)


def stranger(path: Any, threads: int, **more: Any) -> Any:
    """Return a stranger's file as an input."""
    return ffmpeg.input(f"file:{path}", **input_words(threads), **more)


def looked_at(source: Any, index: int) -> Any:
    """Return an output that takes one packet of a stream and throws it away.

    For MPEG-TS ffmpeg counts time from the first packet of the streams in use: without this, picture and sound, read by
    two commands, would each begin at their own zero.
    """
    return ffmpeg.output(source[str(index)], "-", c="copy", f="null", **{"frames:0": 1})
