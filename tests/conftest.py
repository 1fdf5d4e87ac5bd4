"""What every test shares: a migrated database copied from a template, and the cast."""

import hashlib
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

ROOT = Path(__file__).resolve().parents[1]


def template_path() -> Path:
    """Return where the migrated SQLite template lies: named by everything that decides the schema."""
    digest = hashlib.sha256()
    for path in sorted([*ROOT.glob("*/migrations/*.py"), ROOT / "requirements" / "base.txt"]):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return ROOT / "var" / "test" / f"{digest.hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """Set up the test database; on SQLite copy a template, because migrating takes half a minute.

    The template is remade whenever a migration or the lock changes.
    """
    sqlite = connection.vendor == "sqlite"
    template = template_path()
    test_name = Path(settings.DATABASES["default"].get("TEST", {}).get("NAME") or "")
    if sqlite:
        worker = getattr(request.config, "workerinput", {}).get("workerid")
        if worker:  # pytest-django has put the worker's name into the file name
            test_name = Path(connection.settings_dict["TEST"]["NAME"])
        if template.exists():
            shutil.copy(template, test_name)
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False, keepdb=sqlite and template.exists())
        if sqlite and not template.exists():
            template.parent.mkdir(parents=True, exist_ok=True)
            aside = template.with_suffix(f".{worker or 'main'}")
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(aside)])
            aside.rename(template)
    yield
    with django_db_blocker.unblock():
        teardown_databases(databases, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def demo_authority(django_test_environment):
    """Have keys to sign certificates with, as every demo has."""
    from certificates.signing.authority import make_demo_authority

    make_demo_authority(Path(settings.CERT_P12).parent)


pytest_plugins = [
    "tests.cast",
    "tests.broker",
    "tests.programs",
    "tests.server.ceph",
    "tests.server.stores",
    "tests.skips",
    "tests.server.installed",
]
