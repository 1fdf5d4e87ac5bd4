"""RabbitMQ as broker by setting `BROKER_URL` alone."""

import os
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from tests.journeys.stack import answers, free_port, wait_until
from tests.server.test_drain import TELL, twin  # noqa: F401  a fixture

pytestmark = [pytest.mark.server, pytest.mark.needs("nginx", "initdb", "redis-cli", "rabbitmq-server")]
SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server"  # Debian's own starter would write below /var


@pytest.fixture(scope="module")
def rabbit():
    """Start a RabbitMQ with ports and folders of its own; yield its address."""
    with tempfile.TemporaryDirectory(prefix="ikm-rabbit-", ignore_cleanup_errors=True) as name:
        folder, port, names_port = Path(name), free_port(), str(free_port())
        environment = os.environ | {
            "HOME": name,
            "RABBITMQ_NODENAME": "ikm@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(port),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_MNESIA_BASE": str(folder / "data"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
            "RABBITMQ_PID_FILE": str(folder / "pid"),
            "RABBITMQ_CONFIG_FILE": str(folder / "none"),
            "ERL_EPMD_PORT": names_port,
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }
        quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        started = [subprocess.Popen(["epmd"], start_new_session=True, **quiet)]
        wait_until(lambda: answers(int(names_port)), what="the server of Erlang's names")
        started.append(subprocess.Popen([SERVER], start_new_session=True, **quiet))
        try:
            wait_until(lambda: answers(port), what="RabbitMQ", seconds=120)
            yield f"amqp://guest:guest@127.0.0.1:{port}//"
        finally:
            for process in reversed(started):
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def test_rabbitmq_carries_the_work_by_setting_alone(installed, rabbit, twin):  # noqa: F811
    setting = {"BROKER_URL": rabbit, "REDIS_URL": installed.environment("web")["REDIS_URL"].removesuffix("0") + "5"}
    web, worker = twin("web", **setting), twin("worker-default", **setting)
    for other in ("beat", "worker-default"):  # they listen to Redis and would do the work
        installed.kill(other)
    try:
        health = f"http://127.0.0.1:{installed.ports[web]}/sehat/"
        wait_until(lambda: requests.get(health, timeout=30).status_code == 200, what="all well over RabbitMQ")
        installed.manage("-c", TELL.format(phone="+6289900000302"), **setting)
        wait_until(lambda: installed.messages("+6289900000302"), what="the message over RabbitMQ")
    finally:
        for other in ("beat", "worker-default"):
            installed.start(other)
            installed.wait_healthy(other)
    installed.end(worker)
