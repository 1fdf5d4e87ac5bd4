"""Pages on their way out: small, and with the stylesheet inside for who has none."""

import base64
import gzip
import hashlib
import re

import brotli
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model

from core import first_style
from core.content_version import content_changed, content_version
from core.models import ContentVersion
from core.pages_cache import LARGEST, Nearest, PatientRedisCache, kept
from tests.factories.courses_content import block, make_course, make_lesson

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "encoding", "read"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("", None, bytes),
    ],
)
@pytest.mark.parametrize("url", ["/masuk/", "/kursus/", "/kursus/kemasan/"])
def test_pages_come_as_the_browser_reads_them(client, url, accepted, encoding, read):
    make_course(slug="kemasan")
    for _ in range(2):  # made, then kept
        answer = client.get(url, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == encoding
        assert "Accept-Encoding" in answer["Vary"]
        assert read(answer.content).startswith(b"<!doctype html>")


@pytest.mark.parametrize("url", ["/masuk/", "/kursus/kemasan/"])
def test_first_page_brings_the_stylesheet_and_the_next_finds_it(client, url):
    make_course(slug="kemasan")
    first = client.get(url)
    (style,) = re.findall(r"<style>(.*?)</style>", first.content.decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in first["Content-Security-Policy"]
    assert first.cookies["k"].value == first_style.MARK
    assert '<link rel="prefetch" as="style"' in first.content.decode()
    second = client.get(url)
    assert "<style>" not in second.content.decode() and '<link rel="stylesheet"' in second.content.decode()
    assert "k" not in second.cookies


def test_shortened_stylesheet_has_no_comments_and_all_rules():
    assert "/*" not in first_style.STYLE and "\n" not in first_style.STYLE
    assert first_style.STYLE.count("}") == first_style.SOURCE.read_text().count("}")


@pytest.mark.parametrize("refusing", ["gzip;q=0", "gzip; q=0.000", "x-gzip", "gzip;q=0, br;q=0", ""])
def test_who_takes_no_gzip_gets_the_plain_page_and_so_does_the_next(refusing, db):
    make_course(slug="kemasan", title="Kemasan")
    for encoding in (refusing, "", "identity"):
        answer = Client().get("/kursus/kemasan/", headers={"Accept-Encoding": encoding})
        assert "Content-Encoding" not in answer and "Kemasan" in answer.content.decode()
        assert "Accept-Encoding" in answer["Vary"]
    assert Client().get("/kursus/kemasan/", headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"


def test_version_changes_with_each_change_and_goes_back_with_it(db):
    from django.db import transaction

    before = content_version()
    with pytest.raises(RuntimeError), transaction.atomic():
        content_changed()
        assert content_version() != before
        raise RuntimeError
    assert content_version() == before
    content_changed()
    assert content_version() not in ("", before)


def test_nothing_is_kept_while_there_is_no_version(db):
    ContentVersion.objects.all().delete()
    assert content_version() == ""
    assert [kept("one", "", lambda made=made: made) for made in (1, 2)] == [1, 2]


def test_first_change_brings_a_version(db, django_capture_on_commit_callbacks):
    ContentVersion.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        content_changed()
    assert content_version()


def test_process_keeps_what_is_asked_for_and_nothing_large():
    nearest = Nearest(2)
    for key in ("one", "two"):
        nearest.set(key, key, 3)
    assert nearest.get("one") == "one"
    nearest.set("three", "three", LARGEST)
    nearest.set("large", "large", LARGEST + 1)
    assert [nearest.get(key) for key in ("one", "two", "three", "large")] == ["one", None, "three", None]


def test_pages_are_made_without_redis_and_none_waits_for_it_again(settings, client):
    away = {"BACKEND": "core.pages_cache.PatientRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, "pages": away}
    document = get_document_model().objects.create(title="Daftar", file=ContentFile(b"%PDF-1.4 isi", "daftar.pdf"))
    course = make_course(slug="kemasan", title="Kemasan")
    lesson = make_lesson(course.modules()[0], body=[block("download", {"document": document.pk, "title": ""})])
    try:
        for _ in range(2):
            assert "Kemasan" in client.get("/kursus/kemasan/").content.decode()
            assert client.get(f"/simpan/pelajaran/{lesson.pk}.json").status_code == 200
        assert PatientRedisCache.away_until > 0
    finally:
        PatientRedisCache.away_until = 0.0
