"""The lesson-video pipeline against its goals: `./run bench video [FOLDER] [--only PART,...]`.

Each part is a module `bench.video_PART` with `rows(given)` and `measure(bench, given)`; `given` is a folder of clips to
measure besides our own. A goal that is missed is printed as missed.
"""

import argparse
import importlib
import os
import sys
from pathlib import Path

import django

from bench.harness import ROOT, measuring

PARTS = [path.stem.removeprefix("video_") for path in sorted(Path(__file__).parent.glob("video_*.py"))]
WORK = ROOT / "var" / "bench" / "video"


def main() -> int:
    """Measure, print, write; return 0 when every goal is kept."""
    parts = [name for name in PARTS if name not in ("clips", "anchors")]
    parser = argparse.ArgumentParser(prog="./run bench video", description=__doc__)
    parser.add_argument("given", nargs="?", type=Path, metavar="FOLDER", help="clips to measure besides our own")
    parser.add_argument("--only", default=",".join(parts), help=f"some of: {','.join(parts)}")
    options = parser.parse_args()
    os.environ.setdefault("IKM_VAR", str(WORK / "var"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
    django.setup()
    modules = [importlib.import_module(f"bench.video_{name}") for name in options.only.split(",")]
    with measuring("video", [row for module in modules for row in module.rows(options.given)]) as bench:
        for module in modules:
            module.measure(bench, options.given)
    return bench.finish()


if __name__ == "__main__":
    sys.exit(main())
