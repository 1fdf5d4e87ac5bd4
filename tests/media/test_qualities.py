"""The scale on which bytes fall evenly."""

import pytest

from media.pipeline.qualities import LEAST, coarser, scale


@pytest.mark.parametrize("codec", ["av1", "h264"])
def test_scale_never_turns_back(codec):
    steps = [scale(codec, crf) for crf in range(10, LEAST[codec] + 1)]
    assert steps == sorted(set(steps))


@pytest.mark.parametrize(
    ("codec", "crf", "steps", "expected"),
    [("av1", 56, 0.4, 60), ("av1", 60, 0.01, 61), ("av1", 62, 2, 63), ("h264", 30, 1, 37), ("h264", 50, 3, 51)],
)
def test_coarser_finds_the_quality_that_saves_so_much(codec, crf, steps, expected):
    assert coarser(codec, crf, steps) == expected
