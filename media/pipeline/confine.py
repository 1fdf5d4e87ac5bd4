"""Runs before a program that reads a stranger's file: lowers its limits, then becomes that program.

Called as `python -I -S confine.py '{"parent": PID, "as": BYTES, ...}' PROGRAM ARGS...`, because doing this between fork
and exec inside a worker with threads can hang. Imports nothing of ours. What a system refuses is left out silently:
`media/checks.py` does not promise more than limits.
"""

import ctypes
import json
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
LIMITS = {"as": resource.RLIMIT_AS, "cpu": resource.RLIMIT_CPU, "fsize": resource.RLIMIT_FSIZE}


def cut_off(libc: ctypes.CDLL) -> None:
    """Leave the network, as root directly, else in a user namespace of our own; and never gain a right again."""
    if libc.unshare(CLONE_NEWNET):
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def die_with(parent: int, libc: ctypes.CDLL) -> None:
    """Ask the kernel to kill this process when the worker dies, however it dies.

    After `cut_off`, because a new user namespace makes the kernel forget it.
    """
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)


def main() -> None:
    """Set the limits given in the first argument and become the rest."""
    given = json.loads(sys.argv[1])
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        cut_off(libc)
        die_with(given["parent"], libc)
    os.nice(given.get("nice", 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name, limit in LIMITS.items():
        if name in given:
            resource.setrlimit(limit, (given[name], given[name]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606  the words come from ffmpeg.py, never from a shell


if __name__ == "__main__":
    main()
