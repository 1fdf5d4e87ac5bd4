"""`/studio/status/`: what an administrator reads, also when parts are away."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import override_settings

from core.beat import leave_sign
from core.clock import now
from messaging.models import MessageState, OutboxMessage
from operating import facts, status
from operating.models import BackupRun, BackupState
from operating.status import duration, status_lines


@pytest.fixture(autouse=True)
def no_sign_of_life():
    cache.clear()


def line(name):
    return next(one for one in status_lines() if one.name == name)


def backed_up(*, days, state=BackupState.DONE, **values):
    moment = now() - dt.timedelta(days=days)
    return BackupRun.objects.create(state=state, started_at=moment, finished_at=moment, **values)


def test_administrator_reads_every_part_with_a_verdict_in_plain_words(client, cast, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    client.force_login(cast.admin)
    page = client.get("/studio/status/").content.decode()
    for words in ("Pekerja", "Pesan keluar", "Olahan video", "Sertifikat", "Redis", "Ruang penyimpanan", "Cadangan"):
        assert words in page
    assert "Nyalakan Redis" in page and "belum pernah selesai" in page
    assert "ffmpeg" in page and "Basis data" in page
    assert "bagian perlu Anda lihat" in page


@pytest.mark.parametrize("who", ["ratna", "hasan", "dewi", "petugas", "kepala"])
def test_nobody_else_reads_it_or_sees_the_way_to_it(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get("/studio/status/").status_code in (302, 403)
    assert "/studio/status/" not in client.get("/studio/").content.decode()


def test_administrator_finds_it_in_the_menu(client, cast):
    client.force_login(cast.admin)
    assert "/studio/status/" in client.get("/studio/").content.decode()


def test_worker_that_answered_is_well_and_one_that_is_silent_is_not(db):
    assert line("Pekerja").verdict == "Bermasalah"
    leave_sign()
    assert line("Pekerja").verdict == "Baik"


@override_settings(
    CACHES={"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}},
    CELERY_BROKER_URL="redis://127.0.0.1:1/0",
)
def test_without_redis_workers_are_unknown_and_redis_is_what_to_start(db):
    assert line("Redis").verdict == "Bermasalah"
    workers = line("Pekerja")
    assert (workers.verdict, workers.advice) == ("Tidak diketahui", "Nyalakan Redis dulu.")


def test_worst_parts_stand_first_and_queues_have_indonesian_names(db, broker, settings):
    settings.CELERY_BROKER_URL = broker.url
    leave_sign()
    assert status_lines()[0].name == "Cadangan"
    names = ("kode masuk", "kredensial digital", "umum", "pembuatan sertifikat", "video")
    assert line("Redis").said == "tugas yang menunggu diambil: " + ", ".join(f"{name} 0" for name in names)


def test_messages_that_wait_or_failed_say_where_to_act(db, cast):
    assert line("Pesan keluar").verdict == "Baik"
    row = OutboxMessage.objects.create(
        key="bad", template="lulus", to="+6289900000001", state=MessageState.FAILED, next_try_at=now()
    )
    assert (line("Pesan keluar").verdict, line("Pesan keluar").url) == (
        "Perlu dilihat",
        "/studio/pesan-keluar/?state=failed",
    )
    OutboxMessage.objects.filter(pk=row.pk).update(state=MessageState.QUEUED, next_try_at=now() - dt.timedelta(hours=1))
    assert line("Pesan keluar").verdict == "Bermasalah"
    assert "paling lama 60 menit" in line("Pesan keluar").said


@pytest.mark.parametrize(("days", "verdict"), [(0, "Baik"), (3, "Perlu dilihat"), (9, "Bermasalah")])
def test_backup_is_judged_by_its_age(db, days, verdict):
    backed_up(days=days, is_sealed=True)
    assert line("Cadangan").verdict == verdict


def test_backup_that_failed_says_why(db):
    backed_up(days=1, is_sealed=True)
    backed_up(days=0, state=BackupState.FAILED, reason="Ruang habis.")
    assert line("Cadangan").verdict == "Bermasalah"
    assert "Ruang habis." in line("Cadangan").advice


def test_backup_that_anybody_can_read_is_not_well(db):
    backed_up(days=0, is_sealed=False)
    assert "BACKUP_RECIPIENTS" in line("Cadangan").advice


def test_durations_are_told_in_words():
    assert [duration(one) for one in (40, 720, 5 * 3600, 4 * 86400)] == ["40 detik", "12 menit", "5 jam", "4 hari"]


def test_every_queue_has_a_name_that_an_administrator_understands():
    assert set(status.QUEUES) == set(facts.QUEUES)
