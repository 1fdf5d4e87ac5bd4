"""The installation that `bench.server` loads: PostgreSQL, Redis, nginx, web, workers and beat, filled with people.

A constant Django page stands behind the same nginx. CPU is the kernel's count of every process of a side, with the
children that have ended.
"""

import json
import os
import re
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.phone_site import TICKS, Web, constant_web
from lms.broker import free_port
from lms.processes import Program, Running
from tests.server.office_keys import make_office_keys
from tools.own_servers import Site, own_site, wait_until

CODE = re.compile(r"\b(\d{6})\b")
OURS = ("PostgreSQL", "Redis", "web", "web2", "worker-default", "worker-issue", "worker-video", "beat", "nginx")
NGINX = """
worker_processes 2; pid {folder}/nginx.pid; error_log stderr warn; daemon off; user {user};
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 100000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream ours {{
    server 127.0.0.1:{web} max_fails=1 fail_timeout=3s; server 127.0.0.1:{web2} max_fails=1 fail_timeout=3s;
    keepalive 32;
  }}
  proxy_connect_timeout 2s; proxy_next_upstream error timeout;
  upstream constant {{ server 127.0.0.1:{constant}; keepalive 32; }}
  proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto https;
  server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://ours; }} }}
  server {{ listen 127.0.0.1:{constant_port}; location / {{ proxy_pass http://constant; }} }}
}}
"""
ASK = """
import json, django; django.setup()
from courses.addresses import lesson_path
from courses.models import CoursePage
from courses.outline import outline_of
print(json.dumps([{"slug": page.slug, "lessons": [{"pk": one.pk, "path": lesson_path(one), "quiz": one.has_quiz}
    for one in outline_of(page).lessons]} for page in CoursePage.objects.live().order_by("path")]))
"""


@dataclass
class Phones:
    """The service that delivers text messages: what came, by number."""

    codes: dict[str, str] = field(default_factory=dict)
    came: threading.Condition = field(default_factory=threading.Condition)

    def deliver(self, told: dict[str, Any]) -> None:
        """Note the code in a message."""
        if found := CODE.search(told["text"]):
            with self.came:
                self.codes[told["to"]] = found[1]
                self.came.notify_all()

    def code_for(self, number: str, seconds: float = 60) -> str:
        """Wait for the code sent to a number and take it; raises RuntimeError when none comes."""
        with self.came:
            if not self.came.wait_for(lambda: number in self.codes, seconds):
                raise RuntimeError(f"no code within {seconds} s")
            return self.codes.pop(number)


@dataclass
class Stack:
    """The running installation and the constant page beside it."""

    site: Site
    phones: Phones
    port: int
    constant_port: int
    constant: Web
    courses: list[dict[str, Any]]

    def cpu_s(self) -> float:
        """Return the CPU seconds of everything that the installation is made of, this bench left out."""
        return sum(tree_cpu_s(self.site.programs[name].process.pid) for name in OURS)

    def constant_cpu_s(self) -> float:
        """Return the CPU seconds of the constant page's server and of nginx."""
        return tree_cpu_s(self.constant.process.pid) + tree_cpu_s(self.site.programs["nginx"].process.pid)


def tree_cpu_s(pid: int) -> float:
    """Return user and system seconds of a process, of all below it, and of those that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = [one for task in Path(f"/proc/{pid}/task").glob("*/children") for one in task.read_text().split()]
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS + sum(tree_cpu_s(int(child)) for child in children)


@contextmanager
def whole_stack(accounts: int) -> Iterator[Stack]:
    """Yield the installation with so many accounts and their progress, warm enough to be asked."""
    folder = Path(tempfile.mkdtemp(prefix="ikm-server-"))
    try:
        with ExitStack() as stack:
            phones = stack.enter_context(phone_service())
            phones_url = phones[1]
            site = stack.enter_context(own_site(folder, SMS_URL=phones_url, SMS_TOKEN="none"))
            prepare(site, accounts)
            webs = [stack.enter_context(site.web(name=name)) for name in ("web", "web2")]
            for program in workers_of(site):
                stack.enter_context(site.started(program))
            constant = stack.enter_context(constant_web(workers=2))
            ports = free_port(), free_port()
            stack.enter_context(nginx(site, webs=webs, constant=constant.port, port=ports[0], constant_port=ports[1]))
            yield Stack(site, phones[0], *ports, constant, json.loads(site.python("-c", ASK)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepare(site: Site, accounts: int) -> None:
    """Put roles, places, courses and people into the database, and have PostgreSQL count them."""
    for command in ("load_roles", "load_reference", "load_courses"):
        site.manage(command)
    grow(site, accounts)


def grow(site: Site, accounts: int) -> None:
    """Have so many accounts in the database."""
    site.python("-m", "bench.server_people", str(accounts))
    site.python(
        "-c", "import django; django.setup(); from django.db import connection as c; c.cursor().execute('ANALYZE')"
    )


def workers_of(site: Site) -> list[Program]:
    """Return the workers and beat with the words of docker-compose.yml; one of them has the keys of certificates."""
    celery = ("-m", "celery", "-A", "lms")
    quiet = ("-l", "WARNING", "--without-gossip", "--without-mingle")
    video = site.program("worker-video", *celery, "worker", "-Q", "video", "-c", "1", "-n", "video@%h", *quiet)
    keys = make_office_keys(site.folder / "keys")
    issue = site.program(
        "worker-issue", *celery, "worker", "-Q", "credentials,issue", "-c", "2", "-n", "issue@%h", *quiet, **keys
    )
    return [
        site.program("worker-default", *celery, "worker", "-Q", "codes,default", "-c", "2", "-n", "default@%h", *quiet),
        replace(video, argv=["nice", "-n", "6", *video.argv]),  # stands for the container's cpu_shares of 256
        replace(issue, argv=["nice", "-n", "3", *issue.argv]),  # and of 512
        site.program("beat", *celery, "beat", "-l", "WARNING", "--pidfile="),
    ]


@contextmanager
def nginx(site: Site, *, webs: list[int], constant: int, port: int, constant_port: int) -> Iterator[Running]:
    """Run nginx in front of both."""
    folder = site.folder / "nginx"
    folder.mkdir()
    user = "www-data" if not os.geteuid() else "nobody"
    values = {
        "web": webs[0],
        "web2": webs[1],
        "constant": constant,
        "port": port,
        "constant_port": constant_port,
        "user": user,
    }
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, **values))
    folder.chmod(0o755)
    words = ["nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")]
    with site.started(Program("nginx", words, site.folder / "nginx.log")) as process:
        wait_until(lambda: is_open(port), what="nginx", seconds=20)
        yield process


def is_open(port: int) -> bool:
    """Whether anybody listens."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def phone_service() -> Iterator[tuple[Phones, str]]:
    """Yield the phones of the district and the address of the SMS service in front of them."""
    phones = Phones()

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            phones.deliver(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b'{"id": "1"}')

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield phones, f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
