"""`manage.py check --deploy` is silent for a well-set server and refuses the rest."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVER = {
    "IKM_SERVER": "1",
    "SECRET_KEY": "a-long-random-text-for-this-test-only-0123456789-abcdefghij-ABCDEFGHIJ",
    "ALLOWED_HOSTS": "bimtek.example",
    "SITE_URL": "https://bimtek.example",
    "DATABASE_URL": "postgres://ikm:ikm@127.0.0.1:1/ikm",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "PROXY_COUNT": "1",
    "PACK_KEY": "only asked whether it is there",
}


def check(tmp_path, **changes):
    """Return what `check --deploy` answers in a process of its own, with these settings and no other."""
    wanted = {**SERVER, **changes}
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "IKM_VAR": str(tmp_path),
        **{name: value for name, value in wanted.items() if value is not None},
    }
    command = [sys.executable, "-W", "error::UserWarning", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_well_set_server_passes_clean(tmp_path):
    done = check(tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"IKM_DEMO": "1"}, "accounts.E001"),
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": None}, "W020"),
        ({"PACK_KEY": None}, "courses.E001"),
    ],
    ids=["demo mode", "no secret key", "no host names", "no key for courses as files"],
)
def test_server_that_is_not_well_set_is_refused(tmp_path, changes, said):
    done = check(tmp_path, **changes)
    assert done.returncode != 0
    assert said in done.stderr
