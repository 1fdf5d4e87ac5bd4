"""What is warned about: each threshold from both sides, and nothing that nobody has measured."""

from dataclasses import replace

import pytest

from media.warning import HEAVY_BYTES, File, Measured, cautions_for, in_words

GOOD = Measured(
    duration_s=300,
    short_side=720,
    has_sound=True,
    sound={"is_silent": False, "is_clipped": False, "longest_silence_s": 3.0, "loudness_lufs": -19.0},
    picture={"is_screen": False, "luma": 110.0},
    files=(File("hemat", "av1", 2_400_000), File("biasa", "av1", 3_400_000), File("biasa", "h264", 7_000_000)),
    usual=File("biasa", "av1", 3_400_000),
    has_av1=True,
    is_quality_measured=True,
)


def heard(**values):
    return {"sound": GOOD.sound | values}


CASES = {
    "no_sound": {"has_sound": False, "sound": {}},
    "silent": heard(is_silent=True, longest_silence_s=300.0, loudness_lufs=None),
    "clipped": heard(is_clipped=True),
    "quiet": heard(loudness_lufs=-30.1),
    "silence": heard(longest_silence_s=15.0),
    "dark": {"picture": {"is_screen": False, "luma": 39.9}},
    "small": {"short_side": 239},
    "long": {"duration_s": 900.1},
    "short": {"duration_s": 4.9},
    "heavy": {"usual": File("biasa", "av1", HEAVY_BYTES + 1)},
    "over_usual": {"files": (File("hemat", "av1", 2_650_000),)},
    "no_av1": {"has_av1": False},
    "no_measure": {"is_quality_measured": False},
}
FINE = [
    heard(loudness_lufs=-30.0),
    heard(longest_silence_s=14.5),
    heard(loudness_lufs=None),
    {"picture": {"is_screen": False, "luma": 40.0}},
    {"picture": {"is_screen": True, "luma": 20.0}},  # slides on black
    {"picture": {"is_screen": False, "luma": 0.0}},  # not measured
    {"short_side": 240},
    {"duration_s": 900.0},
    {"duration_s": 5.0},
    {"usual": File("biasa", "av1", HEAVY_BYTES)},
    {"files": (File("hemat", "av1", 2_600_000),)},
    {"files": (File("audio", "opus", 700_000), File("audio", "aac", 1_200_000))},
    {"duration_s": 30, "files": (File("hemat", "av1", 2_600_000),)},  # too short to tell
]


def codes(found):
    return [one.code for one in cautions_for(found)]


def test_good_video_is_not_warned_about():
    assert codes(GOOD) == []


def test_nothing_is_said_of_what_nobody_has_measured():
    assert codes(Measured()) == []


@pytest.mark.parametrize("code", CASES)
def test_each_fault_is_found_alone(code):
    assert codes(replace(GOOD, **CASES[code])) == [code]


@pytest.mark.parametrize("values", FINE)
def test_what_is_just_good_enough_passes(values):
    assert codes(replace(GOOD, **values)) == []


@pytest.mark.parametrize("code", CASES)
def test_each_warning_says_what_why_and_what_to_do(code):
    (one,) = cautions_for(replace(GOOD, **CASES[code]))
    assert all(words.endswith(".") and words[0].isupper() for words in (one.what, one.why, one.what_to_do))
    assert one.for_office == (code in {"no_av1", "no_measure"})


def test_mean_level_stands_in_for_loudness():
    assert codes(replace(GOOD, sound={"loudness_db": -40.0})) == ["quiet"]


def test_long_silence_and_length_are_told_in_minutes():
    (silence,) = cautions_for(replace(GOOD, **heard(longest_silence_s=75.0)))
    assert "1 menit 15 detik" in silence.what
    (length,) = cautions_for(replace(GOOD, duration_s=1000))
    assert "16 menit 40 detik" in length.what


def test_heavy_files_are_named_with_what_is_usual():
    (one,) = cautions_for(replace(GOOD, files=(File("hemat", "av1", 3_000_000), File("biasa", "h264", 9_000_000))))
    assert "Hemat 6,0 MB (biasanya paling banyak 5,0 MB), Biasa 18,0 MB" in one.what


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, "–"), (0, "–"), (0.2, "1 detik"), (59, "59 detik"), (60, "1 menit"), (365.2, "6 menit 5 detik")],
)
def test_length_in_words(seconds, words):
    assert in_words(seconds) == words
