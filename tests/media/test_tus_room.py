"""Room for uploads: what counts against a person, what is forgotten, and that nothing is left of what is gone."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from media.errors import UploadGone
from media.models import Source, Upload
from media.removing import remove_source
from media.resuming import begin, drop, finish, folder, part_of, used_bytes
from media.storages import private_storage
from media.sweeping_uploads import sweep_uploads
from media.uploading import kept_name
from tests.media.tus import FILM


@pytest.fixture(autouse=True)
def _clean_folder():
    yield
    for path in folder().glob("*"):
        path.unlink()


def arrived(owner, name="a.mp4"):
    """Return a complete upload."""
    upload = begin(owner, name=name, title="Rekaman", size_bytes=len(FILM))
    part_of(upload).write_bytes(FILM)
    return upload


@pytest.mark.django_db
def test_deleted_video_frees_its_room_and_never_comes_back(cast, django_capture_on_commit_callbacks):
    source = finish(arrived(cast.dewi))
    remove_source(source)  # the process dies before the file goes
    assert (used_bytes(cast.dewi), Upload.objects.count()) == (0, 0)
    assert (sweep_uploads(), Source.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_beginning_again_after_a_lost_answer_takes_no_second_room(cast):
    for _ in range(7):
        upload = begin(cast.dewi, name="a.mp4", title="Rekaman", size_bytes=len(FILM))
    assert Upload.objects.get() == upload
    part_of(upload).write_bytes(FILM[:100])
    begin(cast.dewi, name="a.mp4", title="Rekaman", size_bytes=len(FILM))
    assert Upload.objects.count() == 2


@pytest.mark.django_db
def test_quota_holds_for_a_file_that_comes_with_the_form(client, cast, settings):
    settings.MEDIA_USER_QUOTA_BYTES = len(FILM) - 1
    client.force_login(cast.dewi)
    response = client.post("/unggah/", {"title": "Rekaman", "file": SimpleUploadedFile("a.mp4", FILM)})
    assert "tersisa" in response.content.decode() and 'value="Rekaman"' in response.content.decode()
    assert not Source.objects.exists()


@pytest.mark.django_db
def test_dropped_upload_leaves_no_file_and_cannot_be_finished(cast):
    upload = arrived(cast.dewi)
    part_of(upload).rename(private_storage().path(kept_name(upload)))
    same = Upload.objects.get()
    drop(upload)
    assert not private_storage().exists(kept_name(same)) and not list(folder().glob("*"))
    for act in (finish, drop):
        with pytest.raises(UploadGone):
            act(same)


@pytest.mark.django_db
def test_upload_that_cannot_be_finished_does_not_stop_the_sweep(cast):
    broken, whole = arrived(cast.dewi), arrived(cast.dewi, "b.mp4")
    part_of(broken).unlink()
    part_of(broken).mkdir()
    try:
        assert sweep_uploads() == 1
    finally:
        part_of(broken).rmdir()
    assert Upload.objects.get(source__isnull=False) == whole


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_cancelling_while_it_is_finished_ends_one_way_or_the_other(cast):
    upload, answers = arrived(cast.dewi), []

    def run(act):
        try:
            act(Upload.objects.get(pk=upload.pk))
        except (UploadGone, Upload.DoesNotExist):
            answers.append("gone")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in (finish, drop)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not Upload.objects.exists()
    assert Source.objects.exists() == (not answers) == private_storage().exists(kept_name(upload))
