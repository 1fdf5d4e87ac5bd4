"""Is this installation fit to serve? Settings, keys, privacy of files, clocks, schema, and how everything stands."""

import email.utils
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import redis
import requests
from django.conf import settings
from django.core import checks
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from core.store import private_store
from core.store_privacy import private_faults
from operating.filing import KINDS
from operating.status import BAD, GOOD, LOOK, UNKNOWN, Line, status_lines, versions

CLOCK_S = 2.0  # apart: codes of second factors and leases of workers still hold
SHORTEST_TOKEN = 32
TIMEOUT_S = 5
Clock = Callable[[], float | None]


def deploy_lines() -> Iterator[Line]:
    """Yield a line for everything that was looked at, each with a verdict and what to do."""
    yield from _settings()
    yield from _token()
    yield from _privacy()
    yield from _clocks()
    yield _schema()
    yield from status_lines()
    yield from (Line(name, version, GOOD) for name, version in versions())


def _settings() -> Iterator[Line]:
    """Everything that `check --deploy` says, keys and the data's own checks among it."""
    found = checks.run_checks(include_deployment_checks=True, databases=["default"])
    told = [one for one in found if one.level >= checks.WARNING and not one.is_silenced()]
    if not told:
        yield Line("Pengaturan", "check --deploy tidak menemukan apa pun", GOOD)
    for one in told:
        yield Line(f"Pengaturan {one.id}", str(one.msg), BAD if one.is_serious() else LOOK, one.hint or "")


def _token() -> Iterator[Line]:
    if not settings.METRICS_TOKEN:
        yield Line("METRICS_TOKEN", "tidak disetel, jadi /metrik/ tertutup", LOOK, "Setel bila ada Prometheus.")
    elif len(settings.METRICS_TOKEN) < SHORTEST_TOKEN:
        advice = f"Pakai paling sedikit {SHORTEST_TOKEN} huruf acak: openssl rand -hex 32"
        yield Line("METRICS_TOKEN", "terlalu pendek", BAD, advice)
    else:
        yield Line("METRICS_TOKEN", "ada", GOOD)


def _privacy() -> Iterator[Line]:
    """Folders are looked at; an object store is asked as a stranger would ask it."""
    if not private_store().is_local:
        yield from _bucket_privacy()
        return
    private, public = (Path(storages[kind].path("")) for kind in KINDS)
    if private.is_relative_to(public):
        yield Line(
            "Berkas privat", "berada di dalam folder publik", BAD, "Pindahkan: STORAGES di lms/settings/files.py."
        )
    elif private.exists() and private.stat().st_mode & (stat.S_IROTH | stat.S_IXOTH):
        advice = f"chmod 750 {private}"
        yield Line("Berkas privat", "dapat dibaca akun lain di mesin ini", LOOK, advice)
    else:
        yield Line("Berkas privat", "hanya terbaca oleh program", GOOD)


def _bucket_privacy() -> Iterator[Line]:
    try:
        faults = private_faults()
    except OSError as error:
        yield Line("Berkas privat", f"penyimpanan objek tidak menjawab ({type(error).__name__})", UNKNOWN)
        return
    advice = "Cabut akses umum bucket: docs/operations.md, Files in an object store."
    yield from (Line("Berkas privat", fault, BAD, advice) for fault in faults)
    if not faults:
        yield Line("Berkas privat", "tidak dapat dibuka tanpa izin", GOOD)


def _clocks() -> Iterator[Line]:
    for name, clock, slack_s in (
        ("Jam basis data", database_clock, 0.0),
        ("Jam Redis", redis_clock, 0.0),
        (f"Jam {settings.SITE_URL}", site_clock, 1.0),  # its header knows whole seconds only
    ):
        yield compare_clock(name, clock, slack_s)


def compare_clock(name: str, clock: Clock, slack_s: float) -> Line:
    """Hold another clock against this machine's, at the middle of the time that asking took."""
    began = time.time()
    try:
        theirs = clock()
    except (DatabaseError, redis.RedisError, requests.RequestException, ValueError, TypeError) as error:
        return Line(name, f"tidak menjawab ({type(error).__name__})", UNKNOWN, "Nyalakan, lalu periksa lagi.")
    if theirs is None:
        return Line(name, "jam mesin ini juga", GOOD)
    took = time.time() - began
    apart = max(0.0, abs(theirs - (began + took / 2)) - took / 2 - slack_s)
    said = f"berselisih {apart:.1f} detik".replace(".", ",")
    if apart > CLOCK_S:
        return Line(name, said, LOOK, "Nyalakan penyelaras jam (chrony atau systemd-timesyncd) di semua mesin.")
    return Line(name, said, GOOD)


def database_clock() -> float | None:
    """Return the database server's time in seconds; None for SQLite, which has this machine's."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        return float(cursor.fetchone()[0])


def redis_clock() -> float | None:
    """Return the broker's time in seconds; None for another broker than Redis."""
    if not settings.CELERY_BROKER_URL.startswith(("redis://", "rediss://")):
        return None
    client = redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_connect_timeout=1, socket_timeout=1)
    try:
        seconds, microseconds = client.time()
        return float(seconds) + float(microseconds) / 1e6
    finally:
        client.close()


def site_clock() -> float | None:
    """Return the time in the `Date` header of the public address, in seconds; None where it sends none."""
    answer = requests.head(f"{settings.SITE_URL}/sehat/", timeout=TIMEOUT_S, allow_redirects=False)
    given = answer.headers.get("Date")
    return email.utils.parsedate_to_datetime(given).timestamp() if given else None


def _schema() -> Line:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Line("Skema", f"tidak terbaca ({type(error).__name__})", BAD, "Periksa DATABASE_URL dan basis datanya.")
    if missing:
        return Line("Skema", f"{len(missing)} migrasi belum dijalankan", BAD, "Jalankan: manage.py migrate")
    return Line("Skema", "semua migrasi sudah dijalankan", GOOD)
