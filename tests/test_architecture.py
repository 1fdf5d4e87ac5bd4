"""The shape of the house, held by tests where import-linter can't see it."""

import ast
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
LINT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
ROOMS = sorted(set(LINT["root_packages"]) - {"lms"})
DOORS = {"public", "signals", "extensions"}
NAMED_AFTER_NOTHING = {"utils", "util", "helpers", "common", "misc", "services", "managers"}


def python_files(room):
    """Yield the room's own modules, migrations left out."""
    return [path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]


def imported_modules(path):
    """Yield the dotted names that `path` imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("room", ROOMS)
def test_room_is_entered_only_through_its_doors(room):
    for path in python_files(room):
        for name in imported_modules(path):
            other, _, rest = name.partition(".")
            if other in ROOMS and other not in {room, "core"}:
                assert rest.split(".")[0] in DOORS, f"{path.relative_to(ROOT)} imports {name}"


def test_every_installed_room_stands_in_the_import_contract():
    installed = {app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()}
    assert installed == set(ROOMS)


@pytest.mark.parametrize("room", [*ROOMS, "lms"])
def test_no_file_is_named_after_nothing(room):
    assert not [path for path in python_files(room) if path.stem in NAMED_AFTER_NOTHING]


@pytest.mark.parametrize("room", [*ROOMS, "lms"])
def test_files_stay_short(room):
    long = {path.name: n for path in python_files(room) if (n := len(path.read_text().splitlines())) > 400}
    assert not long
