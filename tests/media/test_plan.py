"""A plan as it is kept: read by other versions of ours, named the same by them."""

import json
from dataclasses import replace

from media.pipeline.ladder import default_plan
from media.pipeline.plan import Plan, SoundRung, VideoRung, content_key, plan_from
from media.pipeline.probe import Facts
from media.pipeline.tools import tool

FACTS = Facts(duration_s=60, width=1280, height=720, fps=30, video_index=0, audio_index=1)
# As the second version kept it.
OLD = {
    "tool": "n9.0.2",
    "fps": "30",
    "frames": 1800,
    "gop_frames": 120,
    "chunk_frames": 1440,
    "duration_s": 60.0,
    "video_index": 0,
    "audio_index": 1,
    "is_hdr": False,
    "threads": 1,
    "videos": [
        {
            "name": "hemat-av1",
            "kind": "hemat",
            "codec": "av1",
            "width": 640,
            "height": 360,
            "crf": 62,
            "preset": "8",
            "cap_kbit": 43,
            "sound": "opus16",
        }
    ],
    "sounds": [{"name": "opus16", "codec": "opus", "kbit": 16}],
    "alone": ["opus16"],
    "version": 2,
}


def test_plan_comes_back_as_it_was():
    plan = default_plan(FACTS, tool(), chunk_s=48)
    assert plan_from(json.loads(json.dumps(plan.as_json()))) == plan


def test_plan_of_an_older_version_is_read_and_names_the_same_files():
    plan = plan_from(OLD)
    assert plan.videos == (VideoRung("hemat-av1", "hemat", "av1", 640, 360, 62, "8", 43, "opus16"),)
    assert (plan.version, plan.chunks) == (2, 2)
    assert plan.key("a") == content_key("a", OLD)


def test_plan_of_a_newer_version_is_read():
    newer = OLD | {
        "colour": "red",
        "videos": [OLD["videos"][0] | {"grain": 3}],
        "sounds": [{**OLD["sounds"][0], "x": 1}],
    }
    plan = plan_from(newer)
    assert isinstance(plan, Plan) and plan.sounds == (SoundRung("opus16", "opus", 16),)


def test_every_change_gives_another_name():
    plan = plan_from(OLD)
    changed = [replace(plan, version=3), replace(plan, is_turned=False), replace(plan, frames=1799)]
    assert len({one.key("a") for one in [plan, *changed]}) == 4
