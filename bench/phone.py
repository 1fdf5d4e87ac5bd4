"""The learner's phone against its goals: `./run bench phone [--only PART,...] [--short]`.

Each part is a program of its own; its rows are read from the file that it writes. A goal that is missed is printed as
missed, a part that failed as not measured.
"""

import argparse
import json
import subprocess
import sys

from bench.harness import RESULTS, ROOT, Bench, Row

# Part -> the words that run it, those that make it short, and the file it writes below RESULTS.
PARTS = {
    "pages": (["bench.phone_pages"], ["--runs", "1"], "phone_pages"),
    "cpu": (["bench.phone_server", "cpu"], ["--requests", "300"], "phone_cpu"),
    "memory": (["bench.phone_server", "memory"], ["--requests", "1000"], "phone_memory"),
    "events": (["bench.phone_events"], ["--events", "40", "--kills", "2", "--cuts", "2"], "phone_events"),
    "saving": (["bench.phone_saving"], ["--megabytes", "6", "--cuts", "4"], "phone_saving"),
}


def main() -> int:
    """Measure every part, print all rows in one table, write them; return 0 when every goal is kept."""
    parser = argparse.ArgumentParser(prog="./run bench phone", description=__doc__)
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of: {','.join(PARTS)}")
    parser.add_argument("--short", action="store_true", help="few runs: to see that it works")
    options = parser.parse_args()
    rows = [row for name in options.only.split(",") for row in run_part(name, is_short=options.short)]
    return Bench("phone", rows).finish()


def run_part(name: str, *, is_short: bool) -> list[Row]:
    """Run one part; return its rows, or one that says it was not measured."""
    words, short, written = PARTS[name]
    file = RESULTS / f"{written}.json"
    file.unlink(missing_ok=True)
    sys.stdout.write(f"\n== {name}\n")
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", *words, *(short if is_short else [])], cwd=ROOT)
    if not file.exists():
        return [Row(f"{name}: the whole part", "", 0)]
    return [Row(one["name"], one["unit"], one["goal"], one["value"]) for one in json.loads(file.read_text())]


if __name__ == "__main__":
    sys.exit(main())
