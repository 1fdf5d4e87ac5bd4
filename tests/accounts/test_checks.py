"""What must not be on a server is refused by the deployment check, run as an administrator would run it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def check_deployment(var, **environment):
    """Run `manage.py check --deploy` with nothing but `environment` set; return exit code and what it said."""
    (var / "tmp").mkdir()
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "IKM_VAR": str(var), **environment},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr


def test_demo_mode_and_a_missing_secret_key_are_refused_on_a_server(tmp_path):
    code, said = check_deployment(tmp_path, IKM_SERVER="1", IKM_DEMO="1")
    assert code == 1 and "accounts.E001" in said and "accounts.E002" in said


@pytest.mark.parametrize("environment", [{"IKM_SERVER": "1", "SECRET_KEY": "kunci" * 12}, {"IKM_DEMO": "1"}])
def test_server_and_demo_mode_each_by_itself_are_fine(tmp_path, environment):
    _, said = check_deployment(tmp_path, ALLOWED_HOSTS="contoh.id", **environment)
    assert "accounts.E" not in said
