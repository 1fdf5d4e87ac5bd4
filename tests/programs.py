"""Programs that some tests call and PyPI has not: where one is missing, those tests are left out and that is said.

`./run test` says it as well, with the command that brings the program.
"""

import os
import shutil
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OTHERS = (
    "bwrap",
    "ceph-mon",
    "certutil",
    "ffmpeg",
    "initdb",
    "nginx",
    "pdfsig",
    "pdftoppm",
    "pdftotext",
    "qpdf",
    "rabbitmq-server",
    "radosgw",
    "redis-cli",
    "zbarimg",
)


def find_chromium() -> str:
    """Return the path of a Chromium, the one named by `./run` first; empty where there is none."""
    return os.environ.get("CHROMIUM", "") or next((path for name in BROWSERS if (path := shutil.which(name))), "")


def has_program(name: str) -> bool:
    """Whether a program is there; Debian keeps those of PostgreSQL's server off the path. `root`: are we it?"""
    if name == "root":
        return os.geteuid() == 0
    return bool(shutil.which(name) or list(Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))


def missing_for(item: pytest.Item) -> list[str]:
    """Return the programs that `item` asks for by its marks and the machine lacks."""
    wanted = [name for mark in item.iter_markers("needs") for name in mark.args]
    missing = [name for name in wanted if not has_program(name)]
    if item.get_closest_marker("journey") and not find_chromium():
        missing.append("chromium")
    return missing


@pytest.hookimpl(trylast=True)  # after the folders have put their marks on
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what can't run here."""
    left_out = {item for item in items if missing_for(item)}
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def pytest_report_header() -> str:
    """Name the browser, so that a log tells which one the journeys ran in."""
    return f"chromium: {find_chromium() or 'none'}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what this machine can't run."""
    if not find_chromium():
        terminalreporter.write_line("left out: every test in a real browser, for want of Chromium")
    for name in OTHERS:
        if not has_program(name):
            terminalreporter.write_line(f"left out: every test that calls {name}")
