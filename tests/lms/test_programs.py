"""A machine without a browser runs the rest and says what it left out."""

import os
import subprocess
import sys
from pathlib import Path

from tests.programs import find_chromium

ROOT = Path(__file__).resolve().parents[2]


def collect(path, *where):
    """Return what pytest says of the tests in `where` on a machine with only `path` on its PATH."""
    environment = {**os.environ, "PATH": str(path), "DJANGO_SETTINGS_MODULE": "lms.settings.test"}
    for name in ("CHROMIUM", "CI"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider", *where]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True).stdout


def test_journeys_are_left_out_without_a_browser_and_that_is_said(tmp_path):
    said = collect(tmp_path, "tests/journeys/test_kit.py")
    assert "no tests collected" in said
    assert "deselected" in said
    assert "left out: every test in a real browser, for want of Chromium" in said


def test_browser_named_by_run_comes_first(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/opt/chrome")
    assert find_chromium() == "/opt/chrome"
