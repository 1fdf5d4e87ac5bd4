"""Which sizes a clip gets."""

from dataclasses import replace

import pytest

from media.pipeline.ladder import (
    STEPS,
    capped_rate,
    default_plan,
    fast_plan,
    fit,
    lay_plan,
    rung_for,
)
from media.pipeline.probe import Facts
from media.pipeline.tools import Tool

FACTS = Facts(duration_s=60, width=1920, height=1080, fps=30, video_index=0, audio_index=1)
TOOL = Tool("ffmpeg", "n9", has_av1=True, has_opus=True, has_vmaf=True, has_zscale=True, missing=())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (25, "25"),
        (29.97002997, "30000/1001"),
        (30, "30"),
        (59.94005994, "30000/1001"),
        (60, "30"),
        (120, "30"),
        (5, "5"),
        (48, "24"),
    ],
)
def test_rate_is_capped_by_whole_steps(given, kept):
    assert capped_rate(given) == kept


def test_odd_sides_become_even():
    assert fit(853, 479, 360) == (642, 360)
    assert fit(101, 99, 360) == (100, 98)


def rungs(facts, tool=TOOL):
    plan = default_plan(facts, tool, chunk_s=48)
    return [(rung.name, rung.width, rung.height, rung.sound) for rung in plan.videos]


def test_full_plan_has_three_steps_in_two_codecs():
    assert rungs(FACTS) == [
        ("hemat-av1", 640, 360, "opus16"),
        ("hemat-h264", 640, 360, "aac24"),
        ("biasa-av1", 854, 480, "opus24"),
        ("biasa-h264", 854, 480, "aac32"),
        ("jelas-av1", 1280, 720, "opus32"),
        ("jelas-h264", 1280, 720, "aac48"),
    ]


def test_plan_counts_in_frames_of_its_grid():
    plan = default_plan(replace(FACTS, duration_s=100.1, fps=29.97002997), TOOL, chunk_s=48)
    assert (plan.fps, plan.gop_frames, plan.chunk_frames, plan.frames) == ("30000/1001", 120, 1440, 3000)
    assert (plan.chunks, plan.span(2)) == (3, (2880, 3000))
    assert plan.chunk_frames % plan.gop_frames == 0


def test_sides_are_even_and_never_enlarged_and_no_size_is_made_twice():
    assert [row[:3] for row in rungs(replace(FACTS, width=1080, height=1920))][-1] == ("jelas-h264", 720, 1280)
    assert [row[:3] for row in rungs(replace(FACTS, width=426, height=240))] == [
        ("hemat-av1", 426, 240),
        ("hemat-h264", 426, 240),
    ]
    assert {row[1:3] for row in rungs(replace(FACTS, width=853, height=479))} == {(642, 360), (852, 478)}


def test_without_av1_or_opus_the_ladder_is_told_in_what_there_is():
    poor = replace(TOOL, has_av1=False, has_opus=False, has_zscale=False)
    assert {row[0] for row in rungs(FACTS, poor)} == {"hemat-h264", "biasa-h264", "jelas-h264"}
    plan = default_plan(replace(FACTS, is_hdr=True), poor, chunk_s=48)
    assert (plan.alone, plan.is_hdr) == (("aac24",), False)
    assert {sound.codec for sound in plan.sounds} == {"aac"}
    no_opus = default_plan(FACTS, replace(TOOL, has_opus=False), chunk_s=48)
    assert {rung.sound for rung in no_opus.videos if rung.codec == "av1"} == {"aac24", "aac32"}


def test_fast_plan_has_one_quick_rung_and_every_sound():
    plan, full = fast_plan(FACTS, TOOL, chunk_s=48), default_plan(FACTS, TOOL, chunk_s=48)
    assert [(rung.kind, rung.codec, rung.height, rung.preset) for rung in plan.videos] == [
        ("hemat", "h264", 360, "veryfast")
    ]
    assert plan.sounds == full.sounds
    assert plan.alone == ("opus16", "aac24")


def test_silent_clip_has_no_sounds_and_more_room_for_its_picture():
    plan = default_plan(replace(FACTS, audio_index=None), TOOL, chunk_s=48)
    assert (plan.sounds, plan.alone, {rung.sound for rung in plan.videos}) == ((), (), {""})
    loud = default_plan(FACTS, TOOL, chunk_s=48)
    assert all(quiet.cap_kbit > other.cap_kbit for quiet, other in zip(plan.videos, loud.videos, strict=True))


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_cap_of_picture_leaves_room_for_sound_and_container(step):
    heard = {"opus16": 20, "opus24": 27, "opus32": 35, "aac24": 33, "aac32": 43, "aac48": 54}[step.sound]
    assert (step.cap_kbit(step.sound) + heard + 3) * 600 / 8000 <= step.cap_mb


def test_a_trial_may_choose_size_and_quality():
    rung = rung_for(STEPS[0], FACTS, TOOL, short_side=480, crf=55)
    assert (rung.name, rung.height, rung.crf, rung.cap_kbit) == ("hemat-av1", 480, 55, STEPS[0].cap_kbit("opus16"))
    plan = lay_plan(FACTS, TOOL, (rung,), chunk_s=10)
    assert [sound.name for sound in plan.sounds] == ["opus16", "aac24"]
    assert plan.chunk_frames == 240


def test_hdr_is_kept_in_the_plan_where_it_can_be_shown():
    assert default_plan(replace(FACTS, is_hdr=True), TOOL, chunk_s=48).is_hdr
