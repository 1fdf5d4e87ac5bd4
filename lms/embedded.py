"""`./run demo`: the whole product on one machine, all of it ended by Ctrl-C.

Order: broker, preparing (skipped when nothing changed), web and worker, then beat and the video worker. Django is never
loaded in this process: it only starts, watches and tells.
"""

import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from demo.public import PASSWORD, PEOPLE, PIN
from lms.broker import BrokerFailed, start_broker
from lms.processes import Group, Program, Running
from lms.settings import env
from lms.stamp import digest, read_stamp

LEAST_FREE_BYTES = 500_000_000
SECONDS_TO_ANSWER = 90
DATABASE = env.VAR / "db.sqlite3"
WELCOME = env.VAR / "demo" / "welcome.json"
LOGS = env.VAR / "log"


class CannotRun(Exception):
    """One Indonesian sentence: what happened and what to do next."""


class StopAsked(BaseException):
    """Somebody pressed Ctrl-C, closed the terminal or sent SIGTERM."""


def say(line: str) -> None:
    """Print one line at once; a terminal that is gone is no reason to fail."""
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except (BrokenPipeError, OSError):
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  stands in for the lost terminal until the end


def main() -> int:
    """Run until told to stop; return the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _ask_to_stop)
    os.chdir(env.ROOT)
    group = Group(say)
    try:
        _serve(group)
    except StopAsked:
        say("Menghentikan semua …")
        code = 0
    except (CannotRun, BrokerFailed) as error:
        say(str(error))
        code = 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        group.stop()
        if "REDIS_URL" in group.environment:
            env.OWN_BROKER.unlink(missing_ok=True)
    if code == 0:
        say("Semua sudah berhenti. Data tetap tersimpan.")
    return code


def _ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    raise StopAsked


def _serve(group: Group) -> None:
    """Start everything in order, then watch it for ever."""
    began = time.monotonic()
    address = Address.from_env()
    group.keep_open = [_hold_lock(address)]
    _check_machine(address)
    group.environment = {"IKM_DEMO": "1", "IKM_VAR": str(env.VAR), "SITE_URL": env.SITE_URL}
    group.environment["REDIS_URL"] = start_broker(group, env.VAR / "redis", LOGS / "redis.log")
    _write_secret(env.OWN_BROKER, group.environment["REDIS_URL"])
    _prepare(group)
    say("Menyalakan server web dan pekerja …")
    web = group.start(web_program(address.port))
    group.start(worker_program("Pekerja", "default,codes,credentials,issue", processes=2))
    _wait_for_web(group, web, address)
    group.start(beat_program())
    group.start(worker_program("Pekerja video", "video", processes=1))
    _welcome(address, time.monotonic() - began)
    _watch(group, address)


@dataclass(frozen=True)
class Address:
    """Where the demo listens."""

    port: int
    host: str = "127.0.0.1"

    @classmethod
    def from_env(cls) -> "Address":
        """Return the address that PORT asks for."""
        return cls(port=env.PORT)

    @property
    def url(self) -> str:
        """The address as one types it."""
        return f"http://{self.host}:{self.port}/"

    def get(self, path: str) -> tuple[int, bytes]:
        """Return status and body of `path`; status 0 where nobody answers."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()


def _hold_lock(address: Address) -> int:
    """Return the file that says this folder is in use; the programs started here hold it as well."""
    path = env.VAR / "run" / "demo.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        where = os.read(lock, 200).decode() or "folder ini"
        raise CannotRun(f"Demo sudah berjalan di {where}. Hentikan dulu dengan Ctrl-C di terminalnya.") from None
    os.ftruncate(lock, 0)
    os.write(lock, address.url.encode())
    return lock


def _write_secret(path: Path, text: str) -> None:
    """Write what only this user may read."""
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def _check_machine(address: Address) -> None:
    """Refuse what would fail later: server settings, a taken port, a full disk."""
    if env.SERVER:
        raise CannotRun(
            "Demo tidak dapat dijalankan dengan pengaturan server. Hapus IKM_SERVER dari lingkungan, lalu coba lagi."
        )
    _check_port(address)
    free = shutil.disk_usage(env.VAR).free
    if free < LEAST_FREE_BYTES:
        raise CannotRun(
            f"Ruang penyimpanan tinggal {free // 1_000_000} MB, padahal perlu sekitar 500 MB. "
            "Kosongkan dulu, lalu jalankan lagi."
        )


def _check_port(address: Address) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except PermissionError:
            raise CannotRun(f"Port {address.port} hanya untuk root. Pakai port lain: PORT=8010 ./run demo") from None
        except OSError:
            other = address.port + 10 if address.port < 65000 else 8010
            raise CannotRun(
                f"Port {address.port} sedang dipakai program lain. Pakai port lain: PORT={other} ./run demo"
            ) from None


