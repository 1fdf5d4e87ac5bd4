"""From samples to a plan: for each step the cheapest size and quality that reach its target under its cap.

Pure arithmetic on what `trial.py` found. Between two trial encodes of a size the logarithm of its bytes and that of
what it lacks to a perfect score are straight lines over the encoder's scale of quality.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from statistics import fmean, median
from typing import Any

from media.pipeline.ladder import BOXES_KBIT, SOUNDS, Step, default_plan, lay_plan, preset_of, rung_for, steps_for
from media.pipeline.plan import Plan
from media.pipeline.probe import Facts
from media.pipeline.qualities import scale
from media.pipeline.tools import Tool
from media.pipeline.trial import Point, Sample

TEN_MINUTES_S = 600
FLOOR = 75.0  # no rung's worst moments below this where its cap allows better
NEAR = 0.6  # nobody sees it, samples are no surer, and AV1 mostly turns out a little better than they say
STEP_POINTS = 3.0  # what a rung must add to the one before it
# How much of a cap may be expected: AV1 over its cap is made again, x264 keeps to its own gracefully.
TRUST = {"av1": 0.95, "h264": 1.05}
QUALITIES = {"av1": range(46, 64), "h264": range(22, 41)}
PERFECT = 100.5  # so that a score of 100 has a logarithm
SCREEN_MOTION, SCREEN_DETAIL, SCREEN_MAY_COST = 0.6, 110.0, 1.15
# What others would send of this clip; the default rung is measured against it: (side, CRF, most kbit a second).
OFFLINE_USUAL, STREAM_USUAL = (480, 34, 10_000.0), (240, 23, 300.0)
LEANER = {"opus24": "opus16", "aac32": "aac24"}
QUICK_BITS_PER_PIXEL = 0.17
NOT_BELOW_OFFLINE, ENOUGH = 1.5, 97.5
SCREEN_ABOVE_OFFLINE = 0.6


@dataclass(frozen=True)
class Reason:
    """Why a step of the ladder became what it is, or was left out (`is_kept` false). Sizes are for ten minutes."""

    name: str
    is_kept: bool
    why: str
    side: int
    crf: int
    target: float
    score: float
    low: float
    megabytes: float

    def as_json(self) -> dict[str, Any]:
        """Return the reason as it is kept beside a plan."""
        return asdict(self)


@dataclass(frozen=True)
class Choice:
    """A plan with its reasons, and what was seen: slides or a recorded screen, mean brightness from 0 to 255."""

    plan: Plan
    reasons: tuple[Reason, ...]
    is_screen: bool
    luma: float

    def as_json(self) -> dict[str, Any]:
        """Return all but the plan as it is kept beside it."""
        return {
            "reasons": [reason.as_json() for reason in self.reasons],
            "is_screen": self.is_screen,
            "luma": self.luma,
        }


@dataclass(frozen=True)
class Curve:
    """One codec at one size, through two trial encodes."""

    codec: str
    side: int
    first: Point
    second: Point

    def at(self, crf: float) -> Point:
        """Return what this size gives at a quality."""
        begin, end = scale(self.codec, self.first.crf), scale(self.codec, self.second.crf)
        share = (scale(self.codec, crf) - begin) / (end - begin)
        return Point(
            self.codec,
            self.side,
            round(crf),
            2 ** _between(math.log2(self.first.kbit), math.log2(self.second.kbit), share),
            _score(self.first.score, self.second.score, share),
            _score(self.first.low, self.second.low, share),
        )


def choose_plan(facts: Facts, samples: Sequence[Sample], tool: Tool, *, chunk_s: float) -> Choice:
    """Return the full plan of a clip; without samples (nothing could be measured) the one with fixed settings."""
    if not samples:
        return Choice(default_plan(facts, tool, chunk_s=chunk_s), (), is_screen=False, luma=0.0)
    curves, screen = curves_of(samples), is_screen(samples)
    reasons: list[Reason] = []
    rungs = []
    for step in steps_for(tool):
        step, guess, reason = _take(step, curves, facts, screen=screen)
        before = [one for one in reasons if one.is_kept and one.name.endswith(step.codec)]
        if before and guess.score - before[-1].score < STEP_POINTS:
            reason = replace(reason, is_kept=False, why=f"adds less than {STEP_POINTS:.0f} points to {before[-1].name}")
        reasons.append(reason)
        if reason.is_kept:
            rung = rung_for(step, facts, tool, short_side=guess.side, crf=guess.crf)
            rungs.append(replace(rung, preset=preset_of(step.codec, guess.side)))
    plan = lay_plan(facts, tool, tuple(rungs), chunk_s=chunk_s)
    return Choice(plan, tuple(reasons), screen, round(fmean(sample.luma for sample in samples), 1))


def curves_of(samples: Sequence[Sample]) -> list[Curve]:
    """Return a curve for each codec and size: the mean of all samples, the worst of their worst moments."""
    key = lambda point: (point.codec, point.side, point.crf)  # noqa: E731
    points = sorted((point for sample in samples for point in sample.points), key=key)
    means = [
        Point(
            *place, fmean(one.kbit for one in group), fmean(one.score for one in group), min(one.low for one in group)
        )
        for place, group in ((place, list(found)) for place, found in groupby(points, key))
    ]
    pairs = [list(found) for _, found in groupby(means, lambda point: (point.codec, point.side))]
    return [Curve(pair[0].codec, pair[0].side, pair[0], pair[-1]) for pair in pairs if len(pair) > 1]


def is_screen(samples: Sequence[Sample]) -> bool:
    """Say whether these are slides or a recorded screen: sharp edges and hardly any movement."""
    still = median(sample.motion for sample in samples) < SCREEN_MOTION
    return still and median(sample.detail for sample in samples) > SCREEN_DETAIL


def target_of(step: Step, curves: Sequence[Curve], facts: Facts, *, screen: bool) -> float:
    """Return the score a step should reach here. The default and the H.264 data saver follow the clip: they should not
    look worse than what others would send of it, up to where nobody sees a difference.
    """
    if step.name == "biasa-av1":
        offline = usual(curves, *OFFLINE_USUAL) + (SCREEN_ABOVE_OFFLINE if screen else -NOT_BELOW_OFFLINE)
        return max(step.target, min(ENOUGH, max(offline, usual(curves, *STREAM_USUAL))))
    if step.name == "hemat-h264":
        pixels = 240 * 240 * max(facts.width, facts.height) / min(facts.width, facts.height)
        rate = pixels * min(30.0, facts.fps) * QUICK_BITS_PER_PIXEL / 1000
        return max(step.target, min(ENOUGH, usual(curves, 240, 25, rate)))
    return step.target


def usual(curves: Sequence[Curve], side: int, crf: float, most_kbit: float) -> float:
    """Return the score of plain H.264 at a size: at this CRF, or at the one that keeps to a rate."""
    fitting = [curve for curve in curves if curve.codec == "h264" and curve.side <= side]
    if not fitting:
        return 0.0
    curve = max(fitting, key=lambda one: one.side)
    return next((guess.score for guess in (curve.at(crf + up) for up in range(20)) if guess.kbit <= most_kbit), 0.0)


def _take(step: Step, curves: Sequence[Curve], facts: Facts, *, screen: bool) -> tuple[Step, Point, Reason]:
    """Return a step's best guess. Where its target is out of reach, its sound makes room for the picture; with slides,
    where sound is half of all bytes, the leaner Opus does (which beats AAC at 32 kbit).
    """
    target = target_of(step, curves, facts, screen=screen)
    guesses = [curve.at(crf) for curve in curves if curve.codec == step.codec for crf in QUALITIES[step.codec]]
    leaner = replace(step, sound=LEANER.get(step.sound, step.sound))
    if screen and step.codec == "av1":
        step = leaner
    guess, why = _best(guesses, target, _room(step, facts), screen=screen)
    if why and leaner != step and facts.audio_index is not None:
        step = leaner
        guess, why = _best(guesses, target, _room(step, facts), screen=screen)
    sound = step.sound if facts.audio_index is not None else ""
    kbit = min(guess.kbit, step.cap_kbit(sound)) + (SOUNDS[sound][1] if sound else 0) + BOXES_KBIT
    megabytes = kbit * TEN_MINUTES_S / 8000
    why = why or f"the cheapest that reaches {target:.1f}"
    numbers = (round(value, 1) for value in (target, guess.score, guess.low, megabytes))
    return step, guess, Reason(step.name, True, why, guess.side, guess.crf, *numbers)


def _best(guesses: Sequence[Point], target: float, room_kbit: float, *, screen: bool) -> tuple[Point, str]:
    """Return the guess to take and, when it misses its target, why."""
    fitting = [guess for guess in guesses if guess.kbit <= room_kbit]
    if not fitting:
        return min(guesses, key=lambda one: one.kbit), "nothing fits under the cap: the encoder keeps to it"
    steady = [guess for guess in fitting if guess.low >= FLOOR] or fitting
    reaching = [guess for guess in steady if guess.score >= target - NEAR]
    if not reaching:
        return max(
            steady, key=lambda one: (one.score, -one.kbit)
        ), f"the best under the cap, which is below {target:.1f}"
    cheapest = min(reaching, key=lambda one: one.kbit)
    if screen:
        near = [guess for guess in reaching if guess.kbit <= cheapest.kbit * SCREEN_MAY_COST]
        cheapest = max(near, key=lambda one: (one.side, -one.kbit))
    return cheapest, ""


def _room(step: Step, facts: Facts) -> float:
    return step.cap_kbit(step.sound if facts.audio_index is not None else "") * TRUST[step.codec]


def _between(begin: float, end: float, share: float) -> float:
    return begin + (end - begin) * share


def _score(begin: float, end: float, share: float) -> float:
    lacks = _between(math.log2(PERFECT - begin), math.log2(PERFECT - end), share)
    return max(0.0, min(100.0, PERFECT - 2**lacks))
