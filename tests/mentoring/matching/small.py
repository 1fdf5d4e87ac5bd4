"""Small cases of matching, drawn from a number, and the slow way to the truth."""

from itertools import product

import numpy as np

from mentoring.matching.facts import make_facts, make_mentees, make_mentors, make_pairs, make_travel

TRAVEL = make_travel([[30, 90, -1], [90, 30, 200], [-1, 200, 20]], [[0, 1, 0], [1, 0, 0], [0, 0, 0]])


def draw(seed, *, mentees=5, mentors=3, tiers=3, groups=False, kept=True):
    """Return facts of up to so many people, with some data missing."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(0, mentees + 1)), int(rng.integers(0, mentors + 1))
    return make_facts(
        make_mentees(
            rng.permutation(100)[:n],
            rng.integers(-1, 4, (n, 3)),
            tier=rng.integers(0, tiers, n),
            same_gender=rng.random(n) < 0.3,
            **people(rng, n),
        ),
        make_mentors(
            rng.permutation(100)[:m],
            skills=rng.integers(0, 16, m),
            travel_limit_min=rng.choice([60, 120, 240], m),
            seats=rng.integers(0, 3, m),
            group_seats=rng.choice([0, 4, 6], m) if groups else np.zeros(m),
            active=rng.random(m) < 0.9,
            **people(rng, m, stages=(0, 5)),
        ),
        TRAVEL,
        make_pairs(kept=rng.integers(0, 100, (40 * kept, 2)), declined=rng.integers(0, 100, (40, 2))),
    )


def people(rng, count, stages=(-1, 3)):
    return {
        "owner": rng.integers(-1, 8, count),
        "district": rng.integers(-1, 3, count),
        "village": rng.integers(-1, 4, count),
        "sector": rng.choice([0, 10710, 10792, 14111, 16291], count),
        "languages": rng.integers(0, 4, count),
        "slots": rng.integers(0, 16, count),
        "stage": rng.integers(*stages, count),
        "ways": rng.integers(0, 4, count),
        "gender": rng.integers(0, 3, count),
        "waives_rivalry": rng.random(count) < 0.5,
    }


def every_choice(scores, seats):
    """Yield every choice that keeps to scores (n, m) and seats, as a tuple of columns."""
    options = [[-1, *np.flatnonzero(row >= 0)] for row in scores]
    for choice in product(*options):
        if all(choice.count(column) <= seat for column, seat in enumerate(seats)):
            yield choice


def worth(choice, scores, tier, quota):
    """Return what is compared: matches, those of each tier within its quota, and the score."""
    matched = [row for row, column in enumerate(choice) if column >= 0]
    counts = np.bincount(tier[matched], minlength=len(quota)) if matched else np.zeros(len(quota), int)
    score = sum(int(scores[row, choice[row]]) for row in matched)
    return (len(matched), *np.minimum(counts, quota).tolist()[:-1], score)


def all_scores(scorer):
    """Return the scores of all pairs."""
    return scorer.block(0, len(scorer)).astype(int)


def one_pair(mentee=None, mentor=None, travel=TRAVEL, **pairs):
    """Return a new firm (id 1) and a mentor (id 9) who suit each other; arguments change what they are."""
    she = {
        "owner": [1],
        "district": [0],
        "village": [1],
        "sector": [10710],
        "languages": [1],
        "slots": [3],
        "stage": [1],
    }
    he = she | {"owner": [2], "village": [2], "stage": [2], "skills": [1], "travel_limit_min": [60], "ways": [3]}
    she = {"id": [1], "needs": [[0]], "ways": [3]} | she | (mentee or {})
    he = {"id": [9]} | he | (mentor or {})
    return make_facts(make_mentees(**she), make_mentors(**he), travel, make_pairs(**pairs))
