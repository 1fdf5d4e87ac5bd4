"""One run of matching from facts to proven pairs: score, prune, solve, prove, add what the graph lacked, again.

Pairs that stand (`locked`) are taken out with their seats before, so nothing can move them; they count towards quotas.
"""

import hashlib
from collections.abc import Callable
from dataclasses import astuple, dataclass, fields, replace
from typing import Any

import numpy as np

from mentoring.matching.arcs import NEAREST, Arcs, Pruned, prune, with_more
from mentoring.matching.facts import UNKNOWN, Facts, Ints, take
from mentoring.matching.proving import Proof, prove
from mentoring.matching.scoring import KEEP_POINTS, Scorer
from mentoring.matching.solving import Ladder, Problem, make_ladder, solve
from mentoring.matching.weights import PARTS, Part, Weights

ROUNDS = 10
GROUP_LEAST = 4  # a group with fewer is closed
SOLVER = "OR-tools SimpleMinCostFlow"


@dataclass(frozen=True)
class Policy:
    """How a run chooses: `shares` 0..1 of each tier's mentees that come first (left out: 1, all of them), `keep_points`
    for proposals of the last run, `nearest` arcs kept for each mentee (None: all), `with_groups` groups as well."""

    shares: tuple[float, ...] = ()
    keep_points: int = KEEP_POINTS
    nearest: int | None = NEAREST
    with_groups: bool = False


@dataclass(frozen=True)
class Case:
    """Facts made ready to be solved, as often as asked: `facts` of all, `rest` without what is locked, and its graph.

    `free` (rest,) rows in `facts` of the mentees of `rest`; `locked` (n,) mentor's row of each mentee, -1 for none.
    """

    facts: Facts
    rest: Facts
    free: Ints
    locked: Ints
    scorer: Scorer
    pruned: Pruned
    policy: Policy

    def problem(self, arcs: Arcs | None = None, shares: tuple[float, ...] | None = None) -> Problem:
        """Return the graph with the ladder of the policy, or of other shares."""
        tier, seats = self.rest.mentees.tier, self.scorer.seats
        shares = self.policy.shares if shares is None else shares
        return Problem(self.pruned.arcs if arcs is None else arcs, tier, seats, self.ladder(shares))

    def ladder(self, shares: tuple[float, ...]) -> Ladder:
        """Return the bonuses, quotas less what is locked."""
        standing = np.bincount(self.facts.mentees.tier[self.locked >= 0], minlength=self.facts.tiers)
        tier = self.rest.mentees.tier
        here = int(tier.max(initial=0)) + 1
        return make_ladder(tier, self.scorer.seats, self.scorer.highest, shares, standing[:here])


@dataclass(frozen=True)
class Run:
    """What came out, one row a mentee of `case.facts` (n rows, sorted by id).

    `mentor` (n,) row of the mentor or -1; `in_group` (n,); `parts` (n, 8) points in the order of `PARTS`, 0 for the
    unmatched and summing to `score` (n,); `missing` (n, 8) filled from medians; `candidates` (n,) how many could be;
    `proof` of the rest without locked pairs; `bound` of the run before groups were closed; `rounds` of solving.
    """

    case: Case
    problem: Problem
    chosen: Ints
    mentor: Ints
    in_group: Any
    parts: Any
    missing: Any
    candidates: Ints
    proof: Proof
    bound: int
    rounds: int
    solver: str = SOLVER

    @property
    def score(self) -> Ints:
        """Points of each pair (n,), the sum of its parts."""
        return self.parts.sum(axis=1, dtype=np.int64)

    @property
    def matched(self) -> Ints:
        """Number of matches of each tier (T,)."""
        return np.bincount(self.case.facts.mentees.tier[self.mentor >= 0], minlength=self.case.facts.tiers)

    @property
    def pairs(self) -> Ints:
        """The pairs as ids (k, 2), mentee and mentor, sorted."""
        rows = np.flatnonzero(self.mentor >= 0)
        facts = self.case.facts
        return np.stack([facts.mentees.id[rows], facts.mentors.id[self.mentor[rows]]], axis=1)

    @property
    def seat_prices(self) -> Ints:
        """What one more seat at each mentor (m,) of his own would gain: whole units are firms, the rest points."""
        return self.proof.prices.seat[: len(self.case.facts.mentors)]


def prepare(facts: Facts, weights: Weights, policy: Policy | None = None) -> Case:
    """Score all pairs and keep the best: the dear part of a run, done once for any number of what-ifs."""
    policy = policy or Policy()
    locked = locked_mentors(facts)
    free = np.flatnonzero(locked < 0)
    used = np.bincount(locked[locked >= 0], minlength=len(facts.mentors))
    mentors = replace(facts.mentors, seats=np.maximum(facts.mentors.seats - used, 0))
    rest = replace(facts, mentees=take(facts.mentees, free), mentors=mentors)
    scorer = Scorer(rest, weights, keep_points=policy.keep_points, with_groups=policy.with_groups)
    return Case(facts, rest, free, locked, scorer, prune(scorer, policy.nearest), policy)


