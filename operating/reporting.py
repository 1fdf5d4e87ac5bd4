"""Says in one table what a restore or a drill brought back."""

from collections.abc import Iterator

from operating.restoring import Outcome


def lines_of(outcome: Outcome) -> Iterator[str]:
    """Yield a line for each table with rows and for each storage: how many there were, and are, and whether equal."""
    yield f"{'apa':<44} {'cadangan':>10} {'hasil':>10}  sama"
    for name, meant in sorted(outcome.manifest.tables.items()):
        found = outcome.tables.get(name)
        if meant.rows or (found and found.rows):
            yield _line(name, meant.rows, found.rows if found else 0, meant == found)
    for kind in sorted({one.storage for one in [*outcome.manifest.files, *outcome.files]}):
        there = {(one.name, one.sha256) for one in outcome.manifest.files if one.storage == kind}
        here = {(one.name, one.sha256) for one in outcome.files if one.storage == kind}
        yield _line(f"berkas {kind}", len(there), len(here), there == here)
    restored = sum(table.rows for table in outcome.tables.values())
    yield _line(f"semua: {len(outcome.tables)} tabel", outcome.manifest.rows, restored, not outcome.differences)


def minutes(seconds: float) -> str:
    """Return `1,5` for 90 seconds."""
    return f"{seconds / 60:.2f}".replace(".", ",")


def _line(name: str, there: int, here: int, is_equal: bool) -> str:
    return f"{name:<44} {there:>10} {here:>10}  {'ya' if is_equal else 'TIDAK'}"
