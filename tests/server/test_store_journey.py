"""Several machines that share nothing but database, broker and S3: what one takes in, every other one gives out.

Each "machine" is a process of its own with a folder of its own (IKM_VAR), told by the environment alone.
"""

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from certificates.models import Certificate
from core.store import private_store, public_store
from courses.models import TaskPhoto
from lms.broker import free_port
from media.models import EncodingState, Source
from tests.broker import ROOT, database_url, wait_until
from tests.certificates.conftest import approve_rows, pass_course, siti, village  # noqa: F401  fixtures
from tests.factories.courses_content import block, make_lesson
from tests.factories.courses_records import make_enrolment, photo_file, task_lesson
from tests.media.conftest import clips  # noqa: F401  a fixture
from tests.media.tus import PIECE, TUS, encoded
from tests.server.ceph import KEY, SECRET

pytestmark = [pytest.mark.server, pytest.mark.broker, pytest.mark.needs("radosgw", "ceph-mon", "ceph-osd")]
TOKEN = "a" * 32


class Hosts:
    """Web processes, each with a folder of its own."""

    def __init__(self, environment, folder):
        self.environment, self.folder = environment, folder
        self.children, self.ports = [], []

    def start(self, name):
        """Start one."""
        port = free_port()
        values = {**os.environ, **self.environment, "IKM_VAR": str(self.folder / name), "PORT": str(port)}
        with (self.folder / f"{name}.log").open("ab") as log:
            words = [
                "granian",
                "--interface",
                "wsgi",
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
                "lms.wsgi:application",
            ]
            child = subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, env=values, stdout=log, stderr=log)
        self.children.append(child)
        self.ports.append(port)

    def wait(self):
        """Wait until all answer."""
        for port in self.ports:
            wait_until(lambda port=port: self._answers(port), seconds=120, what="a web process's start")

    def _answers(self, port):
        with suppress(requests.RequestException):
            return requests.get(f"http://127.0.0.1:{port}/sehat/", timeout=5).status_code
        return 0

    def ask(self, number, method, address, person=None, **values):
        """Ask web process `number`, signed in as `person`."""
        cookies = {"c": TOKEN}
        if person:
            client = Client()
            client.force_login(person)
            cookies["s"] = client.cookies["s"].value
        headers = {"X-CSRFToken": TOKEN} | values.pop("headers", {})
        url = f"http://127.0.0.1:{self.ports[number]}{address}"
        return requests.request(
            method, url, headers=headers, cookies=cookies, timeout=60, allow_redirects=False, **values
        )

    def stop(self):
        """End them all."""
        for child in self.children:
            child.kill()
            child.wait()


@pytest.fixture
def environment(ceph, on_s3, broker):
    """What every machine is told."""
    private, public = private_store().bucket, public_store().bucket
    return {
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": broker.url,
        "SECRET_KEY": django_settings.SECRET_KEY,
        "IKM_DEMO": "1",
        **{name: getattr(django_settings, name) for name in ("CERT_P12", "CERT_P12_PASSPHRASE_FILE", "CERT_VC_KEY")},
        "S3_ENDPOINT": ceph.url,
        "S3_ACCESS_KEY": KEY,
        "S3_SECRET_KEY": SECRET,
        "S3_BUCKET_PRIVATE": private,
        "S3_BUCKET_PUBLIC": public,
        "S3_PRIVATE_URL": ceph.url,
    }


@pytest.fixture
def hosts(environment, tmp_path):
    """Two web machines."""
    found = Hosts(environment, tmp_path)
    try:
        for name in ("web-one", "web-two"):
            found.start(name)
        found.wait()
        yield found
    finally:
        found.stop()


