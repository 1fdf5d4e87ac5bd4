"""What matching costs and what it is worth: against its ceilings, against greedy, against other solvers.

`./run bench matching`: CPU seconds of one run each, every large case in a process of its own, so its memory is its own.
`--only NAME` measures one case. The run from rows to stored proposals is measured by another bench.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from bench.harness import ROOT, Row, measuring
from bench.matching_anchors import flow_ceilings, greedy_by_tier, network_simplex, scipy_matching
from bench.matching_instance import make_instance
from mentoring.matching.arcs import prune
from mentoring.matching.facts import Facts, make_pairs, take
from mentoring.matching.frontier import frontier
from mentoring.matching.running import Policy, Run, prepare, run_match
from mentoring.matching.shortlisting import shortlist
from mentoring.matching.solving import scores_of, solve, value_of
from mentoring.matching.weights import Weights

WEIGHTS = Weights()
DISTRICT, LARGE, MIDDLE = (13_000, 1_500), (50_000, 5_800), (5_000, 577)
ROWS = [
    Row("13,000 x 1,500: score, prune, solve", "CPU s", 6),
    Row("13,000 x 1,500: memory", "MB", 250),
    Row("with the proof against all pairs", "CPU s", 20),
    Row("gap of the proof", "", 0),
    Row("rounds", "", 5),
    Row("matched: short of the flow's ceiling", "firms", 0),
    Row("tier A: short of its ceiling", "firms", 0),
    Row("tiers A and B: short of their ceiling", "firms", 0),
    Row("more matched than greedy by priority", "firms", 0, at_least=True),
    Row("more of tier A than greedy", "firms", 0, at_least=True),
    Row("more of tier B than greedy", "firms", 0, at_least=True),
    Row("better than greedy in (matched, A, B, score), 1: strictly", "", 1, at_least=True),
    Row("score against greedy's", "%"),
    Row("SciPy full matching, same graph", "CPU s"),
    Row("ours, same graph", "CPU s"),
    Row("SciPy's value less ours", "points", 0),
    Row("5,000 x 577: networkx network simplex, CPU against ours", "x", 30, at_least=True),
    Row("networkx's value less ours", "points", 0),
    Row("proposals moved after 1 % and 2 % changed", "%", 5),
    Row("the same without points for keeping", "%"),
    Row("shortlist among 1,500 mentors, p50", "ms", 5),
    Row("shortlist among 1,500 mentors, p95", "ms"),
    Row("50,000 x 5,800", "CPU s", 60),
    Row("50,000 x 5,800: memory", "MB", 600),
    Row("50,000 x 5,800: gap of the proof", "", 0),
    Row("50,000 x 5,800: with the proof", "CPU s"),
    Row("50,000 x 5,800: memory with the proof", "MB"),
]


def main() -> int:
    """Measure every case in a process of its own and print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--only", choices=CASES)
    options.add_argument("--case", choices=CASES)
    chosen = options.parse_args()
    if chosen.case:
        print(json.dumps(CASES[chosen.case](), default=float))
        return 0
    with measuring("matching", ROWS) as bench:
        for name in [chosen.only] if chosen.only else CASES:
            print(f"{name} …", flush=True)
            command = [sys.executable, "-m", "bench.matching", "--case", name]
            answer = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
            for row, value in json.loads(answer.splitlines()[-1]).items():
                bench.note(row, value)
        return bench.finish()


def cpu(act: Callable[[], Any]) -> tuple[float, Any]:
    """Return CPU seconds and what `act` returned."""
    began = time.process_time()
    made = act()
    return time.process_time() - began, made


