"""The registry of IKM at 13,000 businesses, on SQLite and on PostgreSQL: import, lists, export.

Each database has a process of its own, whose CPU seconds and memory are measured. `--short` takes 1,000 rows, to try.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import registry_field as field
from bench.harness import ROOT, Bench, Row, measuring
from tools.own_servers import own_postgres, own_redis

COUNT, SHORT = 13_000, 1_000
GOAL_S = {"PostgreSQL": 90, "SQLite": 180}


def main() -> int:
    """Measure, print, write; return 0 when every goal is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="1,000 rows instead of 13,000")
    parser.add_argument("--only", choices=["field"], help="only what officers write down without a signal")
    options = parser.parse_args()
    if options.only == "field":
        return field.main([])
    count = SHORT if options.short else COUNT
    with measuring("registry", [row for kind in GOAL_S for row in rows(kind, count)]) as bench:
        for kind in GOAL_S:
            with tempfile.TemporaryDirectory() as name, database(kind, Path(name)) as settings:
                note(bench, kind, count, measured(settings, count))
    return max(bench.finish(), field.main([]))


def rows(kind: str, count: int) -> list[Row]:
    """Return the figures of one database with their goals."""
    lists = ("list", "search", "filters")
    return [
        Row(f"{kind}: import of {count:,} rows, CPU", "s", GOAL_S[kind]),
        Row(f"{kind}: import, memory the rows added", "MB"),
        Row(f"{kind}: import of the same again, CPU", "s"),
        Row(f"{kind}: businesses after both", "", count),
        *(Row(f"{kind}: {name}, queries", "", 16) for name in lists),
        *(Row(f"{kind}: {name}, CPU of Wagtail's users", "x", 1.5) for name in lists),
        Row(f"{kind}: priority index, clusters and gaps, CPU", "s", 2),
        Row(f"{kind}: priority index, clusters and gaps, queries", "", 20),
        Row(f"{kind}: export to XLSX, CPU", "s", 30),
        Row(f"{kind}: export, memory it added", "MB"),
    ]


def note(bench: Bench, kind: str, count: int, found: dict[str, float]) -> None:
    """Write down what one database's process found, in the order of `rows`."""
    lists = ("list", "search", "filters")
    names = ["import", "import_mb", "again", "businesses", *(f"{name}_queries" for name in lists)]
    names += [*(f"{name}_x" for name in lists), "potential", "potential_queries", "export", "export_mb"]
    for row, name in zip(rows(kind, count), names, strict=True):
        bench.note(row.name, found[name])


def measured(settings: dict[str, str], count: int) -> dict[str, float]:
    """Return what the process for one database measured."""
    words = [sys.executable, "-m", "bench.registry_once", str(count)]
    done = subprocess.run(words, cwd=ROOT, env=os.environ | settings, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def database(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """Yield the settings for a fresh, empty database and folder, with a cache of its own."""
    folder.chmod(0o755)
    with own_redis(folder) as cache:
        settings = settings_in(folder) | {"REDIS_URL": cache.url}
        if kind == "SQLite":
            yield settings
            return
        with own_postgres(folder) as served:
            yield settings | {"DATABASE_URL": served.url}


def settings_in(folder: Path) -> dict[str, str]:
    """Return what every process of the bench needs to know."""
    return {"DJANGO_SETTINGS_MODULE": "lms.settings", "IKM_VAR": str(folder / "var"), "IKM_DEMO": "1"}


if __name__ == "__main__":
    sys.exit(main())
