"""In CI nothing is left out in silence: a skip that is not in `allowed_skips.txt` fails the run."""

import os
from pathlib import Path

import pytest

from tests.programs import OTHERS, find_chromium, has_program

LIST = Path(__file__).with_name("allowed_skips.txt")


def allowed() -> set[str]:
    """Return the node ids that may be skipped."""
    lines = LIST.read_text().splitlines()
    return {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}


class SkipsCount:
    """Collects what was skipped, over all processes of the run, and fails it if need be."""

    def __init__(self) -> None:
        self.skipped: set[str] = set()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A whole module skipped."""
        if report.skipped:
            self.skipped.add(report.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One test skipped or expected to fail."""
        if report.skipped:
            self.skipped.add(report.nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Turn a green run with a stranger among the skips red."""
        if self.skipped - allowed() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name the strangers."""
        for name in sorted(self.skipped - allowed()):
            terminalreporter.write_line(f"skipped without leave (tests/allowed_skips.txt): {name}")


def pytest_configure(config: pytest.Config) -> None:
    """Watch in CI only, and in the process that hears of every test."""
    if not os.environ.get("CI") or hasattr(config, "workerinput"):
        return
    missing = [name for name in OTHERS if not has_program(name)]
    if missing or not find_chromium():
        raise pytest.UsageError(f"CI must have {', '.join(missing or ['chromium'])}")
    config.pluginmanager.register(SkipsCount())