def upload(hosts, person, content):
    """Send a clip in pieces to the two machines in turn; return the address of its state."""
    told = f"filename {encoded('rekaman.mp4')},title {encoded('Cara mengemas')}"
    begin = hosts.ask(
        0,
        "POST",
        "/unggah/berkas/",
        person,
        headers=TUS | {"Upload-Length": str(len(content)), "Upload-Metadata": told},
    )
    assert begin.status_code == 201, begin.text
    size = len(content) // 5 + 1
    for number, at in enumerate(range(0, len(content), size)):
        told = TUS | {"Upload-Offset": str(at), "Content-Type": PIECE, "X-HTTP-Method-Override": "PATCH"}
        piece = hosts.ask(
            number % 2, "POST", begin.headers["Location"], person, headers=told, data=content[at : at + size]
        )
        assert piece.status_code == 204, piece.text
    return piece.headers["Video-State"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_one_machine_takes_in_every_other_gives_out(hosts, environment, broker, cast, clips, siti, tmp_path):  # noqa: F811
    content = clips.small.read_bytes() + bytes(6_000_000)  # ffmpeg passes over what stands behind; enough for two parts
    state = upload(hosts, cast.dewi, content)
    source = Source.objects.get()
    assert source.sha256 == hashlib.sha256(content).hexdigest()
    for name in ("worker-one", "worker-two"):
        broker.start_worker(**environment | {"IKM_VAR": str(tmp_path / name)})
    for _ in range(2):
        broker.send("media.work", queue="video")
    wait_until(lambda: _is_ready(broker, source), seconds=240, what="the encoding")
    assert hosts.ask(1, "GET", state, cast.dewi).status_code == 200

    enrolment = make_enrolment()
    module = enrolment.course.modules().first()
    lesson = make_lesson(module, title="Video", slug="video", body=[block("video", source.pk)])
    page = hosts.ask(1, "GET", f"/kursus/{enrolment.course.slug}/{module.slug}/{lesson.slug}/")
    assert page.status_code == 200
    for address in set(re.findall(r'src="(/berkas/video/[^"]+)"', page.text)):
        whole = hosts.ask(0, "GET", address)
        piece = hosts.ask(1, "GET", address, headers={"Range": "bytes=100-299"})
        assert (piece.status_code, piece.content) == (206, whole.content[100:300])
        assert hashlib.sha256(whole.content).hexdigest() == public_store().sha256(address.removeprefix("/berkas/"))
    pack = hosts.ask(1, "GET", f"/simpan/kursus/{enrolment.course.slug}.ikm?mutu=hemat")
    assert pack.status_code == 200 and zipfile.ZipFile(io.BytesIO(pack.content)).testzip() is None

    _hand_in_and_look(hosts, enrolment, cast)
    _download_certificate(hosts, siti, cast)
    assert not list(Path(tmp_path).glob("web-*/private/**/*"))


def _is_ready(broker, source):
    if Source.objects.get(pk=source.pk).state == EncodingState.READY:
        return True
    if not broker.waiting("video"):
        broker.send("media.work", queue="video")
    return False


def _hand_in_and_look(hosts, enrolment, cast):
    """A photo goes to one machine and is seen at the other, by whom it is meant for."""
    task = reverse("learning_task", args=[task_lesson(enrolment).pk])
    files = {"photos": ("foto.jpg", photo_file(), "image/jpeg")}
    sent = hosts.ask(0, "POST", task, enrolment.person, data={"text": "Sudah saya uji."}, files=files)
    assert sent.status_code == 302, sent.text
    address = f"/belajar/foto/{TaskPhoto.objects.get().pk}/"
    seen = hosts.ask(1, "GET", address, cast.dewi)
    assert (seen.status_code, seen.headers["Content-Type"], seen.content[:2]) == (200, "image/jpeg", b"\xff\xd8")
    assert hosts.ask(1, "GET", address, cast.ratna).status_code == 404
    assert hosts.ask(1, "GET", address).headers["Location"].startswith("/masuk/")


def _download_certificate(hosts, person, cast):
    """A certificate is fetched from the store by a visit that may, and by nobody else."""
    certificate = Certificate.objects.get(enrolment_id=pass_course(person).pk)
    approve_rows(certificate)  # signed and kept from here by what the bells ring
    certificate.refresh_from_db()
    address = reverse("certificate_pdf", args=[certificate.code])
    assert hosts.ask(0, "GET", address, person).content[:5] == b"%PDF-"
    visit = hosts.ask(1, "GET", address, person, headers={"Sec-Fetch-Mode": "navigate"})
    assert visit.status_code == 302
    file = requests.get(visit.headers["Location"], timeout=30)
    assert hashlib.sha256(file.content).hexdigest() == certificate.sha256
    assert file.headers["Content-Type"] == "application/pdf" and "sertifikat" in file.headers["Content-Disposition"]
    assert requests.get(visit.headers["Location"].partition("?")[0], timeout=30).status_code == 403
    assert hosts.ask(1, "GET", address, cast.ratna).status_code == 403
