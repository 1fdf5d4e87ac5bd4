"""Connections of phones that went out of reach without a word: found dead by the kernel, not waited for for ever.

A view that waits for the rest of an upload holds a thread of the web server; granian has no time limit for that.
"""

import os
import socket
from contextlib import suppress
from pathlib import Path

OPEN_FILES = Path("/proc/self/fd")
IDLE_S, INTERVAL_S, PROBES = 30, 10, 3


def watch_lines() -> int:
    """Let the kernel probe silent connections of every listening socket of this process; return how many there are.

    Accepted connections inherit what is set here. Where there is no /proc nothing is set.
    """
    names = os.listdir(OPEN_FILES) if OPEN_FILES.exists() else []
    return sum(_watch(int(name)) for name in names)


def _watch(descriptor: int) -> bool:
    with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as one:
        if one.family not in (socket.AF_INET, socket.AF_INET6):
            return False
        if not one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            return False
        one.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, IDLE_S)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, INTERVAL_S)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, PROBES)
        return True
    return False
