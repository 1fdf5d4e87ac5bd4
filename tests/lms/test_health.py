"""`/sehat/` says which part can't do its work, and says nothing else."""

import time

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection

from core.beat import KEY, STALE_SECONDS
from lms.broker import start_broker
from lms.health import beat
from lms.processes import Group


@pytest.fixture
def broker(settings, tmp_path):
    group = Group(lambda line: None)
    settings.CELERY_BROKER_URL = start_broker(group, tmp_path / "redis", tmp_path / "redis.log")
    yield group
    group.stop()


def database_away(*_):
    raise OperationalError("the database is away")


@pytest.fixture(autouse=True)
def no_sign_of_life():
    cache.delete(KEY)


def test_all_well(client, db, broker):
    beat()
    response = client.get("/sehat/")
    assert response.status_code == 200
    body = response.json()
    assert body["status"] == "ok"
    assert set(body["checks"]) == {"database", "broker", "worker", "disk"}


def test_broker_down_is_said(client, db, broker):
    beat()
    broker.stop()
    response = client.get("/sehat/")
    assert response.status_code == 503
    body = response.json()
    assert body["status"] == "degraded"
    assert [name for name, check in body["checks"].items() if not check["ok"]] == ["broker"]


@pytest.mark.parametrize("silent_seconds", [None, STALE_SECONDS + 5])
def test_silent_worker_is_said(client, db, broker, silent_seconds, caplog):
    if silent_seconds:
        cache.set(KEY, time.time() - silent_seconds)
    response = client.get("/sehat/")
    assert response.status_code == 503
    assert not response.json()["checks"]["worker"]["ok"]
    assert not caplog.records  # the answer says it: asked every second at the start, the log would look like trouble


def test_database_down_is_said(client, db, broker):
    beat()
    with connection.execute_wrapper(database_away):
        response = client.get("/sehat/")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == {"ok": False}


def test_full_disk_is_said(client, db, broker, settings):
    beat()
    settings.VAR_DIR = "/proc"  # a file system without free bytes
    response = client.get("/sehat/")
    assert response.status_code == 503
    assert response.json()["checks"]["disk"] == {"ok": False, "free_mb": 0}


def test_answer_is_never_cached_and_holds_no_secret(client, db, broker, settings):
    response = client.get("/sehat/")
    assert "no-store" in response["Cache-Control"]
    assert settings.CELERY_BROKER_URL not in response.content.decode()
    assert "redis" not in response.content.decode()


def test_nothing_can_be_posted(client, db):
    assert client.post("/sehat/").status_code == 405


def test_answer_over_plain_http_is_no_redirect_in_server_mode(client, db, broker, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^sehat/$"]
    assert client.get("/sehat/").status_code in {200, 503}
