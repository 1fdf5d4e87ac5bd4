"""Resumable uploads, request by request: what arrived is kept, nothing comes twice, others' is not there."""

import base64
import datetime as dt
import hashlib
from shutil import disk_usage

import pytest
from django.test import Client

from core.clock import now
from media.arriving import opened_part
from media.models import Source, Upload
from media.resuming import begin, finish, folder, part_of
from media.storages import private_storage
from media.sweeping_uploads import sweep_uploads
from media.tus import EXTENSIONS
from tests.media.tus import FILM, TUS, UPLOADS, begun, create, encoded, head, only, patch, text


def test_options_tell_what_is_spoken(dewi, settings):
    for address in (UPLOADS, begun(dewi)):
        response = dewi.options(address)
        assert response.status_code == 204
        assert response["Tus-Version"] == response["Tus-Resumable"] == "1.0.0"
        assert response["Tus-Extension"] == EXTENSIONS == "creation,expiration,termination,checksum"
        assert response["Tus-Max-Size"] == str(settings.MEDIA_MAX_UPLOAD_BYTES)
        assert response["Tus-Checksum-Algorithm"] == "sha1,sha256"


def test_file_in_pieces_becomes_one_video(dewi, cast, django_capture_on_commit_callbacks):
    address = begun(dewi)
    assert head(dewi, address)["Upload-Offset"] == "0"
    first = patch(dewi, address, 0, FILM[:10_000])
    assert (first.status_code, first["Upload-Offset"]) == (204, "10000")
    asked = head(dewi, address)
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == ("10000", str(len(FILM)))
    assert asked["Cache-Control"] == "no-store"
    assert asked["Connection"] == first["Connection"] == "close"  # else Chromium sends a piece twice after a cut
    with django_capture_on_commit_callbacks() as bells:
        last = patch(dewi, address, 10_000, FILM[10_000:])
    source = Source.objects.get()
    assert last["Video-State"] == f"/unggah/keadaan/{source.pk}/"
    assert (source.title, source.owner) == ("Rekaman", cast.dewi)
    assert source.sha256 == hashlib.sha256(FILM).hexdigest()
    with private_storage().open(source.original.name) as kept:
        assert kept.read() == FILM
    assert len(bells) == 1
    assert not part_of(only()).exists()


def test_finished_upload_stays_one_video_however_often_it_is_sent(dewi):
    address = begun(dewi)
    patch(dewi, address, 0, FILM)
    again = patch(dewi, address, len(FILM), b"")
    assert (again.status_code, again["Upload-Offset"]) == (204, str(len(FILM)))
    assert head(dewi, address)["Upload-Offset"] == str(len(FILM))
    assert patch(dewi, address, 0, FILM).status_code == 409
    assert finish(only()) == Source.objects.get()


def test_answer_to_the_last_piece_may_be_lost(dewi):
    address = begun(dewi)
    with opened_part(part_of(only())) as part:  # the server died between the bytes and the row
        part.append(FILM)
    assert head(dewi, address)["Video-State"] == f"/unggah/keadaan/{Source.objects.get().pk}/"


def test_title_falls_back_to_the_name_and_both_are_made_plain(dewi):
    patch(dewi, begun(dewi, name="../../\0gunting\u202e & lem.MP4", title=" "), 0, FILM)
    assert Source.objects.get().title == "../../gunting & lem"
    assert Source.objects.get().original.name == f"video/{only().pk.hex}"


def test_title_changed_on_the_way_counts(dewi):
    patch(dewi, begun(dewi), 0, FILM, **{"Upload-Metadata": f"title {encoded('Judul baru')}"})
    assert Source.objects.get().title == "Judul baru"


