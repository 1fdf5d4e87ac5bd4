"""Scores, hard rules and explanations agree with each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.matching import rules
from mentoring.matching.explaining import Words, broken_rules, explain, explain_why_not
from mentoring.matching.rules import Rule
from mentoring.matching.running import run_match
from mentoring.matching.scoring import KEEP_POINTS, Scorer
from mentoring.matching.shortlisting import shortlist
from mentoring.matching.weights import PARTS, Part, Weights, shares_of_needs
from tests.mentoring.matching.small import all_scores, draw, one_pair

SEEDS = st.integers(0, 2**32 - 1)
WEIGHTS = Weights()
WORDS = Words(
    ["kemasan", "izin P-IRT", "pemasaran", "keuangan"],
    ["Indonesia", "Kutai"],
    ["Senin pagi", "Senin sore", "Selasa pagi", "Selasa sore"],
    {10710: "Industri Produk Roti dan Kue"},
)


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_scored_pairs_are_those_that_break_no_rule(seed):
    facts = draw(seed, mentees=7, mentors=6)
    scores, verdicts = all_scores(Scorer(facts, WEIGHTS)), rules.broken(facts, np.arange(len(facts.mentees)))
    forbidden = np.logical_or.reduce([verdicts[rule] for rule in Rule])
    assert ((scores < 0) == forbidden).all()


@settings(max_examples=200, deadline=None)
@given(SEEDS, st.sampled_from([WEIGHTS, Weights(0, 300, 201, 199, 100, 100, 100), Weights(1000, 0, 0, 0, 0, 0, 0)]))
def test_parts_of_an_explanation_sum_to_the_score(seed, weights):
    facts = draw(seed, mentees=7, mentors=6)
    scorer = Scorer(facts, weights)
    scores = all_scores(scorer)
    rows, cols = np.nonzero(scores >= 0)
    parts, missing = scorer.parts(rows, cols), scorer.missing(rows, cols)
    kept = {tuple(pair) for pair in facts.pairs.kept.tolist()}
    for place, (row, col) in enumerate(zip(rows, cols, strict=True)):
        told = explain(facts, weights, row, col, parts[place], missing[place], WORDS)
        assert sum(part.points for part in told.parts) == told.score
        assert all(0 <= part.points <= part.weight for part in told.parts)
        keep = KEEP_POINTS * ((facts.mentees.id[row], facts.mentors.id[col]) in kept)
        assert told.score + keep == scores[row, col]


def test_explanation_says_each_part_in_plain_words():
    facts = one_pair()
    best = shortlist(facts, WEIGHTS)
    told = explain(facts, WEIGHTS, 0, 0, best.parts[0], best.missing[0], WORDS)
    assert {part.part: part.sentence for part in told.parts} == {
        Part.NEEDS: "Menguasai 1 dari 1 kebutuhan Anda: kemasan.",
        Part.SECTOR: "Sama-sama Industri Produk Roti dan Kue.",
        Part.DISTANCE: "Sekitar 30 menit perjalanan lewat darat.",
        Part.STAGE: "Mentor satu tahap di depan usaha Anda.",
        Part.TIME: "Ada 2 waktu luang yang sama: Senin pagi dan Senin sore.",
        Part.LANGUAGE: "Bisa berbahasa Indonesia.",
        Part.WAYS: "Bisa tatap muka dan daring.",
    }
    assert told.sentence == "Menguasai 1 dari 1 kebutuhan Anda: kemasan. Sama-sama Industri Produk Roti dan Kue."
    assert told.score == 350 + 200 + 117 + 100 + 60 + 30 + 50


def test_missing_data_gets_the_median_and_says_so():
    facts = one_pair({"slots": [0], "stage": [-1]})
    best = shortlist(facts, WEIGHTS, medians=dict.fromkeys(Part, 0.6))
    told = explain(facts, WEIGHTS, 0, 0, best.parts[0], best.missing[0], WORDS)
    assert {part.part: part.points for part in told.parts if part.missing} == {Part.STAGE: 60, Part.TIME: 54}
    assert all(part.sentence.startswith("Data belum lengkap") for part in told.parts if part.missing)


BREAKING = {
    Rule.CONSENT: {"mentee": {"consents": [False]}},
    Rule.DATA_MISSING: {"mentee": {"district": [-1], "ways": [1]}},
    Rule.INACTIVE: {"mentor": {"active": [False]}},
    Rule.OWNER: {"mentor": {"owner": [1]}},
    Rule.BLOCKED: {"blocked": [[1, 9]]},
    Rule.DECLINED: {"declined": [[1, 9]]},
    Rule.RIVAL: {"mentor": {"village": [1]}},
    Rule.NEED: {"mentor": {"skills": [2]}},
    Rule.STAGE: {"mentor": {"stage": [1]}},
    Rule.LANGUAGE: {"mentor": {"languages": [2]}},
    Rule.REACH: {"mentor": {"ways": [1], "travel_limit_min": [29]}},
    Rule.SEATS: {"mentor": {"seats": [0]}},
}


@pytest.mark.parametrize("rule", Rule)
def test_hard_rule_keeps_a_pair_apart_and_is_named(rule):
    assert len(run_match(one_pair(), WEIGHTS).pairs) == 1
    facts = one_pair(**BREAKING[rule])
    assert rule in broken_rules(facts, 0, 0)
    run = run_match(facts, WEIGHTS)
    assert len(run.pairs) == 0
    assert explain_why_not(run, 0, 0).code in broken_rules(facts, 0, 0)


def test_rivals_of_one_village_may_meet_when_both_waive_it():
    waiving = {"waives_rivalry": [True], "village": [1]}
    assert len(run_match(one_pair(waiving, {"village": [1]}), WEIGHTS).pairs) == 0
    assert len(run_match(one_pair(waiving, waiving), WEIGHTS).pairs) == 1


def test_nobody_mentors_himself_under_a_second_business():
    facts = one_pair({"owner": [7], "sector": [10710]}, {"owner": [7], "sector": [14111], "village": [3]})
    assert broken_rules(facts, 0, 0) == [Rule.OWNER]


def test_wish_for_the_same_gender_counts_only_when_ticked():
    asked = shortlist(one_pair({"gender": [1], "same_gender": [True]}, {"gender": [1]}), WEIGHTS)
    silent = shortlist(one_pair({"gender": [1]}, {"gender": [1]}), WEIGHTS)
    assert asked.score[0] - silent.score[0] == asked.parts[0, PARTS.index(Part.WISH)] == 80


def test_wish_for_the_former_mentor_counts():
    assert shortlist(one_pair(wished=[[1, 9]]), WEIGHTS).score[0] - shortlist(one_pair(), WEIGHTS).score[0] == 80


@given(st.integers(0, 1000))
def test_all_needs_covered_are_the_whole_weight(weight):
    assert [sum(points) for points in shares_of_needs(weight)] == [weight] * 3


@pytest.mark.parametrize("wrong", [{"kebutuhan": 351}, {"kebutuhan": 550, "sektor": 0, "cara": -50, "bahasa": 160}])
def test_weights_sum_to_a_thousand_and_none_is_negative(wrong):
    with pytest.raises(ValueError, match="1000"):
        Weights(**wrong)
