"""A real S3 server: Ceph's gateway over one monitor and one store in memory, as child processes in their own folder.

Used by tests marked `server` and `needs("radosgw", "ceph-mon", "ceph-osd")`; started once a session.
"""

import json
import subprocess
import tempfile
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from core.s3_client import s3_client
from lms.broker import free_port
from tests.broker import wait_until

KEY, SECRET = "ikm-test", "ikm-test-secret"
WAIT_S = 300  # a loaded machine takes its time for the gateway's first pools
CONFIG = """
[global]
fsid = {fsid}
mon host = v1:127.0.0.1:{mon_port}
ms bind msgr2 = false
public network = 127.0.0.0/8
auth cluster required = none
auth service required = none
auth client required = none
run dir = {root}
admin socket =
log file = {root}/$name.log
log to file = true
crash dir = {root}
pid file =
keyring = {root}/keyring
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 5000
mon data avail crit = 0
mon data avail warn = 0
[mon.a]
mon data = {root}/mon
[osd.0]
osd data = {root}/osd
osd objectstore = memstore
osd class update on start = false
osd crush update on start = false
memstore device bytes = 2147483648
osd max object name len = 256
osd max object namespace len = 64
osd op num shards = 1
osd op num threads per shard = 2
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:{port}
rgw override bucket index max shards = 1
rgw thread pool size = 32
rgw enable usage log = false
rgw enable gc threads = false
rgw enable lc threads = false
rgw run sync thread = false
rgw cache enabled = true
"""


@dataclass
class Ceph:
    """The running server; `url` is what S3_ENDPOINT takes."""

    root: Path
    port: int = field(default_factory=free_port)
    children: list[subprocess.Popen] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return what S3_ENDPOINT takes."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start monitor, object store and gateway, and wait until the gateway answers."""
        values = {"fsid": str(uuid.uuid4()), "mon_port": free_port(), "root": self.root, "port": self.port}
        (self.root / "ceph.conf").write_text(CONFIG.format(**values))
        monitor = f"[v1:127.0.0.1:{values['mon_port']}]"
        self._run("monmaptool", "--create", "--fsid", values["fsid"], "--addv", "a", monitor, self.root / "monmap")
        for folder in ("mon", "osd"):
            (self.root / folder).mkdir()
        self._run("ceph-mon", "--mkfs", "-i", "a", "--monmap", self.root / "monmap")
        self._child("ceph-mon", "-i", "a", "-f")
        store_id = str(uuid.uuid4())
        self._run("ceph", "osd", "new", store_id, "0")
        self._run("ceph", "osd", "crush", "add", "osd.0", "1.0", "root=default", "host=one")
        self._run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", store_id)
        self._child("ceph-osd", "-i", "0", "-f")
        wait_until(
            lambda: b" 1 up" in self._run("ceph", "osd", "stat"), seconds=WAIT_S, what="the object store's start"
        )
        user = ["--uid", "ikm", "--display-name", "ikm", "--access-key", KEY, "--secret-key", SECRET]
        self._run("radosgw-admin", "-n", "client.rgw", "user", "create", *user)
        self._child("radosgw", "-n", "client.rgw", "-f")
        wait_until(self._answers, seconds=WAIT_S, what="the gateway's start")

    def stop(self) -> None:
        """End everything that was started."""
        for child in reversed(self.children):
            child.kill()  # what it keeps is thrown away
            child.wait()

    def client(self):
        """Return a client with the user's keys."""
        return s3_client(self.url, "us-east-1", KEY, SECRET)

    def make_bucket(self, *, is_public: bool = False) -> str:
        """Make a bucket of its own for a test; return its name."""
        name = f"ikm-{uuid.uuid4().hex[:12]}"
        self.client().create_bucket(Bucket=name)
        if is_public:
            rule = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}
            policy = json.dumps({"Version": "2012-10-17", "Statement": [rule]})
            self.client().put_bucket_policy(Bucket=name, Policy=policy)
        return name

    def _run(self, *words) -> bytes:
        command = [str(word) for word in (words[0], "-c", self.root / "ceph.conf", *words[1:])]
        done = subprocess.run(command, capture_output=True, timeout=WAIT_S)
        assert done.returncode == 0, f"{' '.join(command)}: {done.stderr.decode()}"
        return done.stdout

    def _child(self, name: str, *words: str) -> None:
        log = (self.root / f"{name}.out").open("ab")
        with log:
            command = [name, "-c", str(self.root / "ceph.conf"), *words]
            self.children.append(subprocess.Popen(command, stdout=log, stderr=log))

    def _answers(self) -> bool:
        with suppress(OSError):
            return requests.get(self.url, timeout=5).ok
        return False


@pytest.fixture(scope="session")
def ceph():
    """Return the running server."""
    with tempfile.TemporaryDirectory(prefix="ceph-") as folder:
        server = Ceph(Path(folder))
        try:
            server.start()
            yield server
        finally:
            server.stop()
