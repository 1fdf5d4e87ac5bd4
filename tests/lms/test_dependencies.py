"""Every package that we chose stands in the docs with its reason, and the locks belong together."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "dependencies.md").read_text()
LISTS = ("base", "test", "dev", "uv", "audit", "bench-video", "bench-certificates", "bench-matching")


def chosen(name):
    """Return the names in `requirements/<name>.in`, extras and versions left out."""
    lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    return {re.split(r"[\[<>=~ ]", line)[0] for line in lines if line and not line.startswith(("#", "-"))}


def explained():
    """Return the names in the first column of the tables."""
    cells = re.findall(r"^\| ([^|]+) \|", DOC, re.M)
    return {name for cell in cells for name in cell.split(", ")} - {"package", "---"}


def locked(name):
    """Return `{package: {version with its marker}}` of `requirements/<name>.txt`."""
    found = {}
    for package, rest in re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\\\n]+)", lock(name), re.M):
        found.setdefault(package, set()).add(rest.strip())
    return found


def lock(name):
    return (ROOT / "requirements" / f"{name}.txt").read_text()


def test_every_package_has_its_reason():
    assert set().union(*map(chosen, LISTS)) - explained() == set()


def test_no_reason_is_left_of_a_package_that_went():
    assert explained() - set().union(*map(chosen, LISTS)) == set()


@pytest.mark.parametrize(("smaller", "larger"), [("base", "test"), ("test", "dev")])
def test_locks_agree_so_that_one_environment_can_grow(smaller, larger):
    differing = {name: versions for name, versions in locked(smaller).items() if locked(larger).get(name) != versions}
    assert not differing


@pytest.mark.parametrize("name", LISTS)
def test_lock_pins_by_hash_and_names_no_address(name):
    text = lock(name)
    for package in re.findall(r"^[\w.-]+[^\n]*==[^\n]*(?:\n    --hash[^\n]*)*", text, re.M):
        assert "--hash=sha256:" in package
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text
