"""What makes the site live on a phone: the manifest, the worker, the shells; nothing personal, and few bytes."""

from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find

from courses.public import trusted_pack_keys
from home import phone
from media.models import VideoSettings

pytestmark = pytest.mark.django_db
SHELLS = ["/luring/", "/luring/kuis/", "/luring/tes-akhir/", "/luring/disimpan/", "/tersimpan/"]
SMALL_ICON = 6_000
BEFORE_A_TAP = 10_000


def read(name):
    """Return a static file's bytes."""
    return Path(find(name)).read_bytes()


def test_manifest_has_what_a_browser_asks_of_an_installable_site(client):
    manifest = client.get("/manifest.webmanifest").json()
    assert {manifest["start_url"], manifest["scope"], manifest["display"]} == {"/", "standalone"}
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])


def test_icons_are_there_and_small(client):
    for icon in client.get("/manifest.webmanifest").json()["icons"]:
        assert len(read(icon["src"].removeprefix(settings.STATIC_URL))) < SMALL_ICON


def test_worker_may_serve_the_whole_site_and_is_not_asked_for_at_every_page(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    assert f"max-age={phone.WORKER_SECONDS}" in answer["Cache-Control"]


def test_worker_changes_with_anything_it_keeps(settings, monkeypatch):
    before = phone.worker_shell()["version"]
    settings.WAGTAIL_SITE_NAME = "Nama lain"
    assert phone.worker_shell()["version"] != before
    settings.WAGTAIL_SITE_NAME = "Bimtek Daring IKM"
    assert phone.worker_shell()["version"] == before


def test_worker_changes_with_the_price_that_the_counter_reckons_with(client):
    before = phone.worker_shell()["version"]
    VideoSettings.load()
    VideoSettings.objects.update(rupiah_per_mb=20)
    assert phone.worker_shell()["version"] != before
    assert b'data-rupiah="20"' in client.get("/tersimpan/").content


def test_worker_is_made_once_while_nothing_changes(client):
    client.get("/sw.js")
    made = phone._worker_shell.cache_info().misses
    first, again = (client.get("/sw.js").content for _ in range(2))
    assert first == again
    assert phone._worker_shell.cache_info().misses == made


def test_worker_names_only_files_that_are_there():
    shell = phone.worker_shell()
    named = {*shell["first"], *shell["later"], *shell["saving"], shell["overlay"]} - set(phone.SHELLS)
    assert all(find(name.removeprefix(settings.STATIC_URL)) for name in named)


@pytest.mark.parametrize("path", SHELLS)
def test_shell_is_the_same_for_everybody(client, cast, path):
    stranger = client.get(path).content
    client.force_login(cast.ratna)
    assert client.get(path).content == stranger
    assert cast.ratna.full_name.encode() not in stranger


def test_script_that_comes_before_anybody_asked_for_it_is_small():
    every_page = len(brotli.compress(read("js/phone.js")))
    lesson = len(brotli.compress(read("js/video.js")))
    assert every_page + lesson < BEFORE_A_TAP / 2


def test_page_of_what_is_kept_names_the_keys_of_courses_as_files(client, settings):
    page = client.get("/tersimpan/").content.decode()
    assert f'data-kunci="{trusted_pack_keys()}"' in page and f'data-situs="{settings.SITE_URL}"' in page
    before = phone.worker_shell()["version"]
    settings.PACK_OLD_KEYS = [trusted_pack_keys().split(":")[1]]
    assert phone.worker_shell()["version"] != before
