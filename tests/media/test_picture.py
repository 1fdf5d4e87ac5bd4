"""The picture, cut into chunks and joined again: every frame, at its time, the same bytes each time."""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import av
import pytest

from media.errors import EncodeFailed
from media.pipeline.encoders import most_bytes, top_kbit
from media.pipeline.ffmpeg import find_ffmpeg
from media.pipeline.join import join_rendition
from media.pipeline.ladder import default_plan, lay_plan
from media.pipeline.picture import BEFORE_S, FAR_BEFORE_S, before_s, chunk_words, make_chunk
from media.pipeline.plan import VideoRung
from media.pipeline.probe import probe
from media.pipeline.qualities import LEAST
from media.pipeline.tools import tool
from media.pipeline.trial import trial_words

H264 = VideoRung("h", "hemat", "h264", 160, 90, 20, "ultrafast", 2000, "")
AV1 = VideoRung("a", "hemat", "av1", 160, 90, 30, "10", 2000, "")


def plan_of(clip, *rungs, chunk=25):
    """A plan with chunks of about a second, so that a short clip has seams."""
    plan = lay_plan(probe(clip), tool(), rungs or (H264,), chunk_s=4)
    return replace(plan, gop_frames=chunk, chunk_frames=chunk)


def cut(clip, plan, folder, positions=None):
    """Make chunks; return their paths by rung."""
    made = {rung.name: [] for rung in plan.videos}
    for position in positions or range(plan.chunks):
        targets = {rung.name: folder / f"{rung.name}-{position}.mp4" for rung in plan.videos}
        assert make_chunk(clip, plan, position, targets) == {n: p.stat().st_size for n, p in targets.items()}
        for name, path in targets.items():
            made[name].append(path)
    return made


def joined(clip, plan, folder):
    """Make every chunk and join them; return the file of the first rung."""
    rung = plan.videos[0]
    join_rendition(cut(clip, plan, folder)[rung.name], None, folder / "joined.mp4", plan, rung)
    return folder / "joined.mp4"


def likeness(made, clip, plan):
    """Return the PSNR of each frame to that of the clip, read from its start in one go."""
    rung = plan.videos[0]
    grid = f"fps={plan.fps}:start_time=0,tpad=stop=-1:stop_mode=clone,trim=end_frame={plan.frames}"
    same = f"scale={rung.width}:{rung.height}:flags=bicubic:out_color_matrix=bt709:out_range=tv,format=yuv420p"
    graph = f"[1:v]{grid},{same}[w];[0:v][w]psnr=stats_file=-"
    words = [find_ffmpeg(), "-v", "error", "-i", made, "-i", clip, "-filter_complex", graph, "-f", "null", "-"]
    said = subprocess.run([str(word) for word in words], capture_output=True, check=True, text=True).stdout
    return [min(float(value), 99.0) for value in re.findall(r"psnr_avg:(\S+)", said)]


