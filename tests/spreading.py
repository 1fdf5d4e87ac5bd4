"""Which tests share a process when the suite runs in several: a file stays together, and so do all journeys.

A file's costly fixtures are then made once, and the one running product serves every journey. (The mark `xdist_group`
would say the same, but is lost with pytest 9.)
"""

import pytest
from xdist.scheduler import LoadScopeScheduling


class FilesAndJourneys(LoadScopeScheduling):
    """Hands out whole files, and the journeys as one."""

    def _split_scope(self, nodeid: str) -> str:
        return "journeys" if nodeid.startswith("tests/journeys/") else nodeid.split("::", 1)[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """Spread in our way whatever `--dist` says."""
    return FilesAndJourneys(config, log)
