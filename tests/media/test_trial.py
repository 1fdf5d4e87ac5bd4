"""A taste of a clip: where the samples lie, and what a try of one tells."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from media.errors import EncodeFailed
from media.pipeline.choosing import choose_plan
from media.pipeline.probe import Facts, probe
from media.pipeline.tools import tool
from media.pipeline.trial import sample_from, sample_times, sides_for, try_sample

FACTS = Facts(duration_s=600, width=1280, height=720, fps=30, video_index=0, audio_index=1)


@pytest.mark.parametrize("duration_s", [0.5, 1.9, 3, 13, 60, 200, 600, 7200])
def test_samples_are_few_short_and_inside(duration_s):
    times = sample_times(replace(FACTS, duration_s=duration_s))
    assert 1 <= len(times) <= 5
    assert sum(length for _, length in times) <= max(3.6, 0.05 * duration_s) + 0.01
    assert sum(length for _, length in times) <= 6.01
    assert times[0][0] > 0
    assert times[-1][0] + times[-1][1] < duration_s
    assert all(before[0] + before[1] <= after[0] for before, after in pairwise(times))


def test_nothing_is_tried_above_the_clips_own_size():
    assert sides_for("h264", FACTS) == [240, 360, 480, 720]
    assert sides_for("av1", replace(FACTS, width=480, height=640)) == [360, 480]
    assert sides_for("h264", replace(FACTS, width=640, height=272)) == [240, 360]  # 360 stands for its own 272
    assert sides_for("av1", replace(FACTS, width=160, height=120)) == [360]


def test_sample_tells_cost_and_looks_of_each_trial(clips, tmp_path):
    facts = probe(clips.small)
    sample = try_sample(clips.small, facts, tool(), 0, tmp_path)
    assert list(tmp_path.iterdir()) == []
    tried = {(point.codec, point.side, point.crf): point for point in sample.points}
    codecs = {"h264", "av1"} if tool().has_av1 else {"h264"}
    assert {(codec, side) for codec, side, _ in tried} == {(codec, 120) for codec in codecs}
    assert tried["h264", 120, 28].kbit > tried["h264", 120, 36].kbit > 0
    assert tried["h264", 120, 28].score > tried["h264", 120, 36].score > 0
    assert sample.motion > 0 < sample.detail
    assert 16 <= sample.luma <= 235
    assert sample_from(json.loads(json.dumps(sample.as_json()))) == sample
    plan = choose_plan(facts, [sample], tool(), chunk_s=48).plan
    assert {(rung.width, rung.height) for rung in plan.videos} == {(160, 120)}


def test_sample_of_a_picture_that_changes_its_size_holds_all_frames(clips, tmp_path):
    facts = replace(probe(clips.resized), width=64, height=48)  # quicker
    assert try_sample(clips.resized, facts, tool(), 0, tmp_path).points[0].score > 0


def test_failed_sample_leaves_nothing(clips, tmp_path):
    with pytest.raises(EncodeFailed):
        try_sample(clips.playlist, FACTS, tool(), 0, tmp_path)
    assert list(tmp_path.iterdir()) == []
