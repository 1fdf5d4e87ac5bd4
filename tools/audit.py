"""Is anything that we install known to be vulnerable? `./run audit [--osv-url URL]`, with pip-audit in `var/audit`.

Ends with 1 where a locked package has a known hole that `requirements/audit-ignore.txt` does not excuse until a date,
and with 2 where a lock can't be read. Where the service that knows of holes can't be asked (CI without a network), it
says so and ends with 0: what nobody could ask is no finding, and the next run asks again.
"""

import argparse
import datetime as dt
import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TOOL = ROOT / "var" / "audit" / "bin" / "pip-audit"
IGNORED = ROOT / "requirements" / "audit-ignore.txt"
OFFLINE = re.compile(r"connection|connect to|max retries|timed out|name resolution|service ?error|ssl", re.IGNORECASE)
OK, VULNERABLE, BROKEN = 0, 1, 2


@dataclass
class Verdict:
    """What the audit comes to: sentences to print and the exit code."""

    lines: list[str] = field(default_factory=list)
    code: int = OK


def main() -> int:
    """Ask about every lock and say what came of it."""
    parser = argparse.ArgumentParser(prog="./run audit", description=__doc__)
    parser.add_argument("--osv-url", help="ask a service that speaks OSV's API instead of PyPI")
    parser.add_argument("--ignored", type=Path, default=IGNORED)
    parser.add_argument("locks", nargs="*", type=Path)
    options = parser.parse_args()
    locks = options.locks or sorted((ROOT / "requirements").glob("*.txt"))
    done = ask([one for one in locks if one.name != IGNORED.name], options.osv_url)
    verdict = judge(done, read_ignored(options.ignored, dt.datetime.now(dt.UTC).date()))
    sys.stdout.write("\n".join(verdict.lines) + "\n")
    return verdict.code


def ask(locks: list[Path], osv_url: str | None) -> "subprocess.CompletedProcess[str]":
    """Run pip-audit over the locks as they stand: nothing is resolved or installed."""
    words = [
        str(TOOL),
        "--disable-pip",
        "--require-hashes",
        "--progress-spinner",
        "off",
        "-f",
        "json",
        "--timeout",
        "10",
    ]
    words += ["-s", "osv", "--osv-url", osv_url] if osv_url else []
    for lock in locks:
        words += ["-r", str(lock)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def read_ignored(path: Path, today: dt.date) -> dict[str, bool]:
    """Return the excused ids and whether each excuse still holds. A line: id, last day, reason."""
    found = {}
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, until, reason = line.split(maxsplit=2)
            found[name] = bool(reason) and today <= dt.date.fromisoformat(until)
    return found


def judge(done: "subprocess.CompletedProcess[str]", ignored: dict[str, bool]) -> Verdict:
    """Turn pip-audit's answer into a verdict."""
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return unanswered(done.stderr)
    asked = {(one["name"], one["version"]): one["vulns"] for one in packages if "vulns" in one}
    skipped = sorted({one["name"] for one in packages if "vulns" not in one})
    verdict = Verdict()
    for (name, version), holes in sorted(asked.items()):
        for hole in holes:
            weigh(verdict, f"{name} {version}", hole, ignored)
    if skipped:
        verdict.lines.append(f"NOT AUDITED, unknown to the service: {', '.join(skipped)}")
    if not asked:
        verdict.lines.append("AUDIT NOT DONE: the service knows none of our packages. The next run asks again.")
        return verdict
    verdict.lines.append(f"{len(asked)} packages audited, {'no ' if verdict.code == OK else ''}known holes left.")
    return verdict


def weigh(verdict: Verdict, package: str, hole: dict[str, Any], ignored: dict[str, bool]) -> None:
    """Add one hole: excused, excused no longer, or open."""
    excuses = [ignored[name] for name in (hole["id"], *hole["aliases"]) if name in ignored]
    if any(excuses):
        verdict.lines.append(f"excused: {package} {hole['id']}")
        return
    note = " (the excuse has run out)" if excuses else ""
    fixed = ", ".join(hole["fix_versions"]) or "no version"
    verdict.lines.append(f"VULNERABLE: {package} {hole['id']}, mended in {fixed}{note}: {hole['description'][:200]}")
    verdict.code = VULNERABLE


def unanswered(said: str) -> Verdict:
    """Tell a service that can't be reached from a lock that can't be read."""
    last = said.strip().splitlines()[-1:] or ["nothing was said"]
    if OFFLINE.search(said):
        return Verdict([f"AUDIT NOT DONE: the service can't be reached ({last[0][:200]}). The next run asks again."])
    return Verdict([said.strip()], BROKEN)


if __name__ == "__main__":
    sys.exit(main())
