"""Which sizes a clip gets."""

from dataclasses import replace

import pytest

from media.pipeline.ladder import capped_rate, fit, plan_from, plan_renditions
from media.pipeline.probe import Facts

FACTS = Facts(duration_s=60, width=1920, height=1080, fps=30, video_index=0, audio_index=1)


def sizes(facts):
    return {plan.kind: (plan.width, plan.height) for plan in plan_renditions(facts)}


def test_full_ladder_starts_with_the_data_saver():
    plans = plan_renditions(FACTS)
    assert [plan.kind for plan in plans] == ["hemat", "audio", "biasa"]
    assert sizes(FACTS) == {"hemat": (640, 360), "audio": (0, 0), "biasa": (854, 480)}


def test_portrait_counts_across():
    assert sizes(replace(FACTS, width=1080, height=1920)) == {"hemat": (360, 640), "audio": (0, 0), "biasa": (480, 854)}


def test_nothing_is_enlarged_or_made_twice():
    assert sizes(replace(FACTS, width=400, height=300)) == {"hemat": (400, 300), "audio": (0, 0)}
    assert sizes(replace(FACTS, width=711, height=400))["biasa"] == (710, 400)  # even sides, still no larger


def test_clip_without_sound_has_no_sound_choice():
    plans = plan_renditions(replace(FACTS, audio_index=None))
    assert [plan.kind for plan in plans] == ["hemat", "biasa"]
    assert all(plan.audio_kbit == 0 and plan.streams == 1 for plan in plans)


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


def test_name_hangs_on_input_and_settings_alone():
    plan = plan_renditions(FACTS)[0]
    assert plan.name("a") == plan_from(plan.as_json()).name("a")
    assert plan.name("a") != plan.name("b")
    assert plan.name("a") != replace(plan, crf=30).name("a")
    assert plan.name("a").startswith("video/") and plan.name("a").endswith(".mp4")
