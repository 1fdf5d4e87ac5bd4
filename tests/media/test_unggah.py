"""The light upload page and the forms that take a file which came before them."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media.models import Piece, PieceKind, Source, Upload
from media.resuming import begin, part_of
from tests.factories.media import make_source

PAGE = "/unggah/"
BUDGET_BYTES = 30_000
FILM = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 40


def text(response):
    return response.content.decode()


def arrived_upload(owner, *, title="", content=FILM, size=0):
    upload = begin(owner, name="rekaman.mp4", title=title, size_bytes=size or len(content))
    part_of(upload).write_bytes(content)
    Upload.objects.filter(pk=upload.pk).update(offset_bytes=len(content))
    return upload


def test_page_weighs_less_than_thirty_kilobytes_with_everything_on_it(dewi, cast):
    for number in range(12):
        make_source(owner=cast.dewi, title=f"Video nomor {number}")
    arrived_upload(cast.dewi, size=9_000_000)
    page = dewi.get(PAGE).content
    names = re.findall(rb'(?:src|href)="/static/([^"]+)"', page)
    contents = [Path(finders.find(name.decode())).read_bytes() for name in names]
    assert len(contents) == 4  # icon, style, the tus library, ours
    assert sum(len(gzip.compress(one)) for one in (page, *contents)) < BUDGET_BYTES  # brotli takes less


def test_form_works_without_scripts(dewi, clips, cast):
    with clips.small.open("rb") as file:
        response = dewi.post(PAGE, {"title": "Cara mengisi label", "file": file}, follow=True)
    source = Source.objects.get()
    assert (source.title, source.owner) == ("Cara mengisi label", cast.dewi)
    assert "sudah diunggah" in text(response) and "Cara mengisi label" in text(response)


def test_form_says_what_is_wrong_and_keeps_the_title(dewi, clips):
    for name, sentence in (("letter", "bukan video"), ("empty", "kosong")):
        with getattr(clips, name).open("rb") as file:
            page = text(dewi.post(PAGE, {"title": "Judul saya", "file": file}))
        assert sentence in page and 'value="Judul saya"' in page
    assert "Berkas belum sampai" in text(dewi.post(PAGE, {"title": "Judul saya"}))
    assert not Source.objects.exists()


def test_page_takes_a_video_larger_than_other_forms(dewi, clips):
    big = SimpleUploadedFile("besar.mp4", clips.small.read_bytes() + bytes(31_000_000))
    dewi.post(PAGE, {"title": "Besar", "file": big})
    assert Source.objects.exists()


def test_unfinished_uploads_say_how_to_go_on_and_can_be_cancelled(dewi, cast):
    upload = arrived_upload(cast.dewi, title="<b>Judul</b>", size=len(FILM) * 2)
    arrived_upload(cast.petugas, size=len(FILM) * 3)
    page = text(dewi.get(PAGE))
    assert "unggahan dilanjutkan dari 50%" in page and page.count("Batalkan unggahan ini") == 1
    address = reverse("upload_cancel", args=[upload.pk])
    assert "sudah sampai 50%" in text(dewi.get(address))
    assert "sudah dibatalkan" in text(dewi.post(address, follow=True))
    assert not part_of(upload).exists()
    assert dewi.get(address).status_code == 404


def test_unfinished_uploads_are_known_in_any_browser(dewi, cast):
    upload = arrived_upload(cast.dewi, title="Judul", size=len(FILM) * 2)
    page = text(dewi.get(PAGE))
    assert f'data-address="{reverse("upload", args=[upload.pk])}"' in page
    assert f'data-name="rekaman.mp4" data-size="{len(FILM) * 2}"' in page


def test_file_that_waits_for_a_closed_form_is_saved_here(dewi, cast):
    upload = arrived_upload(cast.dewi)
    page = text(dewi.get(PAGE))
    assert "menunggu formulirnya di studio" in page and "dilanjutkan dari 100%" not in page
    assert 'value="rekaman" maxlength' in page
    assert "sudah diunggah" in text(dewi.post(PAGE, {"title": "Jadi", "upload": str(upload.pk)}, follow=True))
    assert Source.objects.get().title == "Jadi"


def test_names_of_strangers_are_shown_as_text(dewi, cast):
    begin(cast.dewi, name="<script>alert(1)</script>.mp4", title="x", size_bytes=100)
    assert "<script>alert" not in text(dewi.get(PAGE))


def test_list_tells_states_turns_pages_and_shows_only_ones_own(dewi, cast):
    assert "Belum ada video" in text(dewi.get(PAGE))
    make_source(owner=cast.petugas, title="Milik petugas")
    make_source(owner=cast.dewi, title="Yang gagal", state="failed")
    make_source(owner=cast.dewi, title="Yang siap")
    page = text(dewi.get(PAGE))
    assert "Gagal" in page and "✓ Siap" in page and "siap, 2,9 MB" in page and "Milik petugas" not in page
    for number in range(10):
        make_source(owner=cast.dewi, title=f"Baru {number}")
    assert "Halaman 1 dari 2" in text(dewi.get(PAGE))
    assert "Yang gagal" in text(dewi.get(PAGE, {"halaman": 2}))


def test_page_costs_the_same_for_one_and_nine(dewi, cast, django_assert_max_num_queries):
    counts = []
    dewi.get(PAGE)  # the first one ever makes the row of settings
    for wanted in (1, 9):
        while Source.objects.count() < wanted:
            make_source(owner=cast.dewi, state="encoding")
        with django_assert_max_num_queries(20) as found:
            dewi.get(PAGE)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_state_is_told_as_it_changes(dewi, cast, django_assert_max_num_queries):
    source = make_source(owner=cast.dewi, state="encoding")
    Piece.objects.create(encoding=source.wanted, run="fast", kind=PieceKind.PICTURE, progress=40)
    address = reverse("upload_state", args=[source.pk])
    with django_assert_max_num_queries(12):
        found = json.loads(dewi.get(address).content)
    assert not found["final"] and "Sedang diolah, 4%" in found["html"]  # the fast picture is a small part
    ready = make_source(owner=cast.dewi)
    found = json.loads(dewi.get(reverse("upload_state", args=[ready.pk])).content)
    assert found["final"] and "Hemat (H.264 + AAC): siap, 2,9 MB" in found["html"]
    other = make_source(owner=cast.petugas)
    assert dewi.get(reverse("upload_state", args=[other.pk])).status_code == 404


def test_page_asks_for_the_second_factor_outside_demo_mode(dewi, settings):
    settings.DEMO = False
    assert dewi.get(PAGE)["Location"] == "/studio/video/"


def test_page_is_reached_from_ones_own_page_and_from_the_studio(dewi, client, cast):
    assert 'href="/unggah/"' in text(dewi.get("/saya/"))
    assert 'href="/unggah/"' in text(dewi.get("/studio/video/tambah/"))
    client.force_login(cast.kepala)
    assert 'href="/unggah/"' not in text(client.get("/saya/"))


@pytest.mark.parametrize(
    ("address", "prefix"), [("/studio/video/tambah/", ""), ("/studio/video/pilih/create/", "video-chooser-upload-")]
)
def test_studio_takes_a_file_that_came_before_the_form(dewi, cast, address, prefix):
    upload = arrived_upload(cast.dewi)
    fields = {f"{prefix}title": "Lewat formulir", f"{prefix}upload": str(upload.pk)}
    for _ in range(2):  # pressed twice: the same video
        assert dewi.post(address, fields).status_code in (200, 302)
    source = Source.objects.get()
    assert (source.title, source.owner, source.size_bytes) == ("Lewat formulir", cast.dewi, len(FILM))


def test_file_that_came_before_stays_when_the_title_is_missing(dewi, cast):
    upload = arrived_upload(cast.dewi)
    page = text(dewi.post("/studio/video/tambah/", {"title": "", "upload": str(upload.pk)}))
    assert "Isi judul video" in page and "sudah sampai dan tidak perlu dipilih lagi" in page
    assert f'value="{upload.pk}"' in page


def test_form_refuses_a_file_that_is_not_all_here_or_somebody_elses(dewi, cast):
    unfinished = arrived_upload(cast.dewi, size=len(FILM) + 1)
    others = arrived_upload(cast.petugas)
    for upload, sentence in ((unfinished, "belum selesai diunggah"), (others, "tidak ditemukan")):
        page = text(dewi.post("/studio/video/tambah/", {"title": "Judul", "upload": str(upload.pk)}))
        assert sentence in page
    assert "Masukkan UUID" not in page
    assert not Source.objects.exists()


def test_file_of_a_video_is_replaced_and_its_title_stays(dewi, cast, upload, clips):
    source = upload(clips.small, title="Tetap")
    address = reverse("video:replace", args=[source.pk])
    assert "Ganti berkas video" in text(dewi.get(address))
    arrived = arrived_upload(cast.dewi)
    for _ in range(2):
        assert dewi.post(address, {"upload": str(arrived.pk)}).status_code == 302
    source = Source.objects.get()
    assert (source.title, source.size_bytes) == ("Tetap", len(FILM))
    with clips.small.open("rb") as file:
        dewi.post(address, {"file": file})
    assert Source.objects.get().size_bytes == clips.small.stat().st_size
    assert "Berkas belum sampai" in text(dewi.post(address, {}))


def test_another_instructors_video_cannot_be_replaced(dewi, cast, upload, clips):
    source = upload(clips.small, owner=cast.petugas)
    assert dewi.post(reverse("video:replace", args=[source.pk]), {}).status_code == 404