@pytest.mark.parametrize(
    "name", ["open_gop", "screen", "broadcast", "late", "odd", "stream", "turned", "fast", "slides", "small"]
)
def test_joined_chunks_hold_each_frame_of_the_clip_at_its_time(clips, tmp_path, name):
    clip = getattr(clips, name)
    facts = probe(clip)
    fps = min(facts.fps, 30)
    plan = plan_of(clip, replace(H264, width=facts.width // 4 * 2, height=facts.height // 4 * 2), chunk=round(fps))
    assert plan.chunks > 1
    levels = likeness(joined(clip, plan, tmp_path), clip, plan)
    assert len(levels) == plan.frames  # join_rendition has checked that they come at even steps
    seams = [levels[at + side] for at in range(plan.chunk_frames, plan.frames, plan.chunk_frames) for side in (-1, 0)]
    assert min(levels) > 25  # a frame beside its place has some 12 dB
    assert min(seams) >= min(levels) - 3


def test_picture_that_changes_its_size_midway_goes_on_in_the_first(clips, tmp_path):
    plan = plan_of(clips.resized, replace(H264, width=320, height=180), chunk=30)
    levels = likeness(joined(clips.resized, plan, tmp_path), clips.open_gop, plan)
    assert (len(levels), plan.chunks) == (100, 4)
    assert min(levels) > 20  # a frame beside its place has some 12 dB


def test_half_pictures_are_made_whole(clips, tmp_path):
    plan = plan_of(clips.camcorder, replace(H264, width=320, height=180))
    assert (plan.is_interlaced, plan.frames, plan.chunks) == (True, 50, 2)
    fields = "split[a][b];[a]field=top[t];[b]field=bottom[o];[t][o]psnr=stats_file=-"
    words = [
        find_ffmpeg(),
        "-v",
        "error",
        "-i",
        joined(clips.camcorder, plan, tmp_path),
        "-vf",
        fields,
        "-f",
        "null",
        "-",
    ]
    said = subprocess.run(words, capture_output=True, check=True, text=True).stdout
    levels = [min(float(value), 99.0) for value in re.findall(r"psnr_y:(\S+)", said)]
    assert len(levels) == 50
    assert min(levels) > 30  # with both halves as they were 15 at most


def test_reading_begins_far_in_front_where_there_is_no_index(clips, tmp_path):
    assert [before_s(clip) for clip in (clips.camcorder, clips.stream)] == [FAR_BEFORE_S] * 2
    assert [before_s(clip) for clip in (clips.small, clips.film, clips.matroska)] == [BEFORE_S] * 3
    plan = replace(plan_of(clips.camcorder), frames=1500, duration_s=60.0)
    words = trial_words(clips.camcorder, plan, (30.0, 1.2), (160, 90), tmp_path)
    assert float(words[words.index("-ss") + 1]) == 30 - FAR_BEFORE_S


def test_av1_joins_as_exactly(clips, tmp_path):
    plan = plan_of(clips.open_gop, AV1)
    levels = likeness(joined(clips.open_gop, plan, tmp_path), clips.open_gop, plan)
    assert (len(levels), min(levels) > 25) == (plan.frames, True)


def test_one_command_makes_all_rungs_each_from_the_size_above(clips, tmp_path):
    plan = default_plan(probe(clips.whole), tool(), chunk_s=4)
    plan = replace(plan, gop_frames=10, chunk_frames=10)
    assert len(plan.videos) == 6
    targets = {rung.name: tmp_path / f"{rung.name}.mp4" for rung in plan.videos}
    words = " ".join(chunk_words(clips.whole, plan, 0, list(plan.videos), targets, is_start=True))
    assert (words.count(" -i "), words.count("scale=")) == (1, 3)
    make_chunk(clips.whole, plan, 0, targets)
    for rung in plan.videos:
        with av.open(str(targets[rung.name])) as made:
            stream = made.streams.video[0]
            assert (stream.width, stream.height, stream.frames) == (rung.width, rung.height, 10)
            assert stream.codec_context.pix_fmt == "yuv420p"


@pytest.mark.parametrize("curve", ["bright", "bright_hlg"])
def test_bright_recording_comes_out_in_plain_colours(clips, tmp_path, curve):
    clip = getattr(clips, curve)
    plan = plan_of(clip, AV1, replace(H264, width=320, height=180))
    assert plan.is_hdr
    for path in [paths[0] for paths in cut(clip, plan, tmp_path).values()]:
        with av.open(str(path)) as made:
            frame = next(made.decode(video=0))
            assert (frame.format.name, frame.color_trc, frame.colorspace, frame.color_range) == ("yuv420p", 1, 1, 1)
            light = bytes(frame.planes[0])
            assert 20 < sum(light) / len(light) < 235


def test_same_bytes_each_time_and_side_by_side(clips, tmp_path):
    capped = (replace(AV1, crf=20, cap_kbit=60), replace(H264, crf=10, cap_kbit=60))
    plan = plan_of(clips.open_gop, *capped, chunk=50)

    def run(number):
        folder = tmp_path / str(number)
        folder.mkdir()
        return [path.read_bytes() for paths in cut(clips.open_gop, plan, folder, [1]).values() for path in paths]

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(run, range(2))
    assert first == second


def test_cap_holds_for_noise(clips, tmp_path):
    capped = (replace(AV1, crf=40, cap_kbit=60), replace(H264, crf=20, cap_kbit=60))
    plan = plan_of(clips.noise, *capped, chunk=100)
    made = cut(clips.noise, plan, tmp_path)
    for rung in plan.videos:
        assert made[rung.name][0].stat().st_size <= most_bytes(rung, plan, 0)


def test_ten_minutes_of_the_heaviest_chunks_keep_the_cap(clips):
    plan = replace(default_plan(probe(clips.whole), tool(), chunk_s=48), duration_s=600.0, frames=15000)
    for rung in plan.videos:
        assert sum(most_bytes(rung, plan, position) for position in range(plan.chunks)) <= rung.cap_kbit * 125 * 600
        least = replace(rung, crf=LEAST[rung.codec])
        assert rung.cap_kbit * 0.8 < top_kbit(least, plan) <= rung.cap_kbit


def test_playlist_named_as_a_video_is_not_read(clips, tmp_path):
    plan = plan_of(clips.whole)
    with pytest.raises(EncodeFailed):
        make_chunk(clips.playlist, plan, 0, {"h": tmp_path / "h.mp4"})
