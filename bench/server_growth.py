"""How the cost of a request grows with the accounts, and whether every hot query still finds its rows by an index."""

import json
import statistics

from bench.harness import Bench, Row
from bench.server_load import Crowd, ask_constant, cost_ms
from bench.server_site import Stack, grow

LARGE = 1000
GROWS = "CPU a request at the most accounts against the fewest"
SCANS = "hot queries that read a large table from end to end"


def rows(sizes: list[int]) -> list[Row]:
    """Return the rows for these numbers of accounts."""
    costs = [Row(f"mixed load at {size:,} accounts, CPU of a constant page", "x") for size in sizes]
    return [Row(GROWS, "x", 1.2), Row(SCANS, "queries", 0), *costs]


def measure_growth(bench: Bench, stack: Stack, sizes: list[int], *, rounds: int, visits: int) -> None:
    """Measure at each size, the smallest first; the constant page in turns with it takes the machine's moods out."""
    costs = []
    for size in sizes:
        grow(stack.site, size)
        crowd = Crowd(stack, size, size=16)
        mixed, constant = [], []
        for _ in range(rounds):
            constant.append(cost_ms(stack.constant_cpu_s, lambda: ask_constant(stack, visits * 40)))
            mixed.append(cost_ms(stack.cpu_s, lambda crowd=crowd: crowd.visit(visits).requests))  # type: ignore[misc]
        costs.append(statistics.median(mixed) / statistics.median(constant))
        bench.note(f"mixed load at {size:,} accounts, CPU of a constant page", costs[-1])
    bench.note(GROWS, costs[-1] / costs[0])
    bench.note(SCANS, len(scans(json.loads(stack.site.python("-m", "tests.server.hot_requests")))))


def scans(seen: dict) -> list[tuple[str, str]]:  # type: ignore[type-arg]
    """Return request and query of every plan that reads a table of more than LARGE rows from end to end."""
    large = {table for table, count in seen["sizes"].items() if count > LARGE}
    return [
        (name, sql)
        for name, queries in seen["requests"].items()
        for sql, plan in queries
        if large & set(read_whole(plan))
    ]


def read_whole(plan: dict) -> list[str]:  # type: ignore[type-arg]
    """Return the tables that a plan of PostgreSQL reads from end to end."""
    own = [plan["Relation Name"]] if plan["Node Type"].endswith("Seq Scan") else []
    return own + [table for part in plan.get("Plans", []) for table in read_whole(part)]
