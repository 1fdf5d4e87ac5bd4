"""The threat model names tests that exist, and each risk has one."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text()
RISKS = [line for line in TEXT.splitlines() if re.match(r"\| \d+ \|", line)]


def test_every_named_test_exists():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)
    assert len(named) > 40
    assert not [f"{path}::{name}" for path, name in named if not is_there(ROOT / path, name)]


def is_there(path, name):
    """Whether this file holds this test."""
    return path.exists() and re.search(rf"^def {name}\(", path.read_text(), re.MULTILINE)


def test_every_risk_is_numbered_and_held_by_a_test():
    assert [int(line.split("|")[1]) for line in RISKS] == list(range(1, len(RISKS) + 1))
    assert not [line for line in RISKS if "::test_" not in line.split("|")[4]]
