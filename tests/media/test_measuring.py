"""Phone-VMAF of our own encodes against a reference."""

import subprocess

from media.pipeline.ffmpeg import find_ffmpeg
from media.pipeline.measuring import measure


def encode(clip, target, *words):
    command = [find_ffmpeg(), "-v", "error", "-i", clip, "-an", "-c:v", "libx264", *words, target]
    subprocess.run([str(word) for word in command], check=True)
    return target


def test_better_encodes_score_higher_and_nothing_is_left(clips, tmp_path):
    made = [
        encode(clips.front, tmp_path / "same.mp4", "-t", "1", "-qp", "0", "-preset", "ultrafast"),
        encode(clips.front, tmp_path / "rough.mp4", "-t", "1", "-crf", "40", "-preset", "ultrafast"),
        encode(clips.front, tmp_path / "tiny.mp4", "-t", "1", "-vf", "scale=64:36", "-preset", "ultrafast"),
    ]
    folder = tmp_path / "notes"
    folder.mkdir()
    same, rough, tiny = measure(made, made[0], (640, 360), folder)
    assert same.mean >= 99.9 > rough.mean > tiny.mean
    assert all(one.low <= one.mean and one.frames == 25 for one in (same, rough, tiny))
    assert list(folder.iterdir()) == []


def test_every_third_frame_is_enough(clips, tmp_path):
    rough = encode(clips.front, tmp_path / "rough.mp4", "-t", "1", "-crf", "40", "-preset", "ultrafast")
    whole = encode(clips.front, tmp_path / "whole.mp4", "-t", "1", "-qp", "0", "-preset", "ultrafast")
    (all_frames,), (some,) = (measure([rough], whole, (640, 360), tmp_path, every=every) for every in (1, 3))
    assert (all_frames.frames, some.frames) == (25, 9)
    assert abs(all_frames.mean - some.mean) < 2
