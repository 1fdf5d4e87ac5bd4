"""Resumable uploads that were cut, crashed or raced: the file is whole in the end, and there is one video of it."""

import hashlib
import threading
from pathlib import Path

import pytest
from django.db import connection

from media.arriving import opened_part
from media.errors import OffsetWrong
from media.models import Source, Upload
from media.resuming import begin, finish, finish_into, part_of
from media.storages import private_storage
from media.sweeping_uploads import sweep_uploads
from tests.media.tus import FILM, PIECE, TUS, begun, head, only, patch


class Cut:
    """A line that brings some bytes and then breaks, as an error or as an early end."""

    def __init__(self, content, error=None):
        self.content, self.error = content, error

    readline = None  # Django asks for it

    def read(self, size=-1):
        piece, self.content = self.content[:size], self.content[size:]
        if not piece and self.error:
            raise self.error
        return piece


def patch_from(client, address, line):
    told = {"wsgi.input": line, "CONTENT_TYPE": PIECE, "CONTENT_LENGTH": str(len(FILM))}
    return client.generic("PATCH", address, headers=TUS | {"Upload-Offset": "0"}, **told)


@pytest.mark.parametrize("error", [None, OSError("connection reset")])
def test_bytes_before_a_cut_are_kept(dewi, error):
    address = begun(dewi)
    response = patch_from(dewi, address, Cut(FILM[:20_000], error))
    assert response["Upload-Offset"] == head(dewi, address)["Upload-Offset"] == "20000"
    assert patch(dewi, address, 20_000, FILM[20_000:]).status_code == 204
    assert Source.objects.get().sha256 == hashlib.sha256(FILM).hexdigest()


def test_row_follows_the_file_after_a_crash(dewi):
    address = begun(dewi)
    patch(dewi, address, 0, FILM[:5000])
    Upload.objects.update(offset_bytes=1000)
    assert head(dewi, address)["Upload-Offset"] == "5000"
    with part_of(only()).open("r+b") as file:
        file.truncate(2000)  # a disk that lost its last seconds
    assert head(dewi, address)["Upload-Offset"] == "2000"
    patch(dewi, address, 2000, FILM[2000:])
    assert Source.objects.get().sha256 == hashlib.sha256(FILM).hexdigest()


def test_bytes_that_are_no_longer_there_end_the_upload(dewi):
    address = begun(dewi)
    patch(dewi, address, 0, FILM[:5000])
    part_of(only()).unlink()
    assert head(dewi, address).status_code == patch(dewi, address, 5000, FILM[5000:]).status_code == 410


def test_crash_between_the_move_and_the_row_is_made_good(dewi):
    address = begun(dewi)
    part_of(only()).write_bytes(FILM)
    target = Path(private_storage().path(f"video/{only().pk.hex}"))
    target.parent.mkdir(parents=True, exist_ok=True)
    part_of(only()).rename(target)
    Upload.objects.update(offset_bytes=len(FILM))
    assert head(dewi, address).status_code == 200
    assert Source.objects.get().sha256 == hashlib.sha256(FILM).hexdigest()


def test_file_goes_back_when_its_row_cannot_be_written(dewi, cast):
    begun(dewi)
    part_of(only()).write_bytes(FILM)
    Upload.objects.update(offset_bytes=len(FILM))
    upload = only()
    with pytest.raises(Source.DoesNotExist):
        finish_into(upload, Source(title="x"))
    assert part_of(upload).read_bytes() == FILM
    assert finish(upload).sha256 == hashlib.sha256(FILM).hexdigest()


def test_sweep_makes_the_video_of_a_complete_upload_that_nobody_asks_for(dewi):
    begun(dewi)
    with opened_part(part_of(only())) as part:
        part.append(FILM)
    assert (sweep_uploads(), sweep_uploads()) == (1, 0)
    assert only().source == Source.objects.get()


def test_late_bytes_of_an_old_connection_do_no_harm(dewi):
    address = begun(dewi)
    patch(dewi, address, 0, FILM[:1000])
    with opened_part(part_of(only())) as old, opened_part(part_of(only())) as new:
        new.append(FILM[1000:3000])
        with pytest.raises(OffsetWrong):
            old.append(FILM[1000:2000])
        new.append(FILM[3000:])
    head(dewi, address)
    assert Source.objects.get().sha256 == hashlib.sha256(FILM).hexdigest()


def test_many_writers_at_once_leave_a_whole_file(tmp_path):
    path = tmp_path / "part"
    path.touch()

    def write():
        while True:
            with opened_part(path) as part:
                if part.end >= len(FILM):
                    return
                try:
                    for at in range(part.end, len(FILM), 700):
                        part.append(FILM[at : at + 700])
                except OffsetWrong:  # another one was faster: look again, as a browser does
                    continue

    writers = [threading.Thread(target=write) for _ in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert path.read_bytes() == FILM


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_tabs_finish_at_once_and_get_the_same_video(cast):
    upload = begin(cast.dewi, name="a.mp4", title="Sekali", size_bytes=len(FILM))
    part_of(upload).write_bytes(FILM)
    found = []

    def end():
        found.append(finish(Upload.objects.get(pk=upload.pk)).pk)
        connection.close()

    tabs = [threading.Thread(target=end) for _ in range(3)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    assert len(found) == 3 and set(found) == {Source.objects.get().pk}
