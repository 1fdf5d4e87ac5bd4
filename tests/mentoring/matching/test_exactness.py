"""The chosen pairs are the best there are, proven, and the proof is not fooled."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mentoring.matching.facts import make_facts, make_pairs, take
from mentoring.matching.frontier import ceilings
from mentoring.matching.proving import prove, upper_bound
from mentoring.matching.running import Policy, input_hash, prepare, run_match
from mentoring.matching.solving import scores_of, solve, value_of
from mentoring.matching.weights import Weights
from tests.mentoring.matching.small import all_scores, draw, every_choice, worth

SEEDS = st.integers(0, 2**32 - 1)
WEIGHTS = Weights()
exhaustive = settings(max_examples=150, deadline=None)


def as_choice(run):
    return tuple(int(column) for column in run.chosen)


@exhaustive
@given(SEEDS, st.sampled_from([None, 1, 2]))
def test_run_equals_brute_force_in_matches_tiers_and_score(seed, nearest):
    run = run_match(draw(seed), WEIGHTS, Policy(nearest=nearest))
    scorer, tier = run.case.scorer, run.case.rest.mentees.tier
    scores, everyone = all_scores(scorer), np.bincount(tier, minlength=3)
    best = max(worth(choice, scores, tier, everyone) for choice in every_choice(scores, scorer.seats))
    assert worth(as_choice(run), scores, tier, everyone) == best
    assert run.proof.gap == 0


@exhaustive
@given(SEEDS, st.tuples(*[st.sampled_from([0.0, 0.3, 0.5, 1.0])] * 2))
def test_quota_equals_brute_force(seed, shares):
    run = run_match(draw(seed), WEIGHTS, Policy(shares=(*shares, 0.0), nearest=1))
    scorer, tier = run.case.scorer, run.case.rest.mentees.tier
    people = np.bincount(tier, minlength=3)
    quota = np.ceil(np.array([*shares, 0]) * people).astype(int)
    scores = all_scores(scorer)
    best = max(worth(choice, scores, tier, quota) for choice in every_choice(scores, scorer.seats))
    assert worth(as_choice(run), scores, tier, quota) == best
    assert run.proof.gap == 0


@exhaustive
@given(SEEDS)
def test_proof_rejects_every_choice_of_less_value(seed):
    run = run_match(draw(seed, mentees=4), WEIGHTS, Policy(nearest=None))
    scores = all_scores(run.case.scorer)
    for choice in every_choice(scores, run.problem.seats):
        proof = prove(run.case.scorer, run.problem, np.array(choice, np.int64))
        assert (proof.gap == 0) == (proof.value == run.proof.value)
        assert proof.upper_bound >= run.proof.value


@exhaustive
@given(SEEDS)
def test_stored_prices_alone_prove_the_optimum(seed):
    run = run_match(draw(seed), WEIGHTS)
    bound, lacking = upper_bound(run.case.scorer, run.problem, run.proof.prices)
    assert (bound, len(lacking)) == (run.proof.value, 0)


def test_proof_refuses_pairs_that_may_not_be_full_seats_and_low_prices():
    run = next(run for seed in range(99) if len((run := run_match(draw(seed), WEIGHTS)).pairs) > 1)
    scores = all_scores(run.case.scorer)
    row, col = np.argwhere(scores < 0)[0]
    wrong = np.full(len(run.chosen), -1)
    wrong[row] = col
    with pytest.raises(ValueError, match=r"not among|more mentees"):
        prove(run.case.scorer, run.problem, wrong)
    with pytest.raises(ValueError, match="more mentees than seats"):
        prove(run.case.scorer, replace(run.problem, seats=run.problem.seats * 0), run.chosen)
    with pytest.raises(ValueError, match="floor"):
        upper_bound(run.case.scorer, run.problem, replace(run.proof.prices, tier=run.proof.prices.tier * 0))


@exhaustive
@given(SEEDS, SEEDS)
def test_order_of_rows_is_irrelevant(seed, other):
    facts, rng = draw(seed, mentees=8, mentors=6), np.random.default_rng(other)
    mixed = make_facts(
        take(facts.mentees, rng.permutation(len(facts.mentees))),
        take(facts.mentors, rng.permutation(len(facts.mentors))),
        facts.travel,
        make_pairs(**{name: rng.permutation(pairs) for name, pairs in vars(facts.pairs).items()}),
    )
    assert (run_match(mixed, WEIGHTS).pairs == run_match(facts, WEIGHTS).pairs).all()


@exhaustive
@given(SEEDS)
def test_one_more_seat_never_hurts_and_gains_exactly_its_price(seed):
    run = run_match(draw(seed), WEIGHTS, Policy(nearest=None))
    for column in np.flatnonzero(run.problem.seats > 0):
        seats = run.problem.seats.copy()
        seats[column] += 1
        problem = replace(run.problem, seats=seats)
        chosen = solve(problem)
        gain = value_of(problem, chosen, scores_of(problem.arcs, chosen)) - run.proof.value
        assert gain == run.proof.prices.seat[column]
        assert (chosen >= 0).sum() >= (run.chosen >= 0).sum()


@exhaustive
@given(SEEDS)
def test_pair_that_may_not_be_changes_nothing_when_blocked(seed):
    facts = draw(seed)
    run = run_match(facts, WEIGHTS)
    may_not = np.argwhere(all_scores(run.case.scorer) < 0)
    blocked = np.stack([facts.mentees.id[may_not[:, 0]], facts.mentors.id[may_not[:, 1]]], axis=1)
    again = run_match(replace(facts, pairs=replace(facts.pairs, blocked=blocked)), WEIGHTS)
    assert (again.pairs == run.pairs).all()
    assert again.proof.value == run.proof.value


@exhaustive
@given(SEEDS, SEEDS)
def test_raised_tier_never_unmatches(seed, other):
    facts = draw(seed)
    run = run_match(facts, WEIGHTS)
    matched = np.flatnonzero(run.mentor >= 0)
    assume(len(matched))
    lucky = matched[other % len(matched)]
    tier = facts.mentees.tier.copy()
    tier[lucky] = 0
    raised = run_match(replace(facts, mentees=replace(facts.mentees, tier=tier)), WEIGHTS)
    assert raised.mentor[lucky] >= 0


@exhaustive
@given(SEEDS)
def test_locked_pairs_stay_and_the_rest_is_best(seed):
    facts = draw(seed, kept=False)
    assume(len(facts.mentees) and len(facts.mentors))
    pair = [[facts.mentees.id[0], facts.mentors.id[-1]]]
    run = run_match(replace(facts, pairs=replace(facts.pairs, locked=np.array(pair))), WEIGHTS)
    assert run.mentor[0] == len(facts.mentors) - 1
    assert run.proof.gap == 0
    seats = np.maximum(facts.mentors.seats, 0)
    taken = np.bincount(run.mentor[run.mentor >= 0], minlength=len(seats))
    assert (taken <= np.maximum(seats, np.arange(len(seats)) == run.mentor[0])).all()


@exhaustive
@given(SEEDS)
def test_strict_run_reaches_the_ceilings(seed):
    run = run_match(draw(seed), WEIGHTS, Policy(nearest=None))
    assert tuple(run.matched) == ceilings(run.case)


def test_equal_inputs_have_one_hash_and_others_another():
    facts = draw(7)
    assert input_hash(facts, WEIGHTS, Policy()) == input_hash(draw(7), Weights(), Policy())
    assert input_hash(facts, WEIGHTS, Policy()) != input_hash(facts, WEIGHTS, Policy(keep_points=10))
    assert input_hash(facts, WEIGHTS, Policy()) != input_hash(draw(8), WEIGHTS, Policy())


def test_prepared_case_is_solved_for_any_quota():
    case = prepare(draw(5), WEIGHTS)
    assert len(solve(case.problem(shares=(0.5,)))) == len(case.rest.mentees)
