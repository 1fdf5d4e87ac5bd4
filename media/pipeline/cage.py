"""Which walls stand around a program that reads a stranger's file, and the words that build them.

Three cages, best first: `bwrap` (bubblewrap: a file system of its own, no network, no other process to see), `unshare`
(no network, no process that outlives it; the kernel's Landlock guards the files where it is there), `limits` (what
every Linux has). `ffmpeg.py` tries them out and starts the programs; `confine.py` runs in the child.
"""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NAMES = ("bwrap", "unshare", "limits")
# Libraries and what a program asks about the machine; nothing of ours and nothing of anybody's.
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives", "/sys/devices/system/cpu")
DEVICES = ("/dev/zero", "/dev/urandom")
OPEN_FILES = 256


@dataclass(frozen=True)
class Cage:
    """One way to lock a program in, as it was found to work here."""

    name: str
    guards_files: bool
    cuts_network: bool


@dataclass(frozen=True)
class Room:
    """What a program in a cage may touch besides the system: files or folders to read, one folder to write."""

    reads: tuple[Path, ...] = ()
    writes: Path | None = None


def locked(cage: Cage, room: Room, words: Sequence[str], limits: dict[str, int]) -> tuple[dict[str, Any], list[str]]:
    """Return what `confine.py` is told and the words it becomes, for a program in `cage`."""
    settled: dict[str, Any] = {"nofile": OPEN_FILES, **limits}
    if cage.name == "bwrap":
        return settled, [*_bwrap_words(room, words[0]), *words]
    settled |= {"network": "cut", "processes": "own"} if cage.cuts_network else {"network": "keep"}
    if cage.guards_files:
        reads = [*SYSTEM, *DEVICES, *map(str, program_paths(words[0])), *map(str, room.reads)]
        settled["files"] = {"reads": reads, "writes": str(room.writes) if room.writes else None}
    return settled, list(words)


def find_bwrap() -> str | None:
    """Return the path of bubblewrap."""
    return shutil.which("bwrap")


@cache
def program_paths(program: str) -> tuple[Path, ...]:
    """Return what a program needs: itself; our Python needs its packages and the scripts beside this file."""
    if program != sys.executable:
        return (Path(program),)
    real = Path(program).resolve()
    homes = [Path(sys.prefix), Path(sys.base_prefix), Path(sys.base_prefix).resolve(), real.parent.parent]
    return tuple(dict.fromkeys([*homes, Path(__file__).parent]))


def _bwrap_words(room: Room, program: str) -> list[str]:
    """Everything is absent but what is named. No --new-session: a signal to our group must reach the program itself."""
    words = [find_bwrap() or "bwrap", "--unshare-all", "--die-with-parent", "--cap-drop", "ALL"]
    words += ["--proc", "/proc", "--dev", "/dev"]
    if room.writes:
        words += ["--bind", str(room.writes), str(room.writes)]
    for path in (*SYSTEM, *program_paths(program), *room.reads):
        words += ["--ro-bind-try", str(path), str(path)]
    # Last, so that the places for all of this could be made: what is not named can't be written either.
    return [*words, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", "--"]
