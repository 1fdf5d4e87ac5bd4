"""The computation knows neither rows nor Django, so that it can be measured, proven and moved on its own."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "mentoring" / "matching").glob("*.py"))
ALLOWED = {"numpy", "ortools", "mentoring"} | sys.stdlib_module_names


def modules(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def test_matching_imports_numbers_and_itself_alone():
    found = {name for path in FILES for name in modules(path)}
    assert len(FILES) > 10
    assert {name.split(".")[0] for name in found} <= ALLOWED
    assert not {name for name in found if name.startswith("mentoring") and not name.startswith("mentoring.matching")}


def test_files_of_matching_stay_under_300_lines():
    assert not [path.name for path in FILES if len(path.read_text().splitlines()) >= 300]
