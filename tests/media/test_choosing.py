"""The plan of a title: the cheapest that reaches its target under its cap, said with reasons."""

import json
from dataclasses import replace

from media.pipeline.choosing import choose_plan, curves_of, is_screen
from media.pipeline.ladder import default_plan
from media.pipeline.plan import plan_from
from media.pipeline.probe import Facts
from media.pipeline.tools import Tool
from media.pipeline.trial import Point, Sample

TOOL = Tool("/ffmpeg", "n9", has_av1=True, has_opus=True, has_vmaf=True, has_zscale=True, missing=())
FACTS = Facts(duration_s=600, width=1280, height=720, fps=30, video_index=0, audio_index=1)

# Megabytes for ten minutes and phone-VMAF at two qualities, as measured on a person signing with both hands.
HANDS = {
    ("h264", 240): {28: (5.9, 89), 36: (2.5, 69)},
    ("h264", 360): {28: (10.8, 96), 36: (4.4, 83)},
    ("h264", 480): {28: (17.4, 99), 36: (6.9, 90)},
    ("av1", 360): {54: (6.3, 95.7), 62: (2.9, 87)},
    ("av1", 480): {54: (8.9, 98.6), 62: (4.0, 92.3)},
}
SLIDES = {
    ("h264", 240): {28: (2.8, 72), 36: (1.5, 58)},
    ("h264", 480): {28: (5.9, 98), 36: (3.5, 92.7)},
    ("h264", 720): {28: (10.3, 99.6), 36: (5.7, 98.9)},
    ("av1", 480): {54: (5.2, 98.8), 62: (3.3, 94)},
    ("av1", 720): {54: (8.4, 100), 62: (3.4, 99.9)},
}


def sample(table, *, times=1.0, worse=0.0, spread=4.0, motion=1.5, detail=85.0):
    """A sample that cost `times` as much and looked `worse` than a table says."""
    points = tuple(
        Point(codec, side, crf, megabytes * times / 0.075, max(1.0, score - worse), max(0.0, score - worse - spread))
        for (codec, side), found in table.items()
        for crf, (megabytes, score) in found.items()
    )
    return Sample(0, 10.0, 1.2, motion, 0.1, detail, 120.0, points)


def chosen(table, facts=FACTS, tool=TOOL, **values):
    return choose_plan(facts, [sample(table, **values)], tool, chunk_s=48)


def rungs(choice):
    return {rung.name: rung for rung in choice.plan.videos}


def reasons(choice):
    return {reason.name: reason for reason in choice.reasons}


def test_each_step_takes_the_cheapest_that_reaches_its_target():
    found = rungs(chosen(HANDS))
    assert (found["hemat-av1"].height, found["biasa-av1"].height) == (360, 480)
    assert found["hemat-av1"].crf >= 62
    assert 59 <= found["biasa-av1"].crf <= 62
    assert found["jelas-av1"].crf < found["biasa-av1"].crf


def test_every_rung_stays_under_its_cap_with_its_sound():
    caps = {"hemat-av1": 5, "hemat-h264": 8.5, "biasa-av1": 7, "biasa-h264": 15, "jelas-av1": 20, "jelas-h264": 40}
    for times in (0.3, 1, 2):
        for name, reason in reasons(chosen(HANDS, times=times)).items():
            assert reason.megabytes <= caps[name] or "nothing fits" in reason.why


def test_out_of_reach_it_is_the_best_under_the_cap_and_the_sound_makes_room():
    choice = chosen(HANDS, times=1.6, worse=4)
    assert "the best under the cap" in reasons(choice)["biasa-av1"].why
    assert rungs(choice)["biasa-av1"].sound == "opus16"
    assert rungs(chosen(HANDS, times=0.8))["biasa-av1"].sound == "opus24"


def test_noise_gets_the_least_and_the_encoder_keeps_the_cap():
    choice = chosen(HANDS, times=30, worse=40)
    assert "nothing fits" in reasons(choice)["hemat-av1"].why
    assert (rungs(choice)["hemat-av1"].crf, rungs(choice)["hemat-av1"].cap_kbit) == (63, 43)
    assert rungs(choice)["hemat-h264"].height == 240


