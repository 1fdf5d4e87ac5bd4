"""The video screens of `/studio/`: upload with clear errors, state as it changes, and only one's own."""

import json
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from media.models import EncodingState, Source
from media.public import VideoChooserBlock
from media.receiving import upload_refusal
from media.storages import private_storage, public_storage
from tests.media.pieces import fail, make_under_way
from tests.media.showing import show

ADD = "/studio/video/tambah/"


@pytest.fixture
def dewi(client, cast):
    client.force_login(cast.dewi)
    return client


def send(client, clip, *, title="Cara mengisi label", address=ADD, **values):
    with clip.open("rb") as file:
        return client.post(address, {"title": title, "file": file} | values, follow=True)


def text(response):
    return response.content.decode()


@pytest.fixture
def encoding_under_way(cast):
    return make_under_way(cast.dewi)


def test_upload_is_kept_queued_and_shown(dewi, clips, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = send(dewi, clips.small)
    source = Source.objects.get()
    assert (source.title, source.owner, source.state) == ("Cara mengisi label", cast.dewi, EncodingState.READY)
    assert response.redirect_chain[-1][0] == reverse("video:detail", args=[source.pk])
    assert "sudah diunggah" in text(response)
    with private_storage().open(source.original.name) as kept:
        assert kept.read() == clips.small.read_bytes()


def test_large_upload_is_moved_into_place(dewi, clips, settings):
    content = clips.small.read_bytes() + b"\0" * 3_000_000
    dewi.post(ADD, {"title": "Rekaman", "file": SimpleUploadedFile("rekaman.mp4", content)})
    source = Source.objects.get()
    assert private_storage().size(source.original.name) == source.size_bytes == len(content)
    assert not [path for path in settings.FILE_UPLOAD_TEMP_DIR.iterdir() if path.is_file()]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_upload_and_retry_go_on_without_a_broker(dewi, clips, no_broker):
    assert "sudah diunggah" in text(send(dewi, clips.small))
    source = Source.objects.get()
    clip = SimpleUploadedFile("cara.mp4", clips.small.read_bytes())
    chosen = {"video-chooser-upload-title": "Cara", "video-chooser-upload-file": clip}
    assert dewi.post(reverse("video_chooser:create"), chosen).status_code == 200
    assert Source.objects.count() == 2
    fail(source, "not_video")
    assert dewi.post(reverse("video:retry", args=[source.pk])).status_code == 302
    source.refresh_from_db()
    assert source.state == EncodingState.UPLOADED


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("letter", "bukan video"), ("playlist", "bukan video"), ("empty", "kosong"), ("voice", "bukan video")],
)
def test_what_is_no_video_is_refused_at_once_and_the_title_stays(dewi, clips, name, sentence):
    page = text(send(dewi, getattr(clips, name), title="Judul saya"))
    assert sentence in page
    assert 'value="Judul saya"' in page
    assert not Source.objects.exists()


def test_missing_file_and_title_are_told(dewi):
    page = text(dewi.post(ADD, {"title": ""}))
    assert "Isi judul video" in page and "Berkas belum sampai" in page


def test_file_over_the_limit_is_not_kept(dewi, clips, settings):
    settings.MEDIA_MAX_UPLOAD_BYTES = 1_000_000
    big = SimpleUploadedFile("besar.mp4", clips.small.read_bytes() + b"\0" * 4_000_000)
    page = text(dewi.post(ADD, {"title": "Judul saya", "file": big}))
    assert "batasnya 1,0 MB" in page and 'value="Judul saya"' in page


@pytest.mark.parametrize("address", ["/", "/masuk/", "/periksa/", ADD])
def test_stranger_may_not_fill_the_disk(db, address):
    client = Client(enforce_csrf_checks=True)  # reads the form before any view asks who it is
    request = client.post(address, {"file": SimpleUploadedFile("besar.mp4", bytes(32_000_000))}).wsgi_request
    assert not request.FILES
    assert "batasnya 30,0 MB" in upload_refusal(request).message


