"""What the office sees of a run: the unmatched, the map, swaps, blocking pairs, quotas, groups."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.matching_instance import make_instance
from mentoring.matching.blocking import count_blocking
from mentoring.matching.explaining import FOR_PRIORITY, SEAT_TAKEN, explain_why_not
from mentoring.matching.facts import make_facts, make_mentees, make_mentors, make_pairs, make_travel
from mentoring.matching.frontier import frontier
from mentoring.matching.rules import Rule
from mentoring.matching.running import GROUP_LEAST, Policy, prepare, run_match
from mentoring.matching.shortlisting import shortlist
from mentoring.matching.swapping import NotAllowed, plan_swap
from mentoring.matching.unmatched import Reason, list_unmatched, recruiting_map
from mentoring.matching.weights import Weights
from tests.mentoring.matching.small import all_scores, draw, one_pair

SEEDS = st.integers(0, 2**32 - 1)
WEIGHTS = Weights()


@pytest.fixture(scope="module")
def district():
    """A small office: 300 new firms, 50 mentors with too few seats."""
    return run_match(make_instance(300, 50, seats=(1, 3)), WEIGHTS)


def two_firms(tiers=(0, 1), seats=1, skills=1, **mentor):
    """Return two firms with one mentor between them; the second suits him better."""
    both = {"owner": [1, 2], "district": [0, 0], "sector": [14111, 10710], "languages": [1, 1], "stage": [1, 1]}
    return make_facts(
        make_mentees([1, 2], [[0], [0]], tier=tiers, ways=[3, 3], **both),
        make_mentors(
            [9], owner=[3], district=[0], sector=[10710], languages=[1], stage=[2], ways=[3], skills=[skills],
            travel_limit_min=[60], seats=[seats], **mentor,
        ),
        make_travel([[20]]),
    )  # fmt: skip


def test_without_capacity_everybody_waits_and_hears_why():
    run = run_match(two_firms(seats=0), WEIGHTS)
    assert [alone.reason for alone in list_unmatched(run)] == [Reason.SEATS_TAKEN] * 2
    assert run.proof.gap == 0


def test_without_mentors_or_mentees_nothing_is_chosen():
    facts = two_firms()
    nobody = make_facts(make_mentees([], []), facts.mentors, facts.travel)
    alone = make_facts(facts.mentees, make_mentors([]), facts.travel)
    assert len(run_match(nobody, WEIGHTS).pairs) == 0
    assert [one.reason for one in list_unmatched(run_match(alone, WEIGHTS))] == [Reason.NO_CANDIDATE] * 2
    assert recruiting_map(run_match(alone, WEIGHTS))[0].waiting == 2


def test_offline_firms_of_a_district_without_mentor_are_the_visit_list():
    facts = one_pair({"ways": [1], "district": [2]})
    alone = list_unmatched(run_match(facts, WEIGHTS))[0]
    assert (alone.reason, alone.rule, alone.near) == (Reason.OUT_OF_REACH, Rule.REACH, 1)
    assert "kunjungan lapangan" in alone.help
    place = recruiting_map(run_match(facts, WEIGHTS))[0]
    assert (place.district, place.mentor, place.waiting, place.topics) == (2, -1, 1, (0,))


@pytest.mark.parametrize(
    ("mentee", "reason"),
    [
        ({"consents": [False]}, Reason.NO_CONSENT),
        ({"needs": [[-1]]}, Reason.DATA_MISSING),
        ({"needs": [[3]]}, Reason.NO_CANDIDATE),
        ({"languages": [2]}, Reason.NO_CANDIDATE),
    ],
)
def test_unmatched_mentee_hears_what_is_lacking(mentee, reason):
    assert list_unmatched(run_match(one_pair(mentee), WEIGHTS))[0].reason == reason


def test_why_not_tells_priority_from_a_better_score():
    first = run_match(two_firms((0, 1)), WEIGHTS)
    assert (first.mentor.tolist(), explain_why_not(first, 1, 0).code) == ([0, -1], FOR_PRIORITY)
    equal = run_match(two_firms((0, 0)), WEIGHTS)
    assert (equal.mentor.tolist(), explain_why_not(equal, 0, 0).code) == ([-1, 0], SEAT_TAKEN)
    assert explain_why_not(equal, 1, 0) is None


def test_map_of_recruiting_names_the_district_where_a_seat_gains_a_firm():
    place = recruiting_map(run_match(two_firms(), WEIGHTS))[0]
    assert (place.district, place.gain_firms >= 1, place.mentor, place.waiting) == (0, True, 0, 1)


def test_swap_says_its_cost_and_who_loses():
    swap = plan_swap(run_match(two_firms((0, 1)), WEIGHTS), 1, 0)
    assert (swap.firms, swap.loser, [move.row for move in swap.moves]) == ((1, -1), 0, [1, 0])
    assert swap.points < 0


def test_swap_against_a_rule_or_a_locked_pair_is_refused():
    run = run_match(one_pair({"languages": [2]}), WEIGHTS)
    with pytest.raises(NotAllowed) as refused:
        plan_swap(run, 0, 0)
    assert refused.value.rule == Rule.LANGUAGE
    with pytest.raises(NotAllowed):
        plan_swap(run_match(one_pair(locked=[[1, 9]]), WEIGHTS), 0, 0)


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_no_swap_wins_anything_over_the_optimum(seed):
    run = run_match(draw(seed), WEIGHTS)
    for row, mentor in np.argwhere(all_scores(run.case.scorer) >= 0):
        swap = plan_swap(run, int(run.case.free[row]), int(mentor))
        assert (sum(swap.firms), *swap.firms[:-1], swap.points) >= (0,) * (len(swap.firms) + 1)


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_blocking_pairs_are_counted_as_by_hand(seed):
    run = run_match(draw(seed), WEIGHTS)
    scores, tier = all_scores(run.case.scorer), run.case.rest.mentees.tier
    own = [scores[row, column] if column >= 0 else -1 for row, column in enumerate(run.chosen)]
    pairs = [
        (row, column)
        for row, column in np.argwhere(scores >= 0)
        if scores[row, column] > own[row]
        and (
            (run.chosen == column).sum() < run.problem.seats[column]
            or any(
                (-tier[row], scores[row, column]) > (-tier[other], own[other])
                for other in np.flatnonzero(run.chosen == column)
            )
        )
    ]
    counted = count_blocking(run)
    assert (counted.pairs, counted.mentees) == (len(pairs), len({row for row, _ in pairs}))


def test_more_priority_costs_score_and_never_matches(district):
    points = frontier(district.case)
    assert {sum(point.matched) for point in points} == {int(district.matched.sum())}
    assert [point.matched[0] for point in points] == sorted(point.matched[0] for point in points)
    assert points[0].mean_score > points[-1].mean_score


def test_groups_have_four_to_eight_members_and_help_those_left(district):
    facts = district.case.facts
    leaders = np.where(np.arange(50) % 5 == 0, 8, 0)
    with_groups = replace(facts, mentors=replace(facts.mentors, group_seats=leaders))
    run = run_match(with_groups, WEIGHTS, Policy(with_groups=True))
    sizes = np.bincount(run.mentor[run.in_group], minlength=50)
    assert set(np.unique(sizes[sizes > 0])) <= set(range(GROUP_LEAST, 9))
    assert sizes.sum() > 0
    assert run.matched.sum() > district.matched.sum()
    assert run.proof.value <= run.bound


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_no_group_is_ever_too_small(seed):
    run = run_match(draw(seed, mentees=12, groups=True), WEIGHTS, Policy(with_groups=True))
    sizes = np.bincount(run.mentor[run.in_group], minlength=len(run.case.facts.mentors))
    assert not ((sizes > 0) & (sizes < GROUP_LEAST)).any()
    assert (sizes <= run.case.facts.mentors.group_seats).all()


def test_proposals_of_the_last_run_are_kept_when_little_changed(district):
    facts = district.case.facts
    mentors = replace(facts.mentors, active=np.arange(50) != 3)
    again = replace(facts, mentors=mentors, pairs=make_pairs(kept=district.pairs))
    keepable = {tuple(pair) for pair in district.pairs.tolist() if pair[1] != facts.mentors.id[3]}
    kept = {tuple(pair) for pair in run_match(again, WEIGHTS).pairs.tolist()} & keepable
    loose = {tuple(pair) for pair in run_match(again, WEIGHTS, Policy(keep_points=0)).pairs.tolist()} & keepable
    assert len(kept) >= len(loose)
    assert len(kept) >= 0.9 * len(keepable)


def test_shortlist_is_the_best_of_the_run_in_order(district):
    scores = all_scores(prepare(district.case.facts, WEIGHTS).scorer)
    short = shortlist(district.case.facts, WEIGHTS, row=5, medians=district.case.scorer.medians)
    assert short.score.tolist() == sorted(scores[5][scores[5] >= 0], reverse=True)[:5]
    assert (short.parts.sum(axis=1) == short.score).all()
