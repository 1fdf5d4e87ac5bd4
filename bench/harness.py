"""What every measurement shares: rows with a goal, the table, the file `var/bench/NAME.json`, and waiting."""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "var" / "bench"


@dataclass
class Row:
    """One figure. `goal` is the most it may be, with `at_least` the least; without a goal it is there to be known.

    `value` None: not measured.
    """

    name: str
    unit: str
    goal: float | None = None
    value: float | None = None
    at_least: bool = False

    @property
    def ok(self) -> bool:
        """Whether it was measured and keeps to its goal."""
        if self.value is None or self.goal is None:
            return self.value is not None
        return self.value >= self.goal if self.at_least else self.value <= self.goal


class Bench:
    """The rows of one run. All rows are declared first, so that one that could not be measured shows as such."""

    def __init__(self, name: str, rows: list[Row]) -> None:
        self.name = name
        self.rows = {row.name: row for row in rows}

    def note(self, name: str, value: float) -> None:
        """Write down what was measured."""
        self.rows[name].value = value

    def finish(self) -> int:
        """Print the table, write the file, and return the exit code."""
        RESULTS.mkdir(parents=True, exist_ok=True)
        (RESULTS / f"{self.name}.json").write_text(json.dumps([as_json(row) for row in self.rows.values()], indent=1))
        sys.stdout.write(table(list(self.rows.values())) + "\n")
        return 0 if all(row.ok for row in self.rows.values()) else 1


@contextmanager
def measuring(name: str, rows: list[Row]) -> Iterator[Bench]:
    """Yield the bench and finish it whatever happens; what went wrong is raised after the table."""
    bench = Bench(name, rows)
    try:
        yield bench
    except Exception:
        bench.finish()
        raise


def wait_until(ready: Callable[[], T], seconds: float = 60, *, what: str = "it", every_s: float = 0.1) -> T:
    """Ask until the answer is true and return it. Raises TimeoutError, which names `what` did not come."""
    deadline = time.monotonic() + seconds
    while not (answer := ready()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        let_pass(every_s)
    return answer


def let_pass(seconds: float) -> None:
    """Let time pass that is itself the point: a rate, a random moment. To wait for something there is `wait_until`."""
    threading.Event().wait(seconds)


def as_json(row: Row) -> dict[str, object]:
    """Return the row as it stands in the file."""
    return {"name": row.name, "goal": row.goal, "value": row.value, "unit": row.unit, "ok": row.ok}


def table(rows: list[Row]) -> str:
    """Return the rows as lines: what, goal, measured, ok."""
    lines = [("what", "goal", "measured", "ok")]
    for row in rows:
        goal = "-" if row.goal is None else f"{'>=' if row.at_least else '<='} {number(row.goal)} {row.unit}"
        value = "not measured" if row.value is None else f"{number(row.value)} {row.unit}"
        lines.append((row.name, goal, value, "yes" if row.ok else "NO"))
    widths = [max(len(line[column]) for line in lines) for column in range(3)]
    return "\n".join(
        f"{what:<{widths[0]}}  {goal:>{widths[1]}}  {value:>{widths[2]}}  {ok}" for what, goal, value, ok in lines
    )


def number(value: float) -> str:
    """Return 14600 as `14,600` and 0.8449 as `0.84`."""
    return f"{value:,.0f}" if float(value).is_integer() or value >= 1000 else f"{value:,.2f}"
