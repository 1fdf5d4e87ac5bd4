"""The lesson-video pipeline against its goals: `./run bench video [FOLDER] [--only PART,...]`.

Each part is a program of its own, because some bring a site with its own settings; its rows are read from the file that
it writes. A goal that is missed is printed as missed, a part that failed as not measured.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from bench.harness import RESULTS, ROOT, Bench, Row

# Part -> the words that run it, and the file it writes below RESULTS.
PARTS = {
    "quality": (["bench.video_quality"], "video_quality"),
    "workers": (["bench.video_flow", "workers"], "video_workers"),
    "kills": (["bench.video_flow", "kills"], "video_kills"),
    "first_frame": (["bench.video_first_frame"], "video_first_frame"),
    "upload": (["bench.video_upload"], "video_upload"),
}
TAKES_FOLDER = {"quality"}


def main() -> int:
    """Measure every part, print all rows in one table, write them; return 0 when every goal is kept."""
    parser = argparse.ArgumentParser(prog="./run bench video", description=__doc__)
    parser.add_argument("given", nargs="?", type=Path, metavar="FOLDER", help="clips to measure besides our own")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of: {','.join(PARTS)}")
    options = parser.parse_args()
    rows = [row for name in options.only.split(",") for row in run_part(name, options.given)]
    return Bench("video", rows).finish()


def run_part(name: str, given: Path | None) -> list[Row]:
    """Run one part; return its rows, or one that says it was not measured."""
    words, written = PARTS[name]
    file = RESULTS / f"{written}.json"
    file.unlink(missing_ok=True)
    sys.stdout.write(f"\n== {name}\n")
    sys.stdout.flush()
    folder = [str(given)] if given and name in TAKES_FOLDER else []
    subprocess.run([sys.executable, "-m", *words, *folder], cwd=ROOT)
    if not file.exists():
        return [Row(f"{name}: the whole part", "", 0)]
    return [Row(one["name"], one["unit"], one["goal"], one["value"]) for one in json.loads(file.read_text())]


if __name__ == "__main__":
    sys.exit(main())
