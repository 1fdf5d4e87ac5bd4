"""How everything stands, in words for an administrator: a verdict for each part and what to do next."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from core.beat import STALE_SECONDS
from core.errors import IkmError
from media.public import ffmpeg_version
from operating import facts
from operating.versions import database_version, program_version

GOOD, LOOK, BAD, UNKNOWN = "Baik", "Perlu dilihat", "Bermasalah", "Tidak diketahui"
HOUR, DAY, GB = 3600, 24 * 3600, 1_000_000_000
AWAY = "Bagian ini tidak menjawab. Periksa apakah basis data dan Redis berjalan, lalu muat ulang halaman ini."
# Seconds that the oldest may wait before somebody should look, and before something is broken.
PATIENCE = {"outbox": (60, 600), "video": (HOUR, 12 * HOUR), "certificates": (600, DAY)}
WORKS = {"outbox": "Pesan keluar", "video": "Olahan video", "certificates": "Sertifikat"}
QUEUES = {
    "codes": "kode masuk",
    "credentials": "kredensial digital",
    "default": "umum",
    "issue": "pembuatan sertifikat",
    "video": "video",
}
PLACES = {
    "outbox": "/studio/pesan-keluar/?state=failed",
    "video": "/studio/video/",
    "certificates": "/studio/sertifikat/",
}


@dataclass(frozen=True)
class Line:
    """One part: its name, what is the case, the verdict, what to do, and where."""

    name: str
    said: str
    verdict: str
    advice: str = ""
    url: str = ""

    @property
    def mark(self) -> str:
        """The verdict as a word for style sheets."""
        return {GOOD: "good", LOOK: "look", BAD: "bad"}.get(self.verdict, "unknown")


def status_lines() -> list[Line]:
    """Return every part that can be well or not, the worst first: on a phone the rest is below the edge."""
    lines = [_workers(), *_works(), *_bells(), _silent(), _disk(), _backup()]
    return sorted(lines, key=lambda line: (BAD, LOOK, UNKNOWN, GOOD).index(line.verdict))


def versions() -> Iterator[tuple[str, str]]:
    """Yield what runs here: name and version."""
    yield "Program", program_version(settings.BASE_DIR)
    yield "Basis data", facts.ask(lambda: database_version(connection)) or UNKNOWN
    try:
        yield "ffmpeg", ffmpeg_version()
    except IkmError:
        yield "ffmpeg", "tidak ada"


def _workers() -> Line:
    age = facts.beat_age_s()
    if age is None and not facts.is_sign_readable():
        return Line("Pekerja", "tidak terbaca karena Redis tidak menjawab", UNKNOWN, "Nyalakan Redis dulu.")
    if age is None:
        return Line("Pekerja", "belum ada tanda hidup", BAD, "Nyalakan pekerja (worker), beat, dan Redis.")
    said = f"tanda hidup terakhir {duration(age)} lalu"
    if age <= STALE_SECONDS:
        return Line("Pekerja", said, GOOD)
    return Line("Pekerja", said, BAD, "Nyalakan ulang pekerja (worker) dan beat. Pekerjaan yang menunggu tidak hilang.")


def _works() -> Iterator[Line]:
    for name, backlog in facts.backlogs().items():
        if backlog is None:
            yield Line(WORKS[name], "tidak terbaca", UNKNOWN, AWAY)
            continue
        said = f"{backlog.waiting} menunggu"
        if backlog.waiting:
            said += f", paling lama {duration(backlog.oldest_s)}"
        soon, late = PATIENCE[name]
        verdict = BAD if backlog.oldest_s > late else LOOK if backlog.oldest_s > soon else GOOD
        advice = "" if verdict == GOOD else "Periksa apakah pekerja berjalan; tambah pekerja bila antrean terus tumbuh."
        if backlog.stuck:
            said += f", {backlog.stuck} macet"
            verdict = LOOK if verdict == GOOD else verdict
            advice = advice or "Buka daftarnya, baca sebabnya, lalu coba lagi dari sana."
        yield Line(WORKS[name], said, verdict, advice, PLACES[name] if backlog.stuck else "")


def _bells() -> Iterator[Line]:
    if not settings.CELERY_BROKER_URL.startswith("redis"):
        return
    bells = facts.bells()
    if bells is None:
        yield Line("Redis", "tidak menjawab", BAD, "Nyalakan Redis. Pekerjaan tidak hilang; ia dilanjutkan sendiri.")
        return
    said = ", ".join(f"{QUEUES[queue]} {count}" for queue, count in bells.items())
    many = sum(bells.values()) > 1000
    yield Line(
        "Redis", f"tugas yang menunggu diambil: {said}", LOOK if many else GOOD, "Tambah pekerja." if many else ""
    )


def _silent() -> Line:
    count = facts.silent_videos()
    if count is None:
        return Line("Pekerja video", "tidak terbaca", UNKNOWN, AWAY)
    if not count:
        return Line("Pekerja video", "tidak ada pekerjaan yang tertinggal", GOOD)
    return Line("Pekerja video", f"{count} pekerjaan ditinggal pekerjanya", BAD, "Nyalakan ulang beat dan pekerja.")


def _disk() -> Line:
    disk = facts.disk()
    if disk is None:
        return Line("Ruang penyimpanan", "tidak terbaca", UNKNOWN, AWAY)
    said = f"tersisa {disk.free_bytes // GB} GB dari {disk.size_bytes // GB} GB"
    if disk.free_bytes < settings.MEDIA_MIN_FREE_BYTES:
        return Line("Ruang penyimpanan", said, BAD, "Kosongkan sekarang: unggahan dan video sudah berhenti diterima.")
    if disk.free_bytes < max(5 * GB, disk.size_bytes // 10):
        return Line("Ruang penyimpanan", said, LOOK, "Tambah ruang, atau hapus video yang tidak dipakai.")
    return Line("Ruang penyimpanan", said, GOOD)


def _backup() -> Line:
    last, failed = facts.last_backup(), facts.failed_since_backup()
    if last is None:
        advice = (
            "Bila server rusak, semua data hilang. Minta yang memasang server menyetel BACKUP_FOLDER, atau jalankan "
            "./run backup. Caranya ada di docs/operations.md."
        )
        return Line("Cadangan", "belum pernah selesai", BAD, failed.reason if failed else advice)
    age = facts.backup_age_s() or 0
    said = f"{duration(age)} lalu, {last.rows} baris, {last.files} berkas, {last.size_bytes // 1_000_000} MB"
    said += "" if last.is_sealed else ", tidak terkunci"
    if failed:
        return Line("Cadangan", said, BAD, f"Yang terakhir gagal: {failed.reason}")
    if age > 7 * DAY:
        return Line("Cadangan", said, BAD, "Buat cadangan hari ini: ./run backup.")
    if age > 2 * DAY or not last.is_sealed:
        advice = "Jalankan ./run backup." if age > 2 * DAY else "Setel BACKUP_RECIPIENTS agar cadangan terkunci."
        return Line("Cadangan", said, LOOK, advice)
    return Line("Cadangan", said, GOOD)


def duration(seconds: float) -> str:
    """Return `40 detik`, `12 menit`, `5 jam` or `3 hari`."""
    for size, word in ((DAY, "hari"), (HOUR, "jam"), (60, "menit")):
        if seconds >= 2 * size:
            return f"{int(seconds // size)} {word}"
    return f"{int(seconds)} detik"