def _prepare(group: Group) -> None:
    """Prepare the database unless it was prepared from exactly these files before."""
    if not env.DATABASE_URL and WELCOME.exists() and read_stamp(DATABASE) == digest(env.ROOT):
        return
    say("Menyiapkan data (hanya pertama kali atau setelah ada perubahan):")
    if group.run_to_end(_python("Penyiapan", "prepare", "-m", "lms.preparing")):
        raise CannotRun("Demo belum dapat dijalankan.")


def _python(name: str, log: str, *arguments: str, restart: bool = True) -> Program:
    return Program(name=name, argv=[sys.executable, *arguments], log=LOGS / f"{log}.log", restart=restart)


def web_program(port: int) -> Program:
    """One process with threads, as SQLite likes it."""
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    options += ["--blocking-threads", "8", "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "5"]
    return _python("Server web", "web", "-m", "granian", *options, "lms.wsgi:application", restart=False)


def worker_program(name: str, queues: str, *, processes: int) -> Program:
    """A worker named by the first of its queues: video has its own, so that a code never waits behind a transcode."""
    queue = queues.partition(",")[0]
    options = ["-Q", queues, "-c", str(processes), "-n", f"{queue}@%h", "--without-gossip", "--without-mingle"]
    program = _python(name, f"worker-{queue}", "-m", "celery", "-A", "lms", "worker", "-l", "INFO", *options)
    # On SIGTERM a worker would wait for its task, minutes for a video; the row lets the task be done again.
    # Orphaned it would wait for a broker that is gone as well.
    return replace(program, env={"REMAP_SIGTERM": "SIGQUIT"}, orphan_signal=signal.SIGKILL)


def beat_program() -> Program:
    """Beat alone: it must not die with a worker."""
    (env.VAR / "run").mkdir(parents=True, exist_ok=True)
    return _python("Beat", "beat", "-m", "celery", "-A", "lms", "beat", "-l", "INFO", "--pidfile=")


def _wait_for_web(group: Group, web: Running, address: Address) -> None:
    """Wait until the web server answers and a worker has given a sign of life since now."""
    began = time.monotonic()
    while (waited := time.monotonic() - began) < SECONDS_TO_ANSWER:
        if web.ended() is not None:
            raise CannotRun(f"Server web berhenti sebelum sempat menjawab. Rincian: {web.program.log}")
        status, body = address.get("/sehat/")
        checks = json.loads(body)["checks"] if status in {200, 503} else {}
        if checks and checks["database"]["ok"] and checks["worker"]["ok"] and checks["worker"]["seconds"] <= waited:
            return
        group.dead()
        time.sleep(0.2)
    raise CannotRun(f"Server web atau pekerja belum menjawab setelah {SECONDS_TO_ANSWER} detik. Rincian: {LOGS}")


def _welcome(address: Address, seconds: float) -> None:
    """Tell where it is, who can sign in, and how to stop."""
    say(f"Siap: {address.url}  ({seconds:.0f} detik)")
    say("")
    say(f"Masuk di {address.url}masuk/ dengan nama dan sandi, atau dengan nomor HP.")
    say(f"Kode untuk nomor HP tampil di {address.url}demo/pesan/")
    for person in PEOPLE:
        say(f"  {person.username:<8} {PASSWORD}  {person.phone}  {person.role}")
    say(f"PIN persetujuan sertifikat untuk kepala: {PIN}")
    welcome = json.loads(WELCOME.read_text())
    say(f"Sertifikat Ratna: {address.url.rstrip('/')}{welcome['certificate']}")
    if address.url != f"{env.SITE_URL}/":
        say(f"Tautan dan kode QR memakai {env.SITE_URL}")
    say("Berhenti: tekan Ctrl-C.")


def _watch(group: Group, address: Address) -> None:
    """Restart what falls, tell how the demo videos come along, end when the web server is gone."""
    videos_ready = -1
    ask_at = time.monotonic()
    while True:
        fallen = group.dead()
        if fallen:
            raise CannotRun(f"{fallen.program.name} berhenti sendiri. Rincian: {fallen.program.log}")
        if ask_at and time.monotonic() >= ask_at:
            status, body = address.get("/demo/video/")
            ask_at = time.monotonic() + 2
            if status == 200:
                progress = json.loads(body)
                if progress["ready"] != videos_ready:
                    videos_ready = progress["ready"]
                    say(f"Video contoh: {videos_ready} dari {progress['total']} siap")
                ask_at = 0.0 if videos_ready >= progress["total"] else ask_at
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
