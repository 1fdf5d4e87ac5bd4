"""The web servers that a phone's pages are measured on: ours, a constant Django page, a bare Wagtail project.

All three run under granian with the same options; ours as an installation starts it (`lms.web`), unless told otherwise.
"""

import http.client
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench.harness import ROOT, wait_until
from lms.broker import answers, find_server, free_port

FOLDER = ROOT / "var" / "bench" / "phone"
LEARNER, PASSWORD = "ratna", "demo-ikm-2026"
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TICKS = os.sysconf("SC_CLK_TCK")
CONSTANT = '''"""A page of 10 KB that never changes, in a project as `startproject` makes it."""
import sys
from pathlib import Path
import django
from django.conf import settings
settings.configure(
    ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bench", USE_TZ=True,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(__file__).with_name("constant.db")}},
    INSTALLED_APPS=[f"django.contrib.{one}" for one in ("auth", "contenttypes", "sessions", "messages")],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
)
django.setup()
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
HEAD = "<!doctype html><html lang=id><meta charset=utf-8><meta name=viewport content='width=device-width'>"
BODY = (HEAD + "<title>Tetap</title><p>" + "Kemasan melindungi isi sampai di tangan pembeli. " * 300).encode()[:10_000]
def who(request):
    return HttpResponse(BODY, status=200 if request.user.is_authenticated else 403)
urlpatterns = [path("", lambda request: HttpResponse(BODY)), path("who/", who)]
application = get_wsgi_application()
if __name__ == "__main__":
    from django.core.management import call_command
    from django.contrib.auth.models import User
    from django.test import Client
    call_command("migrate", verbosity=0)
    client = Client()
    client.force_login(User.objects.get_or_create(username="bench")[0])
    sys.stdout.write(client.cookies["sessionid"].value)
'''
LOCAL = """
SECRET_KEY = "bench"
ALLOWED_HOSTS = ["*"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
"""


@dataclass
class Web:
    """A running web server, and somebody who asks it one thing after the other over one connection."""

    name: str
    port: int
    process: "subprocess.Popen[bytes]"
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    @property
    def url(self) -> str:
        """Its address without the last slash."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, bytes]:
        """Return status, target of a redirect, and body as sent; cookies are kept."""
        headers = {"Accept-Encoding": "gzip, br", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.url + path}
        self.line.request("GET" if form is None else "POST", path, form and urlencode(form), headers)
        answer = self.line.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), answer.read()

    def text(self, path: str) -> str:
        """Return a page as text, uncompressed."""
        plain = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        plain.request("GET", path, headers={"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())})
        answer = plain.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        body = answer.read().decode()
        plain.close()
        return body

    def send(self, form_page: str, action: str, **values: str) -> str:
        """Fill in the form of a page and return where it led."""
        token = CSRF.search(self.text(form_page))
        status, target, _ = self.ask(action, {**values, "csrfmiddlewaretoken": token[1] if token else ""})
        if status != 302:
            raise RuntimeError(f"{action} answered {status}")
        return target

    def sign_in(self) -> None:
        """Become the demo's learner."""
        self.cookies.clear()
        self.send("/masuk/", "/masuk/", login=LEARNER, password=PASSWORD)

    def family(self) -> list[int]:
        """Return the process ids of the server and its workers."""
        return family_of(self.process.pid)

    def cpu_s(self) -> float:
        """Return the CPU seconds that all its processes have used, user and system."""
        return sum(cpu_of(pid) for pid in self.family())

    def pss_mb(self) -> float:
        """Return what its processes take of memory, shared pages shared out."""
        return sum(pss_of(pid) for pid in self.family()) / 1e6


def family_of(pid: int) -> list[int]:
    """Return the id of a process and those of all its children."""
    found = [pid]
    for one in found:
        with suppress(OSError):
            for children in Path(f"/proc/{one}/task").glob("*/children"):
                found += [int(child) for child in children.read_text().split()]
    return found


def cpu_of(pid: int) -> float:
    """Return user and system seconds of one process; 0 for one that is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def pss_of(pid: int) -> float:
    """Return proportional bytes of one process."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:"))