def test_video_larger_than_other_forms_arrives_where_videos_go(dewi, clips):
    big = SimpleUploadedFile("besar.mp4", clips.small.read_bytes() + bytes(32_000_000))
    dewi.post(ADD, {"title": "Besar", "file": big})
    assert Source.objects.exists()


def test_full_disk_is_told_before_the_file_is_kept(dewi, clips, settings):
    settings.MEDIA_MIN_FREE_BYTES = 10**18
    for content in (clips.small.read_bytes(), clips.small.read_bytes() + b"\0" * 4_000_000):
        page = text(dewi.post(ADD, {"title": "Judul saya", "file": SimpleUploadedFile("a.mp4", content)}))
        assert "Tempat penyimpanan server penuh" in page


def test_delete_asks_and_takes_the_files_along(dewi, upload, cast, clips, django_capture_on_commit_callbacks):
    source, shown = upload(clips.small), show(cast.dewi)
    Source.objects.filter(pk=source.pk).update(wanted=shown.wanted, published=shown.published)
    Source.objects.filter(pk=shown.pk).delete()
    names = [one.file.name for one in shown.wanted.renditions.all()]
    address = reverse("video:delete", args=[source.pk])
    assert "Hapus video ini?" in text(dewi.get(address))
    assert Source.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        dewi.post(address)
    assert not Source.objects.exists()
    assert not private_storage().exists(source.original.name)
    assert not any(public_storage().exists(name) for name in names)


def test_delete_leaves_what_another_video_shares(dewi, upload, clips, django_capture_on_commit_callbacks):
    first, second = upload(clips.small), upload(clips.small)
    with django_capture_on_commit_callbacks(execute=True):
        dewi.post(reverse("video:delete", args=[first.pk]))
    assert Source.objects.get().wanted == second.wanted
    assert private_storage().exists(second.original.name) and not private_storage().exists(first.original.name)


def test_title_can_be_changed(dewi, upload, clips):
    source = upload(clips.small)
    address = reverse("video:rename", args=[source.pk])
    assert "Isi judul video." in text(dewi.post(address, {"title": " "}))
    dewi.post(address, {"title": "Judul baru"})
    assert Source.objects.get().title == "Judul baru"


def test_list_searches_filters_and_tells_when_empty(dewi, upload, clips):
    address = reverse("video:index")
    assert "Belum ada video" in text(dewi.get(address))
    upload(clips.small, title="Label kemasan")
    fail(upload(clips.whole, title="Foto produk"), "not_video")
    assert "Label kemasan" in text(dewi.get(address, {"q": "label"}))
    assert "Foto produk" not in text(dewi.get(address, {"q": "label"}))
    failed = text(dewi.get(address, {"state": "failed"}))
    assert "Foto produk" in failed and "Label kemasan" not in failed and "bukan video" in failed
    assert "Tidak ada video yang cocok" in text(dewi.get(address, {"q": "tidak ada"}))


def test_list_costs_the_same_for_one_and_three(dewi, encoding_under_way, cast, django_assert_max_num_queries):
    counts = []
    dewi.get(reverse("video:index"))  # makes the row of settings
    for _ in range(2):
        with django_assert_max_num_queries(25) as found:
            assert "Sudah dapat diputar, " in text(dewi.get(reverse("video:index")))
        make_under_way(cast.dewi)
        show(cast.dewi)
        counts.append(len(found))
    assert counts[0] == counts[1]


def addresses(source):
    names = ["detail", "status", "rename", "retry", "delete"]
    return [reverse("video:index"), ADD] + [reverse(f"video:{name}", args=[source.pk]) for name in names]


READ = {"index": True, "add": False, "detail": True, "status": True, "rename": False, "retry": False, "delete": False}
ALL = dict.fromkeys(READ, True)
ACCESS = {"dewi": ALL, "petugas": ALL, "admin": ALL, "kepala": READ}
ACCESS |= dict.fromkeys(["ratna", "hasan"], dict.fromkeys(READ, False))


