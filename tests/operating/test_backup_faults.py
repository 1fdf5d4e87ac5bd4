"""What a backup, a restore or a drill does when disk, database, key or somebody else is in the way."""

import contextlib
import io
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from operating import shelf
from operating.backing_up import back_up
from operating.errors import DatabaseAway, DiskFailed, KeyUnreadable, NoRoom, NotEmpty, told_in_words
from operating.models import BackupRun, BackupState
from operating.restoring import check_is_empty, restore
from operating.sealing import identities_in, seal
from tests.broker import database_url, wait_until
from tests.operating.test_backing_up import time_passes

MB = 1_000_000


@pytest.fixture
def narrow_disk():
    """No file of this process may grow over 60 MB, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60 * MB, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("is_sealed", [True, False], ids=["sealed", "plain"])
def test_full_disk_is_told_as_such_and_leaves_no_half_file(narrow_disk, key, tmp_path, is_sealed):
    with pytest.raises(OSError, match="too large"):
        seal(io.BytesIO(bytes(61 * MB)), tmp_path / "part", [key.to_public()] if is_sealed else [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_sealed", [True, False], ids=["sealed", "plain"])
def test_backup_that_a_full_disk_ends_is_noted_with_a_sentence_and_leaves_nothing(office, key, tmp_path, is_sealed):
    large = Path(storages["default"].path("originals/large.mp4"))
    large.touch()
    os.truncate(large, 61 * MB)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60 * MB, limits[1]))
    try:
        with pytest.raises(NoRoom):
            back_up(tmp_path / "backups", recipients=[str(key.to_public())] if is_sealed else [])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    run = BackupRun.objects.get()
    assert run.state == BackupState.FAILED
    assert "Ruang di disk habis" in run.reason
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [".lock"]


def test_what_disks_and_databases_say_becomes_a_sentence():
    with pytest.raises(DiskFailed, match="EIO"), told_in_words(), open("/proc/self/mem", "rb") as file:
        file.read(1)
    with pytest.raises(DatabaseAway, match="OperationalError"), told_in_words():
        raise OperationalError("server closed the connection")


def test_rest_of_an_interrupted_backup_makes_room_for_the_next(office, tmp_path):
    left = tmp_path / "backups" / ".ikm-20260101-000000.part"
    left.mkdir(parents=True)
    (left / "database").write_bytes(b"half")
    back_up(tmp_path / "backups")
    assert not left.exists()


@pytest.mark.parametrize("is_sealed", [True, False], ids=["sealed", "plain"])
def test_backup_that_no_longer_says_what_it_is_keeps_no_new_one_away(office, key, tmp_path, is_sealed):
    folder, keys = tmp_path / "backups", [str(key.to_public())] if is_sealed else []
    damaged = time_passes(back_up(folder, recipients=keys), days=3)
    (damaged / "about.json").write_text("")
    new = back_up(folder, recipients=keys, keep_days=1)
    assert shelf.newest(folder) == new
    assert not damaged.exists()


def test_counters_are_still_known_when_the_newest_backup_is_damaged(office, tmp_path, settings):
    from operating.checks import counters_of_backup

    settings.BACKUP_FOLDER = str(tmp_path)
    for name in ("ikm-20260101-000000", "ikm-20260102-000000"):
        (tmp_path / name).mkdir()
        about = shelf.About("2026-01-01T00:00:00+00:00", "sqlite", "x", (), "", {"sertifikat/2026": 7})
        shelf.write_about(tmp_path / name, about)
    (tmp_path / "ikm-20260102-000000" / "about.json").write_text("{")
    assert counters_of_backup() == {"sertifikat/2026": 7}


@pytest.mark.parametrize("content", [None, "", "# only words\n", "age1notasecret\n", b"\xff\xfe\x00"])
def test_file_without_a_secret_key_is_told_as_such(tmp_path, content):
    path = tmp_path / "key.txt"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(KeyUnreadable, match=r"key\.txt"):
        identities_in(path)
    with pytest.raises(CommandError, match="age-keygen"):
        call_command("restore", str(tmp_path), "--identity", str(path))


def test_restore_spares_a_database_with_tables_of_another_program(office, empty_machine, tmp_path):
    backup = back_up(tmp_path / "backups")
    with empty_machine.connection.cursor() as cursor:
        cursor.execute("CREATE TABLE gaji_pegawai (id integer)")
    with pytest.raises(NotEmpty, match="gaji_pegawai"):
        restore(backup, empty_machine)
    assert empty_machine.connection.introspection.table_names() == ["gaji_pegawai"]


def test_machine_that_was_only_prepared_counts_as_empty(db, empty_machine):
    tables = connection.introspection.table_names()
    with empty_machine.connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'CREATE TABLE "{table}" (id integer)')
    check_is_empty(empty_machine)


def test_server_that_ends_idle_transactions_ends_no_backup(office, empty_machine, tmp_path):
    """The snapshot is held idle for as long as pg_dump takes: minutes, where docker-compose.yml allows one."""
    with short_patience():
        backup = back_up(tmp_path / "backups")
    assert restore(backup, empty_machine).differences == []


@contextlib.contextmanager
def short_patience():
    """Have PostgreSQL end what is idle in a transaction at once; SQLite has no such limit."""
    if connection.vendor != "postgresql":
        yield
        return
    change = f'ALTER DATABASE "{connection.settings_dict["NAME"]}" {{}} idle_in_transaction_session_timeout'
    with connection.cursor() as cursor:
        cursor.execute(change.format("SET") + " = 20")
        try:
            yield
        finally:
            cursor.execute(change.format("RESET"))


def test_drill_that_is_told_to_end_leaves_nothing_of_anybody(office, tmp_path):
    endless = Path(storages["default"].path("originals/endless"))
    endless.touch()
    os.truncate(endless, 1 << 40)  # a hole that takes no room; nobody reads to its end
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings", "IKM_VAR": str(settings.VAR_DIR)}
    environment["DATABASE_URL"] = database_url()
    command = [sys.executable, "manage.py", "drill", "--folder", str(tmp_path)]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        wait_until(lambda: list(tmp_path.glob("ikm-drill-*/backup/.ikm-*.part/database.age")), what="the dump")
        process.terminate()
        assert process.wait(60) == 128 + signal.SIGTERM
    finally:
        process.kill()
        endless.unlink()
    assert list(tmp_path.iterdir()) == []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'ikm_drill_%%'")
            assert cursor.fetchall() == []


def test_restored_files_are_readable_by_whom_they_were_before(office, empty_machine, tmp_path):
    restore(back_up(tmp_path / "backups"), empty_machine)
    for kind, name in (("default", "originals/ab/one.mp4"), ("public", "videos/cd/two.webm")):
        path = Path(empty_machine.stores[kind].path(name))
        assert path.stat().st_mode & 0o777 == 0o644
