"""Backup, restore and drill, on whichever database the suite runs on."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from core.clock import now
from operating import shelf
from operating.backing_up import back_up
from operating.drilling import drill
from operating.errors import (
    Incomplete,
    KeyMissing,
    KeyWrong,
    NoBackup,
    NotEmpty,
    OtherEngine,
    PartDamaged,
    PartMissing,
    RecipientWrong,
)
from operating.keys import put_secrets_back, secrets
from operating.models import BackupRun, BackupState
from operating.restoring import Target, restore
from tests.broker import database_url, wait_until

ROOT = Path(__file__).resolve().parents[2]


def public(key):
    return [str(key.to_public())]


def files_of(backup):
    return [path for path in backup.rglob("*") if path.is_file()]


def test_drill_brings_back_every_row_and_every_file(office):
    done = drill()
    assert done.outcome.differences == []
    assert done.outcome.manifest.rows > 500
    assert done.outcome.manifest.tables["accounts_user"].rows >= 6
    assert {one.name for one in done.outcome.files} >= {
        "originals/ab/one.mp4",
        "videos/cd/two.webm",
        "videos/same.webm",
    }
    assert not BackupRun.objects.exists()


def test_drill_says_so_in_one_table(office, capsys):
    call_command("drill")
    said = capsys.readouterr().out
    assert "accounts_user" in said and "berkas default" in said and "berkas public" in said
    assert "TIDAK" not in said


def test_sealed_backup_is_restored_with_its_key_and_shows_nobodys_name_without(office, empty_machine, key, tmp_path):
    backup = back_up(tmp_path / "backups", recipients=public(key))
    assert not [path for path in files_of(backup) if b"Ratna" in path.read_bytes()]
    outcome = restore(tmp_path / "backups", empty_machine, identities=[key])
    assert outcome.differences == []
    assert outcome.secrets["SECRET_KEY"] == settings.SECRET_KEY
    with empty_machine.connection.cursor() as cursor:
        cursor.execute("SELECT full_name FROM accounts_user WHERE username = 'ratna'")
        assert cursor.fetchone()[0] == "Ratna Contoh"
    with empty_machine.stores["default"].open("originals/ab/one.mp4") as file:
        assert file.read() == b"original" * 1000


def test_new_rows_after_a_restore_get_numbers_of_their_own(office, empty_machine, tmp_path):
    restore(back_up(tmp_path / "backups"), empty_machine)
    with empty_machine.connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM accounts_consent")
        last = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO accounts_consent (person_id, kind, version, text, guardian_name, given_at)"
            " SELECT person_id, 'news', 1, '', '', given_at FROM accounts_consent LIMIT 1"
        )
        cursor.execute("SELECT max(id) FROM accounts_consent")
        assert cursor.fetchone()[0] > last


def test_backup_without_recipient_is_readable_by_its_owner_alone(office, tmp_path):
    backup = back_up(tmp_path / "backups")
    assert backup.stat().st_mode & 0o077 == 0
    assert (backup / "keys.json").stat().st_mode & 0o077 == 0
    assert "SECRET_KEY" in json.loads((backup / "keys.json").read_text())


def test_keys_of_certificates_are_kept_with_the_secrets_and_come_back_as_files(office, empty_machine, tmp_path):
    restored = restore(back_up(tmp_path / "backups"), empty_machine).secrets
    lines = put_secrets_back(restored, tmp_path).read_text()
    for name in ("CERT_P12", "CERT_P12_PASSPHRASE_FILE", "CERT_VC_KEY"):
        used = Path(getattr(settings, name))
        back = tmp_path / "keys" / used.name
        assert back.read_bytes() == used.read_bytes()
        assert back.stat().st_mode & 0o077 == 0
        assert f"{name}={back}\n" in lines


def test_keys_that_another_service_holds_are_in_no_backup(settings, tmp_path):
    settings.CERT_P12, settings.CERT_VC_KEY = str(tmp_path / "office.p12"), ""
    assert not {"CERT_P12", "CERT_VC_KEY"} & set(secrets())


def test_second_backup_shares_the_files_of_the_first(office, tmp_path):
    time_passes(back_up(tmp_path / "backups"))
    second = back_up(tmp_path / "backups")
    shared = [path for path in files_of(second / "files") if path.stat().st_nlink == 2]
    assert len(shared) == len(files_of(second / "files")) > 0


def time_passes(backup, **ago):
    """Make a backup older: in its name and in what it says of itself."""
    moment = now() - dt.timedelta(**(ago or {"hours": 1}))
    about = json.loads((backup / "about.json").read_text())
    (backup / "about.json").write_text(json.dumps({**about, "made_at": moment.isoformat()}))
    return backup.rename(backup.with_name(moment.strftime(shelf.NAME)))


def test_old_backups_go_and_the_newest_stays_however_old(office, tmp_path):
    folder = tmp_path / "backups"
    oldest = time_passes(back_up(folder), days=40)
    older = time_passes(back_up(folder), days=30)
    assert shelf.clear(folder, now=now(), keep_days=14) == [oldest.name]
    newest = back_up(folder, keep_days=14)
    assert shelf.whole_backups(folder) == [newest]
    assert not older.exists()


def test_wrong_key_and_no_key_are_told_apart(office, empty_machine, key, tmp_path):
    backup = back_up(tmp_path / "backups", recipients=public(key))
    with pytest.raises(KeyMissing):
        restore(backup, empty_machine)
    with pytest.raises(KeyWrong, match=public(key)[0]):
        restore(backup, empty_machine, identities=[pyrage.x25519.Identity.generate()])


@pytest.mark.parametrize("is_sealed", [True, False], ids=["sealed", "plain"])
@pytest.mark.parametrize("part", ["database", "manifest.json", "files/*/"])
def test_truncated_backup_is_refused(office, empty_machine, key, tmp_path, part, is_sealed):
    backup = back_up(tmp_path / "backups", recipients=public(key) if is_sealed else [])
    path = max(backup.glob(f"{part}*"), key=lambda one: one.stat().st_size)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(PartDamaged, match=path.name.removesuffix(".age")):
        restore(backup, empty_machine, identities=[key] if is_sealed else [])


def test_backup_with_a_missing_file_is_refused(office, empty_machine, tmp_path):
    backup = back_up(tmp_path / "backups")
    lost = next(path for path in (backup / "files").rglob("*") if path.is_file())
    lost.unlink()
    with pytest.raises(PartMissing, match=lost.name):
        restore(backup, empty_machine)


def test_file_changed_in_the_backup_is_refused(office, empty_machine, tmp_path):
    backup = back_up(tmp_path / "backups")
    path = next(path for path in (backup / "files").rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(PartDamaged, match=path.name):
        restore(backup, empty_machine)


def test_restore_refuses_a_machine_with_people_or_files_on_it(office, empty_machine, tmp_path):
    backup = back_up(tmp_path / "backups")
    here = Target(connection, {kind: storages[kind] for kind in ("default", "public")}, tmp_path)
    with pytest.raises(NotEmpty, match="accounts_user"):
        restore(backup, here)
    restore(backup, empty_machine)
    with pytest.raises(NotEmpty, match="DATABASE_URL"):
        restore(backup, empty_machine)


def test_restore_refuses_a_backup_of_another_engine(office, empty_machine, tmp_path):
    backup = back_up(tmp_path / "backups")
    about = json.loads((backup / "about.json").read_text())
    (backup / "about.json").write_text(json.dumps({**about, "engine": "mariadb"}))
    with pytest.raises(OtherEngine, match="mariadb"):
        restore(backup, empty_machine)


def test_interrupted_backup_is_never_taken_for_a_whole_one(office, empty_machine, tmp_path):
    folder = tmp_path / "backups"
    endless = Path(storages["default"].path("originals/endless"))
    endless.touch()
    os.truncate(endless, 1 << 40)  # a hole that takes no room; nobody reads to its end
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings", "IKM_VAR": str(settings.VAR_DIR)}
    environment |= {"DATABASE_URL": database_url(), "PACK_KEY": "x"}
    process = subprocess.Popen([sys.executable, "manage.py", "back_up", str(folder)], cwd=ROOT, env=environment)
    try:
        wait_until(lambda: list(folder.glob(".ikm-*.part/database")), what="the dump")
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        endless.unlink()
    (part,) = folder.glob(".ikm-*.part")
    with pytest.raises(NoBackup):
        restore(folder, empty_machine)
    with pytest.raises(Incomplete):
        restore(part, empty_machine)
    whole = back_up(folder)
    assert shelf.newest(folder) == whole
    assert restore(folder, empty_machine).differences == []


def test_failed_backup_leaves_nothing_behind_and_is_noted(office, tmp_path):
    with pytest.raises(RecipientWrong):
        back_up(tmp_path / "backups", recipients=["age1wrong"])
    assert BackupRun.objects.get().state == BackupState.FAILED
    assert shelf.whole_backups(tmp_path / "backups") == []


def test_backup_is_noted_for_the_status_page(office, tmp_path):
    backup = back_up(tmp_path / "backups")
    run = BackupRun.objects.get()
    assert (run.state, run.name, run.is_sealed) == (BackupState.DONE, backup.name, False)
    assert run.rows > 500 and run.files >= 3 and run.size_bytes > 1000


def test_command_says_what_is_wrong_in_a_sentence(office, tmp_path):
    with pytest.raises(CommandError, match="tidak dapat ditulisi"):
        call_command("back_up", "/proc/nowhere")
    with pytest.raises(CommandError, match="Tidak ada cadangan"):
        call_command("restore", str(tmp_path / "nothing"))
    with pytest.raises(CommandError, match="BACKUP_FOLDER"):
        call_command("back_up", "")


def test_whole_restore_by_command_on_an_empty_machine(office, empty_machine, tmp_path, key):
    folder = tmp_path / "backups"
    back_up(folder, recipients=public(key))
    secret = tmp_path / "key.txt"
    secret.write_text(f"# made for this test\n{key}\n")
    machine = tmp_path / "machine"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings", "IKM_VAR": str(machine)}
    environment["DATABASE_URL"] = database_url(empty_machine.connection)
    command = [sys.executable, "manage.py", "restore", str(folder), "--identity", str(secret)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "TIDAK" not in done.stdout
    assert (machine / "secret_key").read_text() == settings.SECRET_KEY
    assert (machine / "private" / "originals" / "ab" / "one.mp4").read_bytes() == b"original" * 1000
    again = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert again.returncode == 1
    assert "mesin kosong" in again.stderr
