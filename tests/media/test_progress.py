"""How far an encoding is: percent that only grow, a sentence for each stage, minutes only where they can be known."""

import pytest

from media.progress import minutes_left, percent_of, repeated, share_of_pictures, stage_of
from tests.media.pieces import PLAN, piece, pieces, under_way

PROBED = "fast/probe fast/sound fast/picture fast/picture"
# A lesson from its first look to its last act: what its row says, its pieces, and the sentence.
STORY = [
    ({"state": "uploaded", "fast_plan": {}}, "fast/probe:waiting", "Menunggu diperiksa."),
    ({"state": "uploaded", "fast_plan": {}}, "fast/probe:running", "Sedang diperiksa."),
    ({}, "fast/probe fast/sound:waiting fast/picture:waiting full/trial:waiting", "Versi cepat sedang disiapkan."),
    ({}, "fast/probe fast/sound fast/picture:running=50 full/trial:waiting", "Versi cepat sedang disiapkan."),
    ({}, f"{PROBED} fast/join:waiting full/trial:waiting", "Versi cepat sedang disatukan."),
    (
        {"version": 1},
        f"{PROBED} fast/join full/trial full/trial:running",
        "Sudah dapat diputar; mutu sedang diuji untuk mencari ukuran yang paling hemat.",
    ),
    (
        {"version": 1, "plan": PLAN},
        f"{PROBED} fast/join full/trial full/picture full/picture:running=30",
        "Sudah dapat diputar; pilihan yang lebih hemat dan lebih jelas sedang dibuat.",
    ),
    (
        {"version": 1, "plan": PLAN},
        f"{PROBED} fast/join full/trial full/picture full/picture full/join:running",
        "Sudah dapat diputar; semua pilihan sedang disatukan.",
    ),
    ({"version": 2, "state": "ready", "plan": PLAN}, PROBED, "Siap."),
]


@pytest.mark.parametrize(("values", "text", "sentence"), STORY)
def test_each_stage_has_its_sentence(values, text, sentence):
    assert stage_of(under_way(**values), pieces(text)) == sentence


def test_percent_only_grows_and_ends_at_100():
    found = [percent_of(under_way(**values), pieces(text)) for values, text, _ in STORY]
    assert found == sorted(found)
    assert (found[0], found[-1]) == (0, 100)
    assert all(one < 100 for one in found[:-1])


def test_what_is_left_out_counts_as_done():
    silent = under_way(version=1, plan=PLAN)
    without = percent_of(silent, pieces("fast/probe fast/picture fast/join full/picture:waiting"))
    assert without == percent_of(
        silent, pieces("fast/probe fast/sound fast/picture fast/join full/trial full/picture:waiting")
    )


def test_trial_that_failed_holds_nothing_up():
    whole, broken = (pieces(f"fast/probe fast/sound full/trial:{state}") for state in ("done", "failed"))
    assert percent_of(under_way(), whole) == percent_of(under_way(), broken)


def test_while_a_new_file_is_made_learners_get_the_old_one():
    sentence = stage_of(under_way(), pieces("fast/probe fast/picture:running"), shows_other=True)
    assert sentence == "Yang lama tetap dapat diputar; versi cepat sedang disiapkan."


def test_idle_work_makes_no_fast_version():
    sentence = stage_of(under_way(is_idle=True), pieces("fast/probe fast/sound full/trial:running"), shows_other=True)
    assert "mutu sedang diuji" in sentence


def test_failure_is_told_whatever_was_done():
    assert stage_of(under_way(state="failed", reason="worker_lost", version=1), pieces(PROBED)) == "Gagal."


def test_all_pictures_together_are_the_state_of_each_rendition():
    assert share_of_pictures(pieces("full/picture full/picture:running=50 full/picture:waiting")) == 50
    assert share_of_pictures(pieces("fast/picture")) == 0


def test_pieces_tried_again_are_counted():
    tried = [
        piece("full", "picture", "waiting", attempts=0),
        piece("full", "picture", "waiting", attempts=1),
        piece("full", "picture", "running", attempts=1),
        piece("full", "picture", "running", attempts=2),
        piece("full", "picture", "done", attempts=3),
    ]
    assert repeated(tried) == 2


def test_minutes_follow_from_the_chunks_that_are_done():
    chunks = [piece("full", "picture", took_s=118), piece("full", "picture", "running", progress=50, took_s=60)]
    chunks += [piece("full", "picture", "waiting") for _ in range(4)]
    assert minutes_left(under_way(), chunks) == 9
    chunks[2] = piece("full", "picture", "running", took_s=1)
    assert minutes_left(under_way(), chunks) == 5


def test_minutes_follow_from_a_chunk_well_under_way():
    assert minutes_left(under_way(), [piece("fast", "picture", "running", progress=50, took_s=90)]) == 2


@pytest.mark.parametrize(
    "chunks",
    [
        [],
        [piece("full", "trial", "running", progress=50, took_s=60)],
        [piece("full", "picture", took_s=60), piece("full", "picture", "waiting")],
        [piece("full", "picture", "running", progress=5, took_s=60)],
    ],
    ids=["nothing", "trials", "nobody at work", "just begun"],
)
def test_no_minutes_are_guessed(chunks):
    assert minutes_left(under_way(), chunks) is None
