"""Runs before a program that reads a stranger's file: builds its walls, lowers its limits, then becomes that program.

Called as `python -I -S confine.py '{"parent": PID, "as": BYTES, ...}' PROGRAM ARGS...`, because doing this between fork
and exec inside a worker with threads can hang. Imports nothing of ours. A wall that was promised and can't be built
ends it here: which promises hold on this machine is found out beforehand (`cage.py`).
"""

import ctypes
import json
import os
import resource
import select
import signal
import stat
import sys
from typing import Any

PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 24, 38
CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x08000000, 0x10000000, 0x20000000, 0x40000000
LAST_CAPABILITY = 40
LIMITS = {
    "as": resource.RLIMIT_AS,
    "cpu": resource.RLIMIT_CPU,
    "fsize": resource.RLIMIT_FSIZE,
    "nofile": resource.RLIMIT_NOFILE,
}
NO_WALL = 77  # the exit code when a promised wall can't be built

# Landlock, since Linux 5.13: any process may give up rights to files for good, without being root. The system calls
# have the same numbers on every kind of machine; each version of the interface knows more rights.
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_FILE, MAKE_REG = 1, 1 << 1, 1 << 2, 1 << 3, 1 << 5, 1 << 8
TRUNCATE = 1 << 14
ALL_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
ALL_RIGHTS_NOW = (1 << 16) - 1
FOR_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
NETWORK_SINCE, SCOPES_SINCE = 4, 6
TCP_BIND_AND_CONNECT, ABSTRACT_SOCKETS_AND_SIGNALS = 3, 3


class Ruleset(ctypes.Structure):
    """What is forbidden unless a rule allows it."""

    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class Beneath(ctypes.Structure):
    """Rights to a file, or to a folder and all below."""

    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("handle", ctypes.c_int32))


def landlock_version(libc: ctypes.CDLL) -> int:
    """Return which version of Landlock this kernel has; 0 for none."""
    return max(0, int(libc.syscall(LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1)))


def cut_off(libc: ctypes.CDLL) -> bool:
    """Leave the network, as root directly, else in a user namespace of our own."""
    alone = CLONE_NEWNET | CLONE_NEWIPC
    return not libc.unshare(alone) or not libc.unshare(CLONE_NEWUSER | alone)


def leave_processes(libc: ctypes.CDLL, parent: int) -> int:
    """Become the first process of a world of our own: what is started in it, in whatever session, ends with us.

    Only a child can: this process stays in front of it, dies with the worker, and passes on how it ended. Returns the
    number of the child's parent as the child sees it, or `parent` where the kernel forbids all this.
    """
    if libc.unshare(CLONE_NEWPID):
        return parent
    read_end, write_end = os.pipe()
    child = os.fork()
    if child:
        os.close(read_end)
        die_with(parent, libc)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os._exit(code if code >= 0 else 128 - code)
    os.close(write_end)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if select.select([read_end], [], [], 0)[0]:  # it died before we asked
        os._exit(1)
    os.close(read_end)
    return os.getppid()


def guard_files(libc: ctypes.CDLL, reads: list[str], writes: str | None) -> bool:
    """Give up every file but those in `reads`, to read and run, and the folder `writes`."""
    version = landlock_version(libc)
    if not version:
        return False
    handled = ALL_RIGHTS.get(version, ALL_RIGHTS_NOW)
    ruleset = Ruleset(handled, TCP_BIND_AND_CONNECT, ABSTRACT_SOCKETS_AND_SIGNALS)
    size = 24 if version >= SCOPES_SINCE else 16 if version >= NETWORK_SINCE else 8
    made = libc.syscall(LANDLOCK_CREATE, ctypes.byref(ruleset), ctypes.c_size_t(size), 0)
    for path in reads:
        allow(libc, made, path, EXECUTE | READ_FILE | READ_DIR)
    allow(libc, made, os.devnull, READ_FILE | WRITE_FILE)
    if writes:
        rights = READ_FILE | READ_DIR | WRITE_FILE | MAKE_REG | REMOVE_FILE | TRUNCATE
        allow(libc, made, writes, rights & handled)
    done = not libc.syscall(LANDLOCK_RESTRICT, made, 0)
    os.close(made)
    return done


def allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    """Add a rule; what is not there needs none."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not stat.S_ISDIR(os.fstat(handle).st_mode):
        rights &= FOR_A_FILE
    rule = Beneath(rights, handle)
    libc.syscall(LANDLOCK_ADD, ruleset, 1, ctypes.byref(rule), 0)
    os.close(handle)


def give_up_rights(libc: ctypes.CDLL) -> None:
    """Never gain a right again; root's own are gone with the next program."""
    for capability in range(LAST_CAPABILITY + 1):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def die_with(parent: int, libc: ctypes.CDLL) -> None:
    """Ask the kernel to kill this process when the worker dies, however it dies.

    After `cut_off`, because a new user namespace makes the kernel forget it.
    """
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)


def lock_in(given: dict[str, Any]) -> None:
    """Build the walls that Linux offers."""
    libc = ctypes.CDLL(None, use_errno=True)
    if given.get("network") == "cut" and not cut_off(libc) and not given.get("lenient"):
        sys.exit(NO_WALL)
    parent = leave_processes(libc, given["parent"]) if given.get("processes") == "own" else given["parent"]
    if "network" in given:  # bubblewrap brings its own, and needs its rights to build them
        give_up_rights(libc)
    else:
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if "files" in given and not guard_files(libc, **given["files"]):
        sys.exit(NO_WALL)
    die_with(parent, libc)


def main() -> None:
    """Do what the first argument says and become the rest."""
    given = json.loads(sys.argv[1])
    if sys.platform == "linux":
        lock_in(given)
    os.nice(given.get("nice", 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name, limit in LIMITS.items():
        if name in given:
            resource.setrlimit(limit, (given[name], given[name]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606  the words come from ffmpeg.py, never from a shell


if __name__ == "__main__":
    main()
