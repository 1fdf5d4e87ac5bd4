"""Many workers at once, and workers that are killed: numbers 1 to N, each certificate once, no gap."""

import os
import random
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection

from bench.harness import let_pass, wait_until
from certificates import tasks
from certificates.awarding import award
from certificates.issuing import issue_row
from certificates.models import Certificate, CertificateState, NumberCounter
from certificates.models.certificate import private_storage
from certificates.numbering import number_approved
from core.clock import now
from messaging.models import OutboxMessage
from tests.broker import database_url
from tests.certificates.conftest import approve_rows, pass_course
from tests.factories.courses_content import make_course
from tests.factories.courses_records import finish_lessons, make_enrolment, make_person, take_final

ROOT = Path(__file__).resolve().parents[2]
WORKER = """
import sys
import django
django.setup()
from certificates.issuing import issue_row
print("ready", flush=True)
sys.stdin.readline()
for pk in sys.argv[1:]:
    issue_row(int(pk))
"""


def awarded(count):
    """Return the ids of rows that wait to be issued, of one course."""
    course = make_course(title="Kemasan Produk IKM", bank=20)
    rows = []
    for number in range(count):
        enrolment = make_enrolment(make_person(full_name=f"Peserta {number}"), course)
        finish_lessons(enrolment)
        take_final(enrolment)
        rows.append(award(enrolment.pk).pk)
    with suppress_bells():
        approve_rows()
    return rows


@contextmanager
def suppress_bells():
    """Lose every bell that is rung meanwhile: the test wants to ring itself."""
    with patch.object(tasks.number, "delay"):
        yield


def at_once(count, act):
    """Run `act(place)` in `count` threads that start together, each with a connection of its own."""
    start = threading.Barrier(count)
    errors = []

    def run(place):
        try:
            start.wait(20)
            act(place)
        except Exception as error:  # noqa: BLE001  shown by the assertion below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def assert_register_is_whole(rows):
    """Numbers 1 to N without gap, a file and a message for each, once."""
    certificates = Certificate.objects.order_by("number")
    assert {certificate.state for certificate in certificates} == {CertificateState.ISSUED}
    assert [certificate.number for certificate in certificates] == list(range(1, len(rows) + 1))
    assert NumberCounter.objects.get().last == len(rows)
    assert all(private_storage().exists(certificate.file.name) for certificate in certificates)
    assert len({certificate.file.name for certificate in certificates}) == len(rows)
    assert OutboxMessage.objects.filter(template="sertifikat_terbit").count() == len(rows)


def start_worker(rows):
    """Start a process of its own that will issue `rows` on this test's database and files."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "IKM_VAR": str(settings.VAR_DIR),
        "IKM_DEMO": "1",
        "DATABASE_URL": database_url(),
        "REDIS_URL": "redis://127.0.0.1:1/0",  # no broker anywhere: its loss must not matter
    }
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, *map(str, rows)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_numbers_at_once_have_no_gap_and_no_twin():
    rows = awarded(12)

    def number_all(place):
        for pk in rows[place:] + rows[:place]:
            number_approved(only=pk)

    at_once(4, number_all)
    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 13))
    assert NumberCounter.objects.get().last == 12


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_at_the_same_rows_issue_each_once():
    rows = awarded(6)
    at_once(3, lambda place: [issue_row(pk) for pk in rows])
    assert_register_is_whole(rows)
    assert set(Certificate.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_same_course_heard_twice_at_once_is_one_row():
    enrolment = pass_course()
    Certificate.objects.all().delete()
    at_once(3, lambda place: award(enrolment.pk))
    assert Certificate.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_killed_workers_and_a_lost_broker_lose_nothing():
    rows = awarded(10)
    chance = random.Random(5)
    workers = [start_worker(chance.sample(rows, len(rows))) for _ in range(3)]
    for worker in workers:
        assert worker.stdout.readline().strip() == "ready"
    for worker in workers:
        worker.stdin.write("\n")
        worker.stdin.flush()
    for worker in workers[:2]:
        let_pass(chance.uniform(0.1, 0.4))  # the moment of death is the test
        worker.send_signal(signal.SIGKILL)
    for worker in workers:
        worker.communicate(timeout=120)
    assert workers[2].returncode == 0
    # The leases of the dead are over.
    Certificate.objects.exclude(state=CertificateState.ISSUED).update(claimed_until=now())
    for pk in rows:
        issue_row(pk)
    assert_register_is_whole(rows)


@pytest.mark.broker
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sweep_brings_what_an_emptied_broker_lost(broker):
    rows = awarded(3)
    for pk in rows:
        broker.send("certificates.issue", pk, queue="default")
    broker.flush()
    broker.start_worker()
    broker.send("certificates.sweep", queue="default")
    wait_until(
        lambda: Certificate.objects.filter(state=CertificateState.ISSUED).count() == len(rows), what="the issue of all"
    )
    assert_register_is_whole(rows)