@contextmanager
def running_web(
    name: str, words: list[str], *, workers: int, folder: Path, environment: dict[str, str], port: int | None = None
) -> Iterator[Web]:
    """Start a web server and end it."""
    port = port or free_port()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *words, "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)],
            cwd=folder,
            env=os.environ | environment,
            stdout=log,
            stderr=log,
        )
    try:
        wait_for(port, process)
        yield Web(name, port, process)
    finally:
        process.terminate()
        process.wait(30)


def plain_granian(target: str) -> list[str]:
    """Return the words that start a WSGI application with the options of `lms.web`, each worker for itself."""
    options = ["--interface", "wsgi", "--blocking-threads", "4", "--no-ws", "--workers-kill-timeout", "5"]
    return ["granian", target, *options]


def wait_for(port: int, process: "subprocess.Popen[bytes]", seconds: float = 120) -> None:
    """Wait until the server answers anything."""
    wait_until(lambda: process.poll() is not None or has_answered(port), seconds, what="the server to start")
    if process.poll() is not None:
        raise RuntimeError("the server did not start")


def has_answered(port: int) -> bool:
    """Say whether somebody answers anything."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with closing(line), suppress(OSError):
        line.request("GET", "/")
        line.getresponse().read()
        return True
    return False


@contextmanager
def constant_web(*, workers: int = 1) -> Iterator[Web]:
    """Yield a server with a constant page of 10 KB, `/`, and the same behind session and person, `/who/`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "constant_page.py").write_text(CONSTANT)
    words = [sys.executable, "constant_page.py"]
    signed_in = subprocess.run(words, cwd=FOLDER, check=True, capture_output=True, text=True).stdout
    server = plain_granian("constant_page:application")
    with running_web("constant", server, workers=workers, folder=FOLDER, environment={}) as web:
        web.cookies["sessionid"] = signed_in
        yield web


@contextmanager
def bare_wagtail(*, workers: int) -> Iterator[Web]:
    """Yield a server with the project that `wagtail start` makes, migrated and otherwise untouched."""
    place = FOLDER / "bare"
    values = {"DJANGO_SETTINGS_MODULE": "bare.settings.production"}
    if not (place / "db.sqlite3").exists():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        wagtail = str(Path(sys.executable).with_name("wagtail"))
        subprocess.run([wagtail, "start", "bare", str(place)], check=True, capture_output=True)
        (place / "bare" / "settings" / "local.py").write_text(LOCAL)
        words = [sys.executable, "manage.py", "migrate", "-v", "0"]
        subprocess.run(words, cwd=place, env=os.environ | values, check=True, capture_output=True)
    server = plain_granian("bare.wsgi:application")
    with running_web("bare", server, workers=workers, folder=place, environment=values) as web:
        yield web


@contextmanager
def our_web(*, workers: int, is_shared: bool = True, var: str = "var") -> Iterator[Web]:
    """Yield a server with the prepared demo and a Redis of its own; no other programs run.

    `is_shared=False`: each worker loads the product for itself, as the bare project's do. `var`: the folder of its
    data, another one for a measurement that changes what the demo holds.
    """
    port, redis_port = free_port(), free_port()
    values = {
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "IKM_VAR": str(FOLDER / var),
        "IKM_DEMO": "1",
        "PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
    }
    with ExitStack() as stack:
        stack.enter_context(_redis(redis_port))
        words = [sys.executable, "-m", "lms.preparing"]
        subprocess.run(words, cwd=ROOT, env=os.environ | values, check=True, stdout=subprocess.DEVNULL)
        server = ["lms.web"] if is_shared else plain_granian("lms.wsgi:application")
        web = running_web("ours", server, workers=workers, folder=ROOT, environment=values, port=port)
        yield stack.enter_context(web)


@contextmanager
def _redis(port: int) -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    words = [find_server(), "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(FOLDER)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: answers(f"redis://127.0.0.1:{port}/0"), seconds=30, what="the broker's start")
        yield
    finally:
        process.terminate()
        process.wait(30)