@pytest.mark.parametrize(
    ("values", "status", "sentence"),
    [
        ({"size": 0}, 422, "kosong"),
        ({"size": 2_000_000_001}, 413, "batasnya 2,0 GB"),
        ({"name": "surat.pdf"}, 422, "bukan video"),
        ({"Upload-Length": "-5"}, 400, "tidak dapat dibaca"),
        ({"Upload-Length": "1e3"}, 400, "tidak dapat dibaca"),
        ({"Upload-Metadata": "filename %%%"}, 400, "tidak dapat dibaca"),
        ({"Upload-Metadata": "filename /w=="}, 400, "tidak dapat dibaca"),
        ({"Tus-Resumable": "0.2.2"}, 412, "tidak dapat dibaca"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_a_byte_is_sent(dewi, values, status, sentence):
    response = create(dewi, **values)
    assert response.status_code == status
    assert sentence in text(response)
    assert not Upload.objects.exists()


def test_file_that_is_no_video_is_refused_after_its_first_bytes(dewi):
    address = begun(dewi, size=9_000_000)
    response = patch(dewi, address, 0, b"%PDF-1.7" + bytes(70_000))
    assert response.status_code == 422 and "bukan video" in text(response)
    assert not part_of(only()).exists() and only().reason == "not_video"
    assert head(dewi, address).status_code == patch(dewi, address, 0, FILM).status_code == 410


def test_first_bytes_may_come_a_few_at_a_time(dewi):
    address = begun(dewi)
    assert patch(dewi, address, 0, FILM[:300]).status_code == 204
    assert patch(dewi, address, 300, FILM[300:]).status_code == 204
    small = begun(dewi, size=12)
    assert patch(dewi, small, 0, b"bukan video!").status_code == 422


def test_wrong_offset_wrong_type_and_too_much_are_refused(dewi):
    address = begun(dewi)
    patch(dewi, address, 0, FILM[:100])
    for at in (0, 99, 101):
        response = patch(dewi, address, at, FILM[at : at + 10])
        assert response.status_code == 409 and "tidak menyambung" in text(response)
    assert patch(dewi, address, 100, b"x", kind="video/mp4").status_code == 415
    assert patch(dewi, address, 100, FILM).status_code == 413
    assert patch(dewi, address, 100, b"x", **{"Upload-Offset": "abc"}).status_code == 400
    assert head(dewi, address)["Upload-Offset"] == "100"


def test_somebody_elses_upload_is_not_there(dewi, cast):
    address = begun(dewi)
    officer = Client()
    officer.force_login(cast.petugas)
    unknown = f"{UPLOADS}{'0' * 8}-0000-4000-8000-{'0' * 12}/"
    for one in (address, unknown):
        answers = [head(officer, one), patch(officer, one, 0, FILM), officer.delete(one, headers=TUS)]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert "tidak ditemukan" in text(answers[1])
    assert head(dewi, address)["Upload-Offset"] == "0"


def test_learners_strangers_and_forged_requests_are_refused(client, cast):
    assert create(client).status_code == 401
    assert "Anda sudah keluar" in text(create(client))
    client.force_login(cast.ratna)
    assert create(client).status_code == 403
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(cast.dewi)
    assert create(careful).status_code == 403
    assert careful.get(UPLOADS, headers=TUS | {"X-HTTP-Method-Override": "POST"}).status_code == 405
    assert not Upload.objects.exists()


def test_upload_needs_the_second_factor_outside_demo_mode(dewi, settings):
    settings.DEMO = False
    assert create(dewi).status_code == 401


def test_session_that_ended_on_the_way_loses_nothing(dewi, cast):
    address = begun(dewi)
    patch(dewi, address, 0, FILM[:500])
    dewi.logout()
    assert head(dewi, address).status_code == patch(dewi, address, 500, FILM[500:]).status_code == 401
    dewi.force_login(cast.dewi)
    assert head(dewi, address)["Upload-Offset"] == "500"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_piece_with_a_checksum_counts_only_when_it_fits(dewi, algorithm):
    address = begun(dewi)
    good = base64.b64encode(hashlib.new(algorithm, FILM[:600]).digest()).decode()
    wrong = patch(dewi, address, 0, FILM[:599] + b"x", **{"Upload-Checksum": f"{algorithm} {good}"})
    assert (wrong.status_code, wrong.reason_phrase) == (460, "Checksum Mismatch")
    assert "rusak di jalan" in text(wrong)
    assert head(dewi, address)["Upload-Offset"] == "0"
    right = patch(dewi, address, 0, FILM[:600], **{"Upload-Checksum": f"{algorithm} {good}"})
    assert (right.status_code, right["Upload-Offset"]) == (204, "600")
    assert patch(dewi, address, 600, b"x", **{"Upload-Checksum": "md5 x"}).status_code == 400
    assert {path.name for path in folder().iterdir()} == {only().pk.hex}


def test_expired_upload_is_gone_and_swept_with_its_bytes(dewi):
    address = begun(dewi)
    assert "GMT" in patch(dewi, address, 0, FILM[:500])["Upload-Expires"]
    Upload.objects.update(expires_at=now() - dt.timedelta(seconds=1))
    assert head(dewi, address).status_code == 410
    assert "tidak berlaku" in text(patch(dewi, address, 500, FILM[500:]))
    path = part_of(only())
    sweep_uploads()
    assert not Upload.objects.exists() and not path.exists()
    assert head(dewi, address).status_code == 404


def test_each_piece_gives_the_upload_more_time(dewi):
    address = begun(dewi)
    Upload.objects.update(expires_at=now() + dt.timedelta(hours=1))
    patch(dewi, address, 0, FILM[:500])
    assert only().expires_at > now() + dt.timedelta(days=6)


def test_terminated_upload_frees_its_room(dewi):
    address = begun(dewi)
    path = part_of(only())
    assert dewi.delete(address, headers=TUS).status_code == 204
    assert not path.exists() and head(dewi, address).status_code == 404


def test_termination_by_post_with_an_override(dewi):
    address = begun(dewi)
    assert dewi.post(address, headers=TUS | {"X-HTTP-Method-Override": "DELETE"}).status_code == 204
    assert not Upload.objects.exists()


def test_quota_counts_videos_and_what_is_on_its_way(dewi, cast, settings):
    settings.MEDIA_USER_QUOTA_BYTES = 2 * len(FILM) + 10
    patch(dewi, begun(dewi), 0, FILM)
    begun(dewi)
    response = create(dewi, name="lain.mp4")
    assert response.status_code == 413 and "tersisa" in text(response)
    officer = Client()
    officer.force_login(cast.petugas)
    begun(officer)


def test_open_uploads_are_counted(dewi, settings):
    settings.MEDIA_OPEN_UPLOADS = 2
    begun(dewi)
    patch(dewi, begun(dewi, name="jadi.mp4"), 0, FILM)  # finished: counts no more
    begun(dewi, name="lain.mp4")
    response = create(dewi, name="ketiga.mp4")
    assert response.status_code == 429 and "2 unggahan" in text(response)


def test_disk_is_asked_before_the_first_byte_and_before_each_piece(dewi, settings):
    address = begun(dewi)
    settings.MEDIA_MIN_FREE_BYTES = 10**18
    for response in (create(dewi), patch(dewi, address, 0, FILM)):
        assert response.status_code == 507 and "Tempat penyimpanan server penuh" in text(response)
    assert Upload.objects.count() == 1


def test_what_others_have_begun_counts_as_taken_from_the_disk(dewi, cast, settings):
    for number in range(5):
        begin(cast.petugas, name=f"{number}.mp4", title="x", size_bytes=2 * 10**9)
    settings.MEDIA_MIN_FREE_BYTES = disk_usage(folder()).free - 5 * 10**9
    assert create(dewi).status_code == 507


def test_upload_without_a_title_waits_for_its_form(dewi):
    address = begun(dewi, title=None)
    assert "Video-State" not in patch(dewi, address, 0, FILM)
    assert head(dewi, address)["Upload-Offset"] == str(len(FILM))
    sweep_uploads()
    assert not Source.objects.exists()
    assert finish(only(), title="Dari formulir").title == "Dari formulir"
