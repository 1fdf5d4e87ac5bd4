"""Resumable uploads in S3: pieces to any web process, cuts, deaths and races lose nothing and double nothing."""

import hashlib
import threading

import pytest
from django.db import connection

from core import growing
from core.growing import PART_BYTES, Growing
from core.store import private_store
from media.errors import OffsetWrong
from media.models import Source, Upload
from media.resuming import arrival_of, begin, drop, find, finish, receive
from media.sweeping_uploads import forget_strays, sweep_uploads
from media.uploading import kept_name
from tests.media.tus import begun, head, only, patch, text

pytestmark = [pytest.mark.server, pytest.mark.needs("radosgw", "ceph-mon", "ceph-osd"), pytest.mark.django_db]
FILM = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * (2 * PART_BYTES // 256) + b"end" * 100_000  # two parts and a tail
SIZE, SHA256 = len(FILM), hashlib.sha256(FILM).hexdigest()


@pytest.fixture
def dewi(client, cast, on_s3):
    client.force_login(cast.dewi)
    return client


def tails():
    return [one.size_bytes for one in private_store().listed(growing.TAILS)]


def test_pieces_to_two_machines_in_turn_become_one_video(dewi, on_s3):
    address, at = begun(dewi, size=SIZE), 0
    for number, size in enumerate((3_000_000, 100, 4_000_000, 2_500_000, 1, SIZE)):
        on_s3("one" if number % 2 else "two")
        assert head(dewi, address)["Upload-Offset"] == str(at)
        response = patch(dewi, address, at, FILM[at : at + size])
        assert response.status_code == 204, text(response)
        at = min(SIZE, at + size)
        assert sum(tails()) == (at % PART_BYTES if at < SIZE else 0)
    source = Source.objects.get()
    assert (source.sha256, source.size_bytes, source.original.name) == (SHA256, SIZE, kept_name(only()))
    assert private_store().local(source.original.name).read_bytes() == FILM


@pytest.mark.parametrize("size", [12 + 5, PART_BYTES, 2 * PART_BYTES, PART_BYTES + 1])
def test_file_of_any_length_arrives_whole(dewi, size):
    response = patch(dewi, begun(dewi, size=size), 0, FILM[:size])
    assert response.status_code == 204, text(response)
    assert Source.objects.get().sha256 == hashlib.sha256(FILM[:size]).hexdigest()
    assert not tails()


def test_what_came_before_a_cut_is_kept(cast, on_s3):
    upload = begin(cast.dewi, name="a.mp4", title="", size_bytes=SIZE)

    def line():
        yield FILM[:6_000_000]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        receive(upload, at=0, blocks=line())
    again = find(cast.dewi, upload.pk)
    assert again.offset_bytes == 6_000_000
    with pytest.raises(OffsetWrong):
        receive(again, at=0, blocks=[FILM[:10]])
    receive(again, at=6_000_000, blocks=[FILM[6_000_000:]])
    assert finish(again).sha256 == SHA256


def test_process_that_dies_loses_only_the_last_moments(cast, on_s3, monkeypatch):
    monkeypatch.setattr(growing, "FLUSH_S", 0)  # as if every block had taken a slow line two seconds
    upload = begin(cast.dewi, name="a.mp4", title="", size_bytes=SIZE)
    with arrival_of(upload).opened() as file:  # never synced: the process is gone
        for at in range(0, 7_000_000, 100_000):
            file.append(FILM[at : at + 100_000])
    with arrival_of(upload).opened() as file:
        kept = file.end
    assert 7_000_000 - growing.FLUSH_BYTES - 100_000 <= kept <= 7_000_000
    upload.refresh_from_db()
    receive(upload, at=kept, blocks=[FILM[kept:]])
    assert finish(upload).sha256 == SHA256


def test_late_bytes_of_an_old_connection_do_no_harm(cast, on_s3):
    upload = begin(cast.dewi, name="a.mp4", title="", size_bytes=SIZE)
    with arrival_of(upload).opened() as old, arrival_of(upload).opened() as new:
        new.append(FILM[:3000])
        new.sync()
        old.append(FILM[:2000])
        with pytest.raises(FileExistsError):
            old.sync()
        assert old.sync() == 0
        new.append(FILM[3000 : PART_BYTES + 10])
        new.sync()
    with arrival_of(upload).opened() as third:
        assert third.end == PART_BYTES + 10
        third.append(FILM[PART_BYTES + 10 :])
        third.sync()
    assert finish(upload).sha256 == SHA256


def test_many_writers_at_once_leave_a_whole_file(cast, on_s3):
    place = Growing(private_store(), "video/banyak")
    place.begin()

    def write():
        while True:
            with place.opened() as file:
                try:
                    for at in range(file.end, SIZE, 700_000):
                        file.append(FILM[at : at + 700_000])
                        file.sync()
                except FileExistsError:  # another one was faster: look again, as a browser does
                    continue
                if file.end == SIZE:
                    return

    writers = [threading.Thread(target=write) for _ in range(3)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    place.complete(SIZE)
    assert private_store().sha256("video/banyak") == SHA256 and not tails()


def test_what_is_no_video_is_refused_at_its_first_bytes_and_gone(dewi):
    address = begun(dewi, size=SIZE)
    assert patch(dewi, address, 0, b"x" * 10_000).status_code == 422
    assert only().reason == "not_video" and not arrival_of(only()).is_begun() and not tails()
    assert head(dewi, address).status_code == 410


def test_machine_that_dies_after_joining_is_made_good(dewi):
    address = begun(dewi, size=SIZE)
    receive(only(), at=0, blocks=[FILM])
    arrival_of(only()).complete(SIZE)
    assert head(dewi, address).status_code == 200
    assert Source.objects.get().sha256 == SHA256


def test_sweep_makes_the_video_of_a_complete_upload_that_nobody_asks_for(dewi):
    begun(dewi, size=SIZE)
    receive(only(), at=0, blocks=[FILM])
    assert (sweep_uploads(), sweep_uploads()) == (1, 0)
    assert only().source == Source.objects.get()


def test_dropped_upload_leaves_nothing(cast, on_s3):
    upload = begin(cast.dewi, name="a.mp4", title="", size_bytes=SIZE)
    receive(upload, at=0, blocks=[FILM[:6_000_000]])
    arrival = arrival_of(upload)
    drop(upload)
    assert not arrival.is_begun() and not tails() and not list(private_store().listed("video"))


def test_strays_go_and_open_uploads_stay(cast, on_s3, monkeypatch):
    upload = begin(cast.dewi, name="a.mp4", title="", size_bytes=SIZE)
    stray = begin(cast.dewi, name="b.mp4", title="", size_bytes=SIZE)
    for one in (upload, stray):
        receive(one, at=0, blocks=[FILM[:1000]])
    place = arrival_of(stray)
    Upload.objects.filter(pk=stray.pk).delete()
    forget_strays()
    assert place.is_begun()
    monkeypatch.setattr("media.sweeping_uploads.STRAY_KEPT_S", -60)
    forget_strays()
    assert not place.is_begun() and arrival_of(upload).is_begun() and tails() == [1000]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_machines_finish_at_once_and_make_one_video(cast, on_s3, monkeypatch):
    upload = begin(cast.dewi, name="a.mp4", title="Sekali", size_bytes=SIZE)
    receive(upload, at=0, blocks=[FILM])
    monkeypatch.setattr("media.resuming.fcntl.flock", lambda *_: None)  # which holds on one machine only
    found = []

    def end():
        found.append(finish(Upload.objects.get(pk=upload.pk)).pk)
        connection.close()

    machines = [threading.Thread(target=end) for _ in range(3)]
    for one in machines:
        one.start()
    for one in machines:
        one.join()
    assert found == [Source.objects.get().pk] * 3
    assert private_store().sha256(kept_name(upload)) == SHA256