@pytest.mark.parametrize("member", ACCESS)
def test_access(client, cast, upload, clips, member):
    source = upload(clips.small)
    client.force_login(getattr(cast, member))
    allowed = {
        name: client.get(address).status_code == 200 for name, address in zip(READ, addresses(source), strict=True)
    }
    assert allowed == ACCESS[member]


def test_strangers_are_sent_to_sign_in(client, upload, clips):
    for address in addresses(upload(clips.small)):
        response = client.get(address)
        assert response.status_code == 302 and "/masuk/" in response["Location"]


def test_another_instructors_video_is_not_there(dewi, upload, clips, cast):
    source = upload(clips.small, owner=cast.petugas)
    for address in addresses(source)[2:]:
        assert dewi.get(address).status_code == 404
        assert dewi.post(address).status_code in {404, 405}
    assert source.title not in text(dewi.get(reverse("video:index")))
    assert source.title not in text(dewi.get(reverse("video_chooser:choose")))
    assert dewi.get(reverse("video_chooser:chosen", args=[source.pk])).status_code == 404


def test_guest_of_a_course_uploads_and_sees_their_own(client, cast, upload, clips):
    group = Group.objects.create(name="Pengajar tamu: contoh")
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        Permission.objects.get(content_type__app_label="media", codename="add_source"),
    )
    cast.hasan.groups.set([group])
    client.force_login(cast.hasan)
    upload(clips.small, title="Video Dewi")
    assert "sudah diunggah" in text(send(client, clips.small, title="Video tamu"))
    page = text(client.get(reverse("video:index")))
    assert "Video tamu" in page and "Video Dewi" not in page


def test_menu_shows_only_to_those_who_may(client, cast):
    client.force_login(cast.dewi)
    assert "/studio/video/" in text(client.get("/studio/"))


def test_upload_form_gets_its_script_once(dewi):
    assert len(re.findall(r"<script[^>]+unggah", text(dewi.get(ADD)))) == 1


def chooser_step(response):
    return json.loads(response.content)


def test_chooser_lists_searches_and_chooses(dewi, upload, clips):
    source = upload(clips.small, title="Label kemasan")
    upload(clips.small, title="Foto produk")
    window = chooser_step(dewi.get(reverse("video_chooser:choose")))
    assert "Label kemasan" in window["html"] and "Unggah video" in window["html"]
    found = text(dewi.get(reverse("video_chooser:choose_results"), {"q": "label"}))
    assert "Label kemasan" in found and "Foto produk" not in found
    chosen = chooser_step(dewi.get(reverse("video_chooser:chosen", args=[source.pk])))
    assert chosen["result"]["id"] == str(source.pk)
    assert chosen["result"]["edit_url"] == reverse("video:detail", args=[source.pk])


def test_chooser_uploads_on_the_spot(dewi, clips):
    address = reverse("video_chooser:create")
    with clips.small.open("rb") as file:
        values = {"video-chooser-upload-title": "Dari pelajaran", "video-chooser-upload-file": file}
        answer = chooser_step(dewi.post(address, values))
    assert answer["step"] == "chosen"
    assert Source.objects.get().title == "Dari pelajaran"
    with clips.letter.open("rb") as file:
        values = {"video-chooser-upload-title": "Judul saya", "video-chooser-upload-file": file}
        answer = chooser_step(dewi.post(address, values))
    assert answer["step"] == "reshow_creation_form"
    assert "bukan video" in answer["htmlFragment"] and "Judul saya" in answer["htmlFragment"]


def test_head_chooses_but_gets_no_upload_tab(client, cast):
    client.force_login(cast.kepala)
    assert "Unggah video" not in chooser_step(client.get(reverse("video_chooser:choose")))["html"]


def test_block_gives_its_videos_in_one_go(upload, clips, django_assert_num_queries):
    block = VideoChooserBlock()
    ids = [upload(clips.small).pk for _ in range(3)]
    with django_assert_num_queries(2):
        values = block.bulk_to_python(ids)
        assert [len(value.wanted.renditions.all()) for value in values] == [0, 0, 0]
    assert block.to_python(999_999) is None
