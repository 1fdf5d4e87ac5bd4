"""`deploy_check` names what is at fault, says what to do, and fails for it."""

import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from operating.deploying import compare_clock, database_clock, deploy_lines, redis_clock
from operating.status import BAD, GOOD, LOOK, UNKNOWN


def lines():
    return {line.name: line for line in deploy_lines()}


def test_everything_asked_for_is_looked_at_and_every_trouble_says_what_to_do(db, broker, settings, capsys):
    settings.CELERY_BROKER_URL = broker.url
    found = lines()
    for name in ("METRICS_TOKEN", "Berkas privat", "Jam basis data", "Jam Redis", "Skema", "Cadangan", "Program"):
        assert name in found
    assert found["Jam Redis"].verdict == found["Jam basis data"].verdict == GOOD
    assert found["Skema"].verdict == GOOD
    assert not [one for one in found.values() if one.verdict == BAD and not one.advice and "Pengaturan" not in one.name]
    with pytest.raises(CommandError, match="hal bermasalah"):
        call_command("deploy_check")
    assert "Cadangan: belum pernah selesai" in capsys.readouterr().out


def test_schema_that_is_behind_is_a_fault(db):
    MigrationRecorder(connection).record_unapplied("operating", "0001_backups")
    assert lines()["Skema"].verdict == BAD
    assert "manage.py migrate" in lines()["Skema"].advice


@pytest.mark.parametrize(
    ("apart_s", "verdict"), [(0, GOOD), (1.5, GOOD), (-3, LOOK), (60, LOOK)], ids=["equal", "near", "behind", "ahead"]
)
def test_clock_more_than_two_seconds_apart_is_told(apart_s, verdict):
    assert compare_clock("Jam", lambda: time.time() + apart_s, 0).verdict == verdict


def test_part_that_does_not_answer_is_unknown_and_no_fault_of_the_clock(settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert compare_clock("Jam Redis", redis_clock, 0).verdict == UNKNOWN


def test_clocks_of_real_servers_are_read(db, broker, settings):
    settings.CELERY_BROKER_URL = broker.url
    assert abs(redis_clock() - time.time()) < 2
    if connection.vendor == "postgresql":
        assert abs(database_clock() - time.time()) < 2
    else:
        assert database_clock() is None


def test_short_token_and_open_folder_are_told(db, settings, tmp_path):
    settings.METRICS_TOKEN = "short"
    assert lines()["METRICS_TOKEN"].verdict == BAD
    settings.METRICS_TOKEN = "x" * 32
    assert lines()["METRICS_TOKEN"].verdict == GOOD
