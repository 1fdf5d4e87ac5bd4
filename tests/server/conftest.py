"""An installation with server settings, migrated once, for the tests of one process that need one."""

import shutil
import tempfile
from pathlib import Path

import pytest

from tools.own_servers import own_site

PEOPLE = 4000  # so that every table that grows has more than a thousand rows


@pytest.fixture(scope="session")
def site():
    """Yield a `Site` with nothing running but its PostgreSQL and Redis; rows are shared by all who use it.

    Not in pytest's own folder: only root may look into that, and PostgreSQL runs as somebody else.
    """
    folder = Path(tempfile.mkdtemp(prefix="ikm-site-"))
    try:
        with own_site(folder) as made:
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def filled(site):
    """Return the site with the courses and thousands of made-up people."""
    for command in ("load_roles", "load_reference", "load_courses"):
        site.manage(command)
    site.python("-m", "bench.server_people", str(PEOPLE))
    return site
