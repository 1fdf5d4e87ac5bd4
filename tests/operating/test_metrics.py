"""`/metrik/`: figures for who brings the token, and no such page for anybody else."""

import datetime as dt
import http.client
import os
import re
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from core.clock import now
from lms.broker import free_port
from messaging.models import MessageState, OutboxMessage
from operating import facts
from operating.models import BackupRun, BackupState
from tests.broker import database_url, wait_until

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "only-for-tests"
HOUR = dt.timedelta(hours=1)
SIGNED = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def figures(client, db, settings):
    """Return a function that reads the page into a dict of its lines."""
    settings.METRICS_TOKEN = TOKEN

    def read():
        return lines_of(client.get("/metrik/", headers=SIGNED).content.decode())

    return read


def lines_of(text):
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


@pytest.mark.parametrize("header", ["", "Bearer wrong", f"Basic {TOKEN}", "Bearer "])
def test_without_the_token_there_is_no_such_page(client, db, settings, header):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrik/", headers={"authorization": header}).status_code == 404
    settings.METRICS_TOKEN = ""
    assert client.get("/metrik/", headers={"authorization": header}).status_code == 404


def test_requests_are_counted_by_view_and_status(client, figures):
    name = 'ikm_requests_total{method="GET",status="404",view="certificate_check"}'
    before = figures().get(name, 0)
    client.get("/periksa/KTM-7Q4M-X9TP-H3RW/")
    after = figures()
    assert after[name] == before + 1
    assert after['ikm_request_seconds_count{view="certificate_check"}'] >= 1
    assert not [line for line in after if "7Q4M" in line]


def test_rows_are_told_by_state_and_age(figures, cast):
    OutboxMessage.objects.create(
        key="late", template="lulus", to="+6289900000001", state=MessageState.QUEUED, next_try_at=now() - HOUR
    )
    OutboxMessage.objects.create(
        key="bad", template="lulus", to="+6289900000001", state=MessageState.FAILED, next_try_at=now()
    )
    BackupRun.objects.create(state=BackupState.DONE, started_at=now() - HOUR, finished_at=now())
    found = figures()
    assert found['ikm_waiting{work="outbox"}'] == 1
    assert 3600 <= found['ikm_oldest_seconds{work="outbox"}'] < 3700
    assert found['ikm_stuck{work="outbox"}'] == 1
    assert found['ikm_rows{state="failed",work="outbox"}'] == 1
    assert found['ikm_up{work="video"}'] == found['ikm_up{work="certificates"}'] == 1
    assert 3600 <= found["ikm_backup_age_seconds"] < 3700
    assert found["ikm_disk_free_bytes"] > 0
    assert not [line for line in found if "+62" in line]


def test_queues_of_a_real_broker_are_told_and_one_that_is_away_breaks_nothing(figures, broker, settings):
    settings.CELERY_BROKER_URL = broker.url
    broker.send("messaging.sweep", queue="codes")
    assert figures()['ikm_bells{queue="codes"}'] == 1
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert not [line for line in figures() if line.startswith("ikm_bells")]
    settings.CELERY_BROKER_URL = "amqp://127.0.0.1:1//"
    assert facts.bells() is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_processes_of_one_host_count_together(tmp_path):
    """Twenty requests to two workers: whichever is asked knows of all."""
    port = free_port()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings", "IKM_VAR": str(tmp_path)}
    environment |= {"DATABASE_URL": database_url(), "REDIS_URL": "redis://127.0.0.1:1/0", "METRICS_TOKEN": TOKEN}
    command = [sys.executable, "-m", "lms.web", "--port", str(port), "--workers", "2"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)

    def ask(path):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        with closing(line), suppress(OSError, http.client.HTTPException):
            line.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}", "Connection": "close"})
            return line.getresponse().read().decode()
        return ""

    try:
        wait_until(lambda: ask("/bantuan/"), what="the web server")
        for _ in range(20):
            ask("/periksa/")
        name = r'ikm_requests_total\{method="GET",status="200",view="certificate_check_form"\} (\d+)'
        assert {re.search(name, ask("/metrik/"))[1] for _ in range(6)} == {"20"}
    finally:
        process.terminate()
        process.wait(20)
