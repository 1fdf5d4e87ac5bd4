"""The sound: one channel, as long as the picture, small, and what is wrong with it said."""

from dataclasses import replace

import av
import pytest

from media.pipeline.join import join_rendition
from media.pipeline.ladder import lay_plan
from media.pipeline.plan import VideoRung
from media.pipeline.probe import probe
from media.pipeline.sound import FRAME_S, judge_levels, make_sounds
from media.pipeline.tools import tool
from media.pipeline.verifying import held_by

RUNG = VideoRung("h", "hemat", "h264", 160, 90, 30, "ultrafast", 2000, "opus16")


def make(clip, folder, **changes):
    plan = replace(lay_plan(probe(clip), tool(), (RUNG,), chunk_s=4), **changes)
    targets = {sound.name: folder / f"{sound.name}.mp4" for sound in plan.sounds}
    return plan, targets, make_sounds(clip, plan, targets)


@pytest.mark.parametrize("name", ["whole", "surround", "late", "stream"])
def test_sound_is_one_channel_as_long_as_the_picture(clips, tmp_path, name):
    plan, targets, findings = make(getattr(clips, name), tmp_path)
    rates = {}
    for sound, path in targets.items():
        with av.open(str(path)) as made:
            stream = made.streams.audio[0]
            assert stream.channels == 1
            rates[sound] = (stream.codec_context.name.removeprefix("lib"), stream.rate)
        assert abs(held_by([path])[0][0].end_s - plan.seconds(plan.frames)) < 0.02
    assert rates == {"opus16": ("opus", 48000), "aac24": ("aac", 24000)}
    assert not findings.is_silent and not findings.is_clipped
    assert not [path for path in tmp_path.iterdir() if path not in targets.values()]


def test_sound_begins_when_it_began(clips, tmp_path):
    plan, targets, _ = make(clips.pausing, tmp_path)
    for sound in plan.alone:
        join_rendition([], targets[sound], tmp_path / f"{sound}.m4a", plan, None)
        assert abs(first_pause(tmp_path / f"{sound}.m4a") - 1.0) < 0.03


def test_sound_that_changes_its_channels_midway_keeps_its_time(clips, tmp_path):
    plan, targets, findings = make(clips.rewired, tmp_path)
    assert plan.seconds(plan.frames) == 3
    for sound, path in targets.items():
        assert abs(held_by([path])[0][0].packets * FRAME_S[sound[:-2]] - 3) < 0.1
        join_rendition([], path, tmp_path / f"{sound}.m4a", plan, None)
        assert abs(first_pause(tmp_path / f"{sound}.m4a") - 1.0) < 0.05
    assert 1.5 <= findings.longest_silence_s <= 2
    assert {path.suffix for path in tmp_path.iterdir()} == {".mp4", ".m4a"}


def first_pause(path):
    """Return when the first tone ends, as a player hears it."""
    with av.open(str(path)) as made:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=24000)
        for frame in made.decode(audio=0):
            for piece in resampler.resample(frame):
                samples = memoryview(bytes(piece.planes[0])).cast("h")[: piece.samples]
                loud = [at for at, value in enumerate(samples) if abs(value) > 1500]
                if len(loud) < len(samples) // 2 and piece.time > 0.1:  # the encoder's lead-in is no pause
                    return piece.time + (loud[-1] + 1 if loud else 0) / 24000
    raise AssertionError("no pause")


def test_silent_track_pause_and_shouting_are_heard(clips, tmp_path):
    assert make(clips.hushed, tmp_path)[2].is_silent
    findings = make(clips.pausing, tmp_path)[2]
    assert 2 <= findings.longest_silence_s <= 3
    assert findings.is_clipped and not findings.is_silent


def test_levels_are_judged():
    calm = judge_levels([(-20.0, -3.0)] * 20 + [(-60.0, -50.0)] * 8)
    assert (calm.is_silent, calm.is_clipped, calm.longest_silence_s, calm.loudness_db) == (False, False, 4.0, -20.0)
    assert judge_levels([(-20.0, -3.0)] * 18 + [(-8.0, 0.0)] * 3).is_clipped
    assert not judge_levels([(-20.0, -3.0)] * 19 + [(-8.0, 0.0)]).is_clipped
    assert judge_levels([]).is_silent
    assert judge_levels([(float("-inf"), float("-inf"))] * 4).longest_silence_s == 2.0


def test_ten_minutes_of_sound_alone_keep_their_cap(clips, tmp_path):
    plan, targets, _ = make(clips.speech, tmp_path)
    for sound, cap_mb in (("opus16", 1.5), ("aac24", 2.5)):
        made = join_rendition([], targets[sound], tmp_path / f"{sound}.m4a", plan, None)
        assert made.size_bytes / made.duration_s * 600 <= cap_mb * 1_000_000


def test_same_bytes_each_time(clips, tmp_path):
    runs = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        runs.append([path.read_bytes() for path in make(clips.surround, tmp_path / name)[1].values()])
    assert runs[0] == runs[1]
