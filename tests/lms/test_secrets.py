"""Keys stand in files of their own that only their service can read, or in the environment of that service alone."""

import os
import stat
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRINT = (
    "from lms.settings import base, env;"
    "print(base.SECRET_KEY, env.PACK_KEY, env.SMS_TOKEN, env.METRICS_TOKEN, env.REDIS_URL, sep='|')"
)


def settings_with(folder, **environment):
    """Return what a process with this environment and no other reads."""
    values = {"PATH": os.environ["PATH"], "IKM_VAR": str(folder), **environment}
    done = subprocess.run([sys.executable, "-c", PRINT], cwd=ROOT, env=values, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().split("|")


def test_secrets_are_read_from_files_without_the_newline(tmp_path):
    given = {
        "SECRET_KEY": "s3cret",
        "PACK_KEY": "p4ck",
        "SMS_TOKEN": "t0ken",
        "METRICS_TOKEN": "m",
        "REDIS_URL": "redis://:word@host/0",
    }
    for name, value in given.items():
        (tmp_path / name).write_text(value + "\n")
    files = {f"{name}_FILE": str(tmp_path / name) for name in given}
    assert settings_with(tmp_path, IKM_SERVER="1", **files) == list(given.values())


def test_earlier_keys_still_open_what_they_sealed(tmp_path):
    asked = "from lms.settings import base; print(base.SECRET_KEY_FALLBACKS)"
    (tmp_path / "old").write_text("one,two\n")
    values = {"PATH": os.environ["PATH"], "IKM_VAR": str(tmp_path), "SECRET_KEY_FALLBACKS_FILE": str(tmp_path / "old")}
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=values, capture_output=True, text=True)
    assert done.stdout == "['one', 'two']\n"


def test_own_secret_key_is_for_nobody_else_to_read(tmp_path):
    made = settings_with(tmp_path)[0]
    path = tmp_path / "secret_key"
    assert path.read_text() == made and len(made) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_server_makes_no_key_of_its_own(tmp_path):
    assert settings_with(tmp_path, IKM_SERVER="1", REDIS_URL="redis://host/0")[:2] == ["", ""]
    assert not (tmp_path / "secret_key").exists()
