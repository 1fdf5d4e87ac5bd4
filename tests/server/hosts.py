"""Hosts of their own on one machine: each has its network (a namespace on a bridge) and its temporary folder.

They share PostgreSQL, Redis and the folder of files with one `Installation`, and nothing else. Root only.
"""

import itertools
import os
import signal
import subprocess
from contextlib import suppress

import requests

from tests.journeys.stack import wait_until
from tests.server.installed import Installation

_numbers = itertools.count(2)


def ip(*words: str) -> None:
    """Run `ip`."""
    subprocess.run(["ip", *words], check=True)


class Wire:
    """The bridge that the hosts hang on; this machine is `address` there."""

    def __init__(self) -> None:
        self.name = f"ikm{os.getpid()}"
        self.net = f"10.213.{os.getpid() % 250}"
        self.address = f"{self.net}.1"
        ip("link", "add", self.name, "type", "bridge")
        ip("addr", "add", f"{self.address}/24", "dev", self.name)
        ip("link", "set", self.name, "up")

    def remove(self) -> None:
        """Take it away."""
        ip("link", "del", self.name)


class Host:
    """One machine with one service of the installation on it."""

    def __init__(self, site: Installation, wire: Wire, service: str) -> None:
        self.site, self.wire, self.number = site, wire, next(_numbers)
        self.name = f"{service}-host{self.number}"
        self.space, self.cable = f"{wire.name}-{self.number}", f"{wire.name}v{self.number}"
        self.address = f"{wire.net}.{self.number}"
        site.add_twin(service, self.name)
        self._connect()
        site.start(self.name, prefix=("ip", "netns", "exec", self.space), rewrite=self.seen_from_here)

    def seen_from_here(self, text: str) -> str:
        """Return `text` with the addresses as this host has them: the stores are elsewhere, it listens on its own."""
        for port in (*(self.site.ports[store] for store in ("postgres", "redis")), self.site.texts.port):
            text = text.replace(f"127.0.0.1:{port}", f"{self.wire.address}:{port}")
        return self.address if text == "127.0.0.1" else text

    def wait_healthy(self) -> None:
        """Wait until its service is well: a web server as nginx sees it, a worker by its own check."""
        if not self.name.startswith("web"):
            self.site.wait_healthy(self.name)
            return
        address, headers = f"http://{self.web}/sehat/web/", {"Host": "127.0.0.1"}
        wait_until(lambda: answered(address, headers), what=self.site.log_tail(self.name), seconds=180)

    def _connect(self) -> None:
        ip("netns", "add", self.space)
        ip("link", "add", self.cable, "type", "veth", "peer", "name", "eth0", "netns", self.space)
        ip("link", "set", self.cable, "master", self.wire.name, "up")
        ip("-n", self.space, "addr", "add", f"{self.address}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            ip("-n", self.space, "link", "set", device, "up")

    @property
    def web(self) -> str:
        """Where nginx reaches it."""
        return f"{self.address}:{self.site.ports[self.name]}"

    def kill(self) -> None:
        """Kill its processes; whoever was talking to it hears so at once."""
        self.site.kill(self.name)

    def pull_the_cable(self) -> None:
        """Cut it off without a word to anybody, and let it die."""
        ip("link", "set", self.cable, "down")
        self.site.kill(self.name)

    def remove(self) -> None:
        """Leave nothing of it."""
        with suppress(ProcessLookupError):
            os.killpg(self.site.processes[self.name].pid, signal.SIGKILL)
        self.site.processes[self.name].wait()
        ip("link", "del", self.cable)
        ip("netns", "del", self.space)


def answered(address: str, headers: dict[str, str]) -> bool:
    """Say whether a web server answers well."""
    with suppress(requests.RequestException):
        return requests.get(address, headers=headers, timeout=10).status_code == 200
    return False
