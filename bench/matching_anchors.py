"""The usual ways to match the same people: greedy, flow ceilings, SciPy's and networkx' exact solvers."""

from collections.abc import Callable
from typing import Any

import numpy as np

from mentoring.matching.arcs import Arcs, prune
from mentoring.matching.facts import Ints
from mentoring.matching.scoring import Scorer
from mentoring.matching.solving import Problem


def flow_ceilings(arcs: Arcs, tier: Ints, seats: Ints) -> list[int]:
    """Return the most matches of tier 0, of tiers 0 and 1, and of all, each by a maximum flow over all pairs."""
    from ortools.graph.python.max_flow import SimpleMaxFlow

    most = []
    for last in range(3):
        part, people = arcs.where(tier[arcs.row] <= last), len(tier)
        source, sink = people + len(seats), people + len(seats) + 1
        flow, rows = SimpleMaxFlow(), np.flatnonzero(tier <= last)
        flow.add_arcs_with_capacity(np.full(len(rows), source), rows, np.ones(len(rows), np.int64))
        flow.add_arcs_with_capacity(part.row, part.col + people, np.ones(len(part), np.int64))
        flow.add_arcs_with_capacity(np.arange(len(seats)) + people, np.full(len(seats), sink), seats)
        flow.solve(source, sink)
        most.append(flow.optimal_flow())
    return most


def greedy_by_tier(scorer: Scorer, tier: Ints, seats: Ints) -> tuple[Ints, int]:
    """Take pairs by tier and then score while seats last, over all pairs; return columns and the sum of scores."""
    arcs = prune(scorer, None).arcs
    left, chosen, total = seats.tolist(), [-1] * len(tier), 0
    for number in range(3):
        part = arcs.where(tier[arcs.row] == number)
        order = np.argsort(-part.score, kind="stable")
        rows, cols, scores = (column[order].tolist() for column in (part.row, part.col, part.score))
        for row, col, score in zip(rows, cols, scores, strict=True):
            if chosen[row] < 0 and left[col]:
                chosen[row] = col
                left[col] -= 1
                total += score
    return np.array(chosen), total


def scipy_matching(problem: Problem) -> int:
    """Solve by SciPy's sparse full matching: a column a seat and one of her own for each mentee; return the value."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    arcs, seats, tier = problem.arcs, problem.seats, problem.tier
    gain = arcs.score + problem.ladder.high[tier[arcs.row]]
    top, people, places = int(gain.max()) + 1, len(tier), int(seats.sum())
    first = np.cumsum(seats) - seats
    many = seats[arcs.col]
    rows = np.repeat(arcs.row, many)
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    cols = np.repeat(first[arcs.col], many) + within
    costs = np.concatenate([np.repeat(top - gain, many), np.full(people, top)]).astype(float)
    rows, cols = np.concatenate([rows, np.arange(people)]), np.concatenate([cols, places + np.arange(people)])
    graph = csr_array((costs, (rows, cols)), shape=(people, places + people))
    one, other = min_weight_full_bipartite_matching(graph)
    return round(people * top - float(graph[one, other].sum()))


def network_simplex(problem: Problem, cpu: Callable[[Callable[[], Any]], tuple[float, Any]]) -> tuple[float, int]:
    """Solve by networkx; return CPU seconds of the solver alone, and the value."""
    import networkx

    arcs, tier = problem.arcs, problem.tier
    gain = arcs.score + problem.ladder.high[tier[arcs.row]]
    top, people = int(gain.max()), len(tier)
    graph = networkx.DiGraph()
    graph.add_nodes_from((row, {"demand": -1}) for row in range(people))
    graph.add_node("sink", demand=people)
    for row, col, cost in zip(arcs.row.tolist(), arcs.col.tolist(), (top - gain).tolist(), strict=True):
        graph.add_edge(row, people + col, capacity=1, weight=cost)
    for col in np.unique(arcs.col).tolist():
        graph.add_edge(people + col, "sink", capacity=int(problem.seats[col]), weight=0)
    for row in range(people):
        graph.add_edge(row, "sink", capacity=1, weight=top)
    seconds, (cost, _) = cpu(lambda: networkx.network_simplex(graph))
    return seconds, people * top - cost
