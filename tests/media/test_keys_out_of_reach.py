"""A program that reads a stranger's file finds no key: none in files, none in its environment, none in its worker's."""

import json
import os
import sys
from contextlib import suppress

import pytest
from django.test import override_settings

from media.errors import ToolMissing
from media.pipeline.cage import NAMES
from media.pipeline.ffmpeg import active_cage, run_program

KEY = "a-key-that-nobody-else-may-see"
READ = """
import json, sys
def read(path):
    try:
        return open(path, errors="replace").read()
    except OSError:
        return "refused"
print(json.dumps([read(path) for path in sys.argv[1:]]))
"""


def offered():
    """Return the cages that work here and guard files; `check --deploy` tells where none does."""
    found = []
    for name in NAMES:
        with suppress(ToolMissing), override_settings(MEDIA_CAGE=name):
            if active_cage().guards_files:
                found.append(name)
    return found


def read_in_cage(tmp_path, *paths):
    """Return what the caged program reads from each path."""
    (tmp_path / "own").mkdir(exist_ok=True)
    words = [sys.executable, "-I", "-c", READ, *map(str, paths)]
    return json.loads(run_program(words, reads=[], writes=tmp_path / "own", wall_s=20).stdout)


def test_some_cage_here_guards_files():
    assert offered()


@pytest.mark.parametrize("name", offered())
def test_caged_program_reads_no_key(name, settings, tmp_path, monkeypatch):
    settings.MEDIA_CAGE = name
    monkeypatch.setenv("SECRET_KEY", KEY)
    files = [tmp_path / "secret_key", tmp_path / "pack_key"]
    for path in files:
        path.write_text(KEY)
    said = read_in_cage(tmp_path, *files, f"/proc/{os.getpid()}/environ", f"/proc/{os.getppid()}/environ")
    assert said == ["refused"] * 4
    own = read_in_cage(tmp_path, "/proc/self/environ")[0]
    assert KEY not in own and "SECRET" not in own
