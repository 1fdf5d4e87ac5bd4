"""Lighthouse on a phone's screens: `python -m bench.phone_lighthouse PATH/TO/lighthouse` (npm's package of that name).

No part of `./run bench phone` by itself: the package is installed beside the project and wants a machine at rest.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from bench.harness import RESULTS, Bench, Row, measuring
from bench.phone_pages import SCREENS
from bench.phone_site import our_web
from tests.programs import find_chromium

WANTED = {"performance": "performance", "accessibility": "accessibility", "best-practices": "best practices"}
FLAGS = "--headless=new --no-sandbox --disable-gpu"


def main() -> int:
    """Measure, print, write; return 0 when every screen has full marks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path)
    options = parser.parse_args()
    rows = [Row(f"{name}: {words} missing of 100", "points", 0) for name in SCREENS for words in WANTED.values()]
    with measuring("phone_lighthouse", rows) as bench, our_web(workers=1) as ours:
        for name, path in SCREENS.items():
            note_marks(bench, name, marks(options.program, ours.url + path, name))
    return bench.finish()


def marks(program: Path, address: str, name: str) -> dict[str, object]:
    """Return the report on one page; it is kept beside the table."""
    report = RESULTS / f"lighthouse-{name}.json"
    words = [str(program.absolute()), address, "--quiet", f"--only-categories={','.join(WANTED)}", "--output=json"]
    words += [f"--output-path={report}", f"--chrome-flags={FLAGS}"]
    subprocess.run(words, check=True, env=os.environ | {"CHROME_PATH": find_chromium()}, timeout=300)
    found: dict[str, object] = json.loads(report.read_text())
    return found


def note_marks(bench: Bench, name: str, report: dict[str, object]) -> None:
    """Write down what lacks to full marks, and say which checks failed."""
    categories, audits = report["categories"], report["audits"]
    if not isinstance(categories, dict) or not isinstance(audits, dict):
        raise TypeError("not a report")
    for key, words in WANTED.items():
        bench.note(f"{name}: {words} missing of 100", round(100 - 100 * (categories[key]["score"] or 0)))
        for ref in categories[key]["auditRefs"]:
            score = audits[ref["id"]]["score"]
            if ref["weight"] and score is not None and score < 1:
                sys.stdout.write(f"{name}: {ref['id']} {score} {audits[ref['id']].get('displayValue', '')}\n")


if __name__ == "__main__":
    sys.exit(main())
