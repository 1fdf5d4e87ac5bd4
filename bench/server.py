"""One server under load: `python -m bench.server [--only load|busy|growth|kills] [--short] [--accounts N]`.

Everything an office runs, on this machine: PostgreSQL, Redis, nginx, web, both workers, beat. All figures are ratios
within one run. `--short` is for working on it: fewer people and minutes, the same steps.
"""

import argparse
import sys

from bench import server_busy, server_growth, server_kills
from bench.harness import measuring
from bench.server_load import ROWS as LOAD_ROWS
from bench.server_load import measure_load
from bench.server_site import whole_stack


def main() -> int:
    """Measure, print, write; return 0 when every goal is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--accounts", type=int, default=0)
    options = parser.parse_args()
    codes = [PARTS[part](options) for part in options.only or PARTS]
    return max(codes)


def load(options: argparse.Namespace) -> int:
    """Measure the mixed load."""
    accounts = options.accounts or (1000 if options.short else 13_000)
    with measuring("server_load", LOAD_ROWS) as bench, whole_stack(accounts) as stack:
        measure_load(bench, stack, accounts, rounds=3 if options.short else 7, visits=8 if options.short else 24)
    return bench.finish()


def busy(options: argparse.Namespace) -> int:
    """Measure what learners notice of encoding and issuing."""
    accounts = options.accounts or (1000 if options.short else 13_000)
    much = {"seconds": 60, "certificates": 50, "clip_s": 30}
    much = much if options.short else {"seconds": 600, "certificates": 1000, "clip_s": 900}
    with measuring("server_busy", server_busy.ROWS) as bench, whole_stack(accounts) as stack:
        server_busy.measure_busy(bench, stack, accounts, **much)
    return bench.finish()


def growth(options: argparse.Namespace) -> int:
    """Measure how cost grows."""
    sizes = [1000, 4000] if options.short else [1000, 13_000, 130_000]
    with measuring("server_growth", server_growth.rows(sizes)) as bench, whole_stack(sizes[0]) as stack:
        rounds, visits = (3, 8) if options.short else (7, 24)
        server_growth.measure_growth(bench, stack, sizes, rounds=rounds, visits=visits)
    return bench.finish()


def kills(options: argparse.Namespace) -> int:
    """Measure what is lost when processes die."""
    accounts = options.accounts or (1000 if options.short else 13_000)
    seconds = 150 if options.short else 300
    with measuring("server_kills", server_kills.ROWS) as bench, whole_stack(accounts) as stack:
        server_kills.measure_kills(bench, stack, accounts, seconds=seconds, every_s=20)
    return bench.finish()


PARTS = {"load": load, "busy": busy, "growth": growth, "kills": kills}

if __name__ == "__main__":
    sys.exit(main())