def test_worst_moments_are_kept_above_the_floor_where_the_cap_allows():
    calm, rough = (reasons(chosen(HANDS, times=0.6, spread=spread))["hemat-av1"] for spread in (4, 15))
    assert rough.low >= 75
    assert rough.megabytes > calm.megabytes


def test_what_adds_little_is_left_out_and_said():
    easy = {place: {crf: (mb, 99.5) for crf, (mb, _) in found.items()} for place, found in HANDS.items()}
    choice = chosen(easy)
    assert {rung.kind for rung in choice.plan.videos} == {"hemat"}
    assert reasons(choice)["biasa-av1"].why == "adds less than 3 points to hemat-av1"
    assert not reasons(choice)["jelas-h264"].is_kept


def test_slides_get_the_higher_resolution():
    found = chosen(SLIDES, motion=0.2, detail=140.0)
    assert found.is_screen
    assert rungs(found)["hemat-av1"].height == 720
    assert "biasa-av1" not in rungs(found)  # the data saver is as sharp already
    assert not chosen(SLIDES, motion=2.0).is_screen


def test_default_does_not_look_worse_than_what_others_send():
    demanding = {**HANDS, ("h264", 240): {28: (3.0, 97), 36: (1.5, 90)}}
    assert reasons(chosen(demanding))["biasa-av1"].target > reasons(chosen(HANDS))["biasa-av1"].target


def test_nothing_is_larger_than_the_clip_and_portrait_keeps_its_short_side():
    low = replace(FACTS, width=426, height=240)
    table = {("h264", 240): HANDS["h264", 240], ("av1", 240): HANDS["av1", 360]}
    assert {(rung.width, rung.height) for rung in chosen(table, facts=low).plan.videos} == {(426, 240)}
    upright = rungs(chosen(HANDS, facts=replace(FACTS, width=720, height=1280)))
    assert (upright["biasa-av1"].width, upright["biasa-av1"].height) == (480, 854)


def test_without_av1_the_ladder_is_h264():
    choice = chosen(HANDS, tool=replace(TOOL, has_av1=False))
    assert {rung.codec for rung in choice.plan.videos} == {"h264"}


def test_without_samples_it_is_the_fixed_plan():
    tool = replace(TOOL, has_vmaf=False)
    choice = choose_plan(FACTS, [], tool, chunk_s=48)
    assert (choice.plan, choice.reasons) == (default_plan(FACTS, tool, chunk_s=48), ())


def test_silent_clip_spends_its_whole_cap_on_the_picture():
    choice = chosen(HANDS, facts=replace(FACTS, audio_index=None), times=1.6, worse=4)
    assert {rung.sound for rung in choice.plan.videos} == {""}
    assert reasons(choice)["biasa-av1"].megabytes <= 7


def test_same_samples_give_the_same_plan_whatever_their_order_and_all_is_json():
    samples = [sample(HANDS), sample(HANDS, times=1.3, worse=2)]
    one, two = (choose_plan(FACTS, found, TOOL, chunk_s=48) for found in (samples, samples[::-1]))
    assert one == two
    assert plan_from(json.loads(json.dumps(one.plan.as_json()))) == one.plan
    assert json.loads(json.dumps(one.as_json()))["reasons"][0]["name"] == "hemat-av1"


def test_worst_moment_of_any_sample_counts():
    curves = curves_of([sample(HANDS), sample(HANDS, worse=10)])
    assert {round(curve.first.low) for curve in curves if (curve.codec, curve.side) == ("av1", 480)} == {85}


def test_screens_are_told_by_the_middle_sample():
    still, lively = sample(SLIDES, motion=0.1, detail=140), sample(SLIDES, motion=5, detail=140)
    assert is_screen([still, still, lively])
    assert not is_screen([still, lively, lively])
