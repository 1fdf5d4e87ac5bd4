"""No start on data that would give a certificate number twice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command

from certificates.models import Certificate, CertificateState, NumberCounter, Series
from certificates.public import counters, counters_behind
from core.clock import now, today
from operating import shelf
from tests.broker import database_url

ROOT = Path(__file__).resolve().parents[2]


def check():
    """Return what is refused, as `lms.starting` asks it."""
    found = run_checks(tags=[Tags.database], databases=["default"])
    return "\n".join(str(message) for message in found if message.is_serious())


@pytest.fixture
def register(db):
    """A register of three certificates and its counter."""
    for number in (1, 2, 3):
        Certificate.objects.create(
            state=CertificateState.NUMBERED,
            number=number,
            number_text=f"n/{number}",
            year=2026,
            issued_at=now(),
            enrolment_id=number,
            person_name="Ratna Contoh",
            course_title="Kemasan",
            course_slug="kemasan",
            jp=8,
            final_score=80,
            attendance_percent=100,
            started_on=today(),
            completed_on=today(),
        )
    return NumberCounter.objects.create(series=Series.CERTIFICATE, year=2026, last=3)


def test_counter_at_the_register_passes(register):
    assert check() == ""
    assert counters() == {"sertifikat/2026": 3}


def test_counter_behind_the_register_is_refused_until_it_is_raised(register, capsys):
    NumberCounter.objects.update(last=2)
    assert "raise_counters" in check()
    call_command("raise_counters")
    assert "2 menjadi 3" in capsys.readouterr().out
    assert check() == ""


def test_missing_counter_is_refused_as_well(register):
    register.delete()
    assert counters_behind()[0].last == 0
    assert "stands at 0, the register at 3" in check()


def test_database_older_than_the_newest_backup_is_refused(register, tmp_path, settings):
    settings.BACKUP_FOLDER = str(tmp_path)
    make_about(tmp_path, {"sertifikat/2026": 7})
    assert "older than the backup" in check()
    call_command("raise_counters")
    register.refresh_from_db()
    assert register.last == 7
    assert check() == ""


def make_about(folder, known):
    """Leave what is known of a whole backup without its key."""
    backup = folder / "ikm-20260101-000000"
    backup.mkdir()
    shelf.write_about(backup, shelf.About("2026-01-01T00:00:00+00:00", "sqlite", "x", (), "", known))


def test_number_known_from_elsewhere_is_never_given_again(register):
    call_command("raise_counters", "--to", "sertifikat/2026=41")
    register.refresh_from_db()
    assert register.last == 41
    call_command("raise_counters", "--to", "sertifikat/2026=5")
    register.refresh_from_db()
    assert register.last == 41


def test_register_of_letters_is_raised_as_well(register):
    call_command("raise_counters", "--to", "keterangan/2026=9")
    assert counters() == {"sertifikat/2026": 3, "keterangan/2026": 9}


def test_damaged_backup_folder_stops_no_start(register, tmp_path, settings):
    settings.BACKUP_FOLDER = str(tmp_path / "nowhere")
    assert check() == ""


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(
    "program", [["-m", "lms.web", "--port", "0"], ["-m", "celery", "-A", "lms", "worker"]], ids=["web", "worker"]
)
def test_program_does_not_start_on_a_counter_behind(register, program, tmp_path):
    NumberCounter.objects.update(last=2)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings", "IKM_VAR": str(tmp_path)}
    environment |= {"DATABASE_URL": database_url(), "REDIS_URL": "redis://127.0.0.1:1/0"}
    done = subprocess.run(
        [sys.executable, *program], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 1
    assert "raise_counters" in done.stderr
