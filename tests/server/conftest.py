"""An installation with server settings, migrated once, for the tests of one process that need one."""

import pytest

from tools.own_servers import own_site


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Yield a `Site` with nothing running but its PostgreSQL and Redis; rows are shared by all who use it."""
    folder = tmp_path_factory.mktemp("site")
    for place in (folder, *folder.parents[:2]):
        place.chmod(0o755)  # PostgreSQL's own user has to get through
    with own_site(folder) as made:
        yield made