def locked_mentors(facts: Facts) -> Ints:
    """Return the row of the mentor that each mentee (n,) is locked to, -1 for none."""
    locked = np.full(len(facts.mentees), UNKNOWN, np.int64)
    rows, cols = facts.pair_rows(facts.pairs.locked)
    locked[rows] = cols
    return locked


def run_match(
    facts: Facts, weights: Weights, policy: Policy | None = None, *, tell: Callable[[str, int], None] | None = None
) -> Run:
    """Return the proven best pairs. `tell(step, number)` hears `skor`, then `hitung` with the round's number.

    Raises `solving.NotSolved`. Source of the method: docs/decisions on matching.
    """
    tell = tell or (lambda step, number: None)
    tell("skor", 0)
    case = prepare(facts, weights, policy)
    return finish(case, *solve_proven(case, case.problem(), tell), tell=tell)


def solve_proven(case: Case, problem: Problem, tell: Callable[[str, int], None]) -> tuple[Problem, Ints, Proof, int]:
    """Solve and add what the graph lacks until the gap is closed; return graph, choice, proof and rounds."""
    for number in range(1, ROUNDS + 1):
        tell("hitung", number)
        chosen = solve(problem)
        proof = prove(case.scorer, problem, chosen)
        if proof.gap == 0 or not len(proof.lacking):
            break
        problem = replace(problem, arcs=with_more(problem.arcs, proof.lacking))
    return problem, chosen, proof, number


def finish(
    case: Case, problem: Problem, chosen: Ints, proof: Proof, rounds: int, *, tell: Callable[[str, int], None]
) -> Run:
    """Close groups that stay too small, and put the run together."""
    bound = proof.upper_bound
    while (column := emptiest_group(case, chosen)) is not None:
        seats = problem.seats.copy()
        seats[column] = 0
        problem, chosen, proof, more = solve_proven(case, replace(problem, seats=seats), tell)
        rounds += more
    return gather(case, problem, chosen, proof, bound, rounds)


def emptiest_group(case: Case, chosen: Ints) -> int | None:
    """Return the column of the group with the fewest members that are too few, None when all are well."""
    first = len(case.rest.mentors)
    members = np.bincount(chosen[chosen >= 0], minlength=case.scorer.columns)[first:]
    small = np.flatnonzero((members > 0) & (members < GROUP_LEAST))
    return first + int(small[np.argmin(members[small])]) if len(small) else None


def gather(case: Case, problem: Problem, chosen: Ints, proof: Proof, bound: int, rounds: int) -> Run:
    """Return the run with its parts, locked pairs among the others."""
    people = len(case.facts.mentees)
    mentor, candidates = case.locked.copy(), np.zeros(people, np.int64)
    mentor[case.free] = case.scorer.mentor_of(chosen)
    candidates[case.free] = case.pruned.candidates
    in_group = np.zeros(people, bool)
    in_group[case.free] = chosen >= len(case.rest.mentors)
    parts, missing = np.zeros((people, len(PARTS)), np.int16), np.zeros((people, len(PARTS)), bool)
    for rows, scorer in parts_of_whom(case, mentor):
        own = rows if scorer.facts is case.facts else np.searchsorted(case.free, rows)
        parts[rows], missing[rows] = scorer.parts(own, mentor[rows]), scorer.missing(own, mentor[rows])
    return Run(case, problem, chosen, mentor, in_group, parts, missing, candidates, proof, bound, rounds)


def parts_of_whom(case: Case, mentor: Ints) -> list[tuple[Ints, Scorer]]:
    """Return matched rows with the scorer that explains them; locked mentees are not in the one of the rest."""
    free = case.free[mentor[case.free] >= 0]
    standing = np.flatnonzero(case.locked >= 0)
    found = [(free, case.scorer)]
    if len(standing):
        found.append((standing, Scorer(case.facts, case.scorer.weights, medians=case.scorer.medians)))
    return found


def input_hash(facts: Facts, weights: Weights, policy: Policy) -> str:
    """Return the SHA-256 of all that decides a run, in hex: equal inputs give equal pairs."""
    digest = hashlib.sha256(repr((astuple(weights), astuple(policy), facts.season)).encode())
    for group in (facts.mentees, facts.mentors, facts.travel, facts.pairs):
        for column in fields(group):
            array = np.ascontiguousarray(getattr(group, column.name))
            digest.update(f"{column.name}{array.shape}{array.dtype}".encode() + array.tobytes())
    return digest.hexdigest()


def medians_of(run: Run) -> dict[Part, float]:
    """Return the medians that stood for missing data, to be stored with the run."""
    return run.case.scorer.medians