def memory_mb() -> float:
    """Return the most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def unproven(facts: Facts) -> Any:
    """Score, prune and solve, as a run does before its proof."""
    case = prepare(facts, WEIGHTS)
    return solve(case.problem())


def bare() -> dict[str, float]:
    facts = make_instance(*DISTRICT)
    seconds, _ = cpu(lambda: unproven(facts))
    return {ROWS[0].name: seconds, ROWS[1].name: memory_mb()}


def proven() -> dict[str, float]:
    facts = make_instance(*DISTRICT)
    seconds, run = cpu(lambda: run_match(facts, WEIGHTS))
    print_frontier(run)
    return {ROWS[2].name: seconds, ROWS[3].name: run.proof.gap, ROWS[4].name: run.rounds}


def print_frontier(run: Run) -> None:
    """Print what quotas cost, on standard error: the table of the decision on priority."""
    for point in frontier(run.case):
        coverage = " / ".join(f"{100 * share:.1f}" for share in point.coverage)
        print(point.shares, f"{coverage} % mean {point.mean_score:.1f} of {sum(point.matched)}", file=sys.stderr)


def ceilings() -> dict[str, float]:
    facts = make_instance(*DISTRICT)
    run = run_match(facts, WEIGHTS)
    matched = np.cumsum(run.matched)
    most = flow_ceilings(prune(run.case.scorer, None).arcs, facts.mentees.tier, run.problem.seats)
    return {ROWS[5].name: most[2] - matched[2], ROWS[6].name: most[0] - matched[0], ROWS[7].name: most[1] - matched[1]}


def against_greedy() -> dict[str, float]:
    facts = make_instance(*DISTRICT)
    run = run_match(facts, WEIGHTS)
    chosen, score = greedy_by_tier(run.case.scorer, facts.mentees.tier, run.problem.seats)
    theirs = np.bincount(facts.mentees.tier[chosen >= 0], minlength=3)
    more = run.matched - theirs
    ours = (int(run.matched.sum()), int(run.matched[0]), int(run.matched[1]), int(run.score.sum()))
    better = ours > (int(theirs.sum()), int(theirs[0]), int(theirs[1]), score)
    return {
        ROWS[8].name: int(more.sum()),
        ROWS[9].name: int(more[0]),
        ROWS[10].name: int(more[1]),
        ROWS[11].name: int(better),
        ROWS[12].name: 100 * (int(run.score.sum()) / score - 1),
    }


def against_scipy() -> dict[str, float]:
    problem = prepare(make_instance(*DISTRICT), WEIGHTS).problem()
    ours, chosen = cpu(lambda: solve(problem))
    value = value_of(problem, chosen, scores_of(problem.arcs, chosen))
    theirs, other = cpu(lambda: scipy_matching(problem))
    return {ROWS[13].name: theirs, ROWS[14].name: ours, ROWS[15].name: other - value}


def against_networkx() -> dict[str, float]:
    problem = prepare(make_instance(*MIDDLE), WEIGHTS).problem()
    ours, chosen = cpu(lambda: solve(problem))
    value = value_of(problem, chosen, scores_of(problem.arcs, chosen))
    theirs, other = network_simplex(problem, cpu)
    return {ROWS[16].name: theirs / ours, ROWS[17].name: other - value}


def again() -> dict[str, float]:
    facts = make_instance(*DISTRICT)
    run = run_match(facts, WEIGHTS)
    changed, keepable = change(facts, run)
    moved = {}
    for row, points in ((ROWS[18].name, 50), (ROWS[19].name, 0)):
        pairs = {tuple(pair) for pair in run_match(changed, WEIGHTS, Policy(keep_points=points)).pairs.tolist()}
        moved[row] = 100 * (1 - len(keepable & pairs) / len(keepable))
    return moved


def change(facts: Facts, run: Run) -> tuple[Facts, set[tuple[int, int]]]:
    """Let 1 % of the firms change their hours and needs and 2 % of the mentors leave; return what could be kept."""
    rng = np.random.default_rng(1)
    mentees, mentors = facts.mentees, facts.mentors
    touched = rng.choice(len(mentees), len(mentees) // 100, replace=False)
    needs, slots = mentees.needs.copy(), mentees.slots.copy()
    needs[touched] = np.roll(needs[touched], 1, axis=0)
    slots[touched] = np.roll(slots[touched], 1)
    staying = np.sort(rng.choice(len(mentors), len(mentors) * 98 // 100, replace=False))
    changed = replace(
        facts,
        mentees=replace(mentees, needs=needs, slots=slots),
        mentors=take(mentors, staying),
        pairs=make_pairs(kept=run.pairs),
    )
    scorer = prepare(changed, WEIGHTS).scorer
    rows, cols = changed.pair_rows(run.pairs)
    may = [scorer.block(int(row), int(row) + 1)[0, col] >= 0 for row, col in zip(rows, cols, strict=True)]
    ids = zip(changed.mentees.id[rows[may]].tolist(), changed.mentors.id[cols[may]].tolist(), strict=True)
    return changed, set(ids)


def one_new() -> dict[str, float]:
    facts = make_instance(*DISTRICT)
    medians = prepare(facts, WEIGHTS).scorer.medians
    taken = []
    for row in range(0, 2_000, 5):
        alone = replace(facts, mentees=take(facts.mentees, slice(row, row + 1)))
        began = time.perf_counter()
        shortlist(alone, WEIGHTS, medians=medians)
        taken.append((time.perf_counter() - began) * 1000)
    return {ROWS[20].name: float(np.median(taken)), ROWS[21].name: float(np.quantile(taken, 0.95))}


def large() -> dict[str, float]:
    facts = make_instance(*LARGE)
    seconds, _ = cpu(lambda: unproven(facts))
    return {ROWS[22].name: seconds, ROWS[23].name: memory_mb()}


def large_proven() -> dict[str, float]:
    facts = make_instance(*LARGE)
    seconds, run = cpu(lambda: run_match(facts, WEIGHTS))
    return {ROWS[24].name: run.proof.gap, ROWS[25].name: seconds, ROWS[26].name: memory_mb()}


CASES: dict[str, Callable[[], dict[str, float]]] = {
    "bare": bare,
    "proven": proven,
    "ceilings": ceilings,
    "greedy": against_greedy,
    "scipy": against_scipy,
    "networkx": against_networkx,
    "again": again,
    "shortlist": one_new,
    "large": large,
    "large-proven": large_proven,
}

if __name__ == "__main__":
    sys.exit(main())
