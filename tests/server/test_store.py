"""The store keeps the same promises on a disk and in S3."""

import hashlib
import os
import subprocess
import sys
import threading
import time
import urllib.request
from urllib.error import HTTPError

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import call_command

from core.scratch import Scratch
from core.serving_files import serve_private, serve_public
from core.store import StoreAway, private_store, public_store
from core.store_privacy import check_private_bucket, private_faults
from core.store_s3 import ONE_PUT_BYTES
from tests.server.relay import relay_to
from tests.server.stores import bucket_settings

pytestmark = [pytest.mark.server, pytest.mark.needs("radosgw", "ceph-mon", "ceph-osd")]
CONTENT = bytes(range(256)) * 40
NAME = "contoh/ab/isi.jpg"


def names(prefix="contoh"):
    return {one.name for one in private_store().listed(prefix)}


def test_what_is_kept_is_found_read_hashed_and_deleted(stored):
    store = private_store()
    assert store.find(NAME) is None
    store.keep(NAME, CONTENT)
    assert store.find(NAME).size_bytes == len(CONTENT)
    assert b"".join(store.read(NAME, 0, len(CONTENT) - 1)) == CONTENT
    assert b"".join(store.read(NAME, 5, 9)) == CONTENT[5:10]
    assert store.sha256(NAME) == hashlib.sha256(CONTENT).hexdigest()
    assert store.local(NAME).read_bytes() == CONTENT
    store.delete(NAME)
    store.delete(NAME)
    assert store.find(NAME) is None and not names()
    with pytest.raises(FileNotFoundError):
        store.local(NAME)
    with pytest.raises(FileNotFoundError):
        store.sha256(NAME)


def test_what_is_there_is_never_replaced(stored):
    private_store().keep(NAME, CONTENT)
    private_store().keep(NAME, b"other")
    assert private_store().sha256(NAME) == hashlib.sha256(CONTENT).hexdigest()


def test_of_many_at_once_one_is_kept_whole(stored):
    contents = [bytes([number]) * 100_000 for number in range(6)]
    writers = [threading.Thread(target=private_store().keep, args=(NAME, one)) for one in contents]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert private_store().local(NAME).read_bytes() in contents
    assert names() == {NAME}


def test_folder_goes_with_everything_in_it_and_nothing_beside_it(stored):
    for name in ("contoh/a/1", "contoh/a/2", "contoh/ab/1"):
        private_store().keep(name, b"x")
    private_store().delete_below("contoh/a")
    assert names() == {"contoh/ab/1"}


def test_file_is_settled_whole(stored, tmp_path):
    folder = private_store().folder("work")
    folder.mkdir(parents=True)
    (folder / "made").write_bytes(CONTENT)
    private_store().settle(folder / "made", "work/key/made")
    assert not (folder / "made").exists()
    assert private_store().local("work/key/made").read_bytes() == CONTENT


def test_file_that_is_taken_back_can_be_given_again(stored, tmp_path):
    path = tmp_path / "given"
    path.write_bytes(CONTENT)
    private_store().settle(path, NAME)
    private_store().take_back(NAME, path)
    assert private_store().find(NAME) is None and path.read_bytes() == CONTENT


def test_touching_makes_young(stored, tmp_path):
    private_store().keep(NAME, CONTENT)
    before = private_store().find(NAME).modified_ns
    private_store().touch(NAME)
    assert private_store().find(NAME).modified_ns >= before
    assert private_store().local(NAME).read_bytes() == CONTENT


def test_uploads_of_the_studio_never_replace_each_other(stored):
    saved = {default_storage.save("documents/surat.pdf", ContentFile(text)) for text in (b"one", b"two")}
    contents = set()
    for name in saved:
        with default_storage.open(name) as file:
            contents.add(file.read())
    assert contents == {b"one", b"two"}
    with pytest.raises(NotImplementedError):
        default_storage.url(saved.pop())
    assert storages["public"].url("images/a b.jpg") == "/berkas/images/a%20b.jpg"


def test_answer_that_is_lost_makes_no_second_copy(ceph, tmp_path, settings):
    """The client sends it again and is told that it is there; only a copy of somebody else's counts as another file."""
    made = bucket_settings(ceph, tmp_path, private=ceph.make_bucket(), public=ceph.make_bucket())
    with relay_to(int(ceph.url.rpartition(":")[2])) as relay:
        made["default"]["OPTIONS"]["endpoint_url"] = f"http://127.0.0.1:{relay.port}"
        settings.STORAGES = made
        assert default_storage.save("documents/surat.pdf", ContentFile(b"one")) == "documents/surat.pdf"
        assert relay.lost.is_set()
        assert names("documents") == {"documents/surat.pdf"}
        assert private_store().put_new("documents/surat.pdf", b"one") is False
        assert default_storage.save("documents/surat.pdf", ContentFile(b"one")) != "documents/surat.pdf"


@pytest.mark.parametrize("wanted", ["", "bytes=0-0", "bytes=100-", "bytes=-5", "bytes=5-9"])
@pytest.mark.parametrize("kind", ["public", "private"])
def test_any_range_goes_out(stored, rf, kind, wanted):
    store, serve = (public_store(), serve_public) if kind == "public" else (private_store(), serve_private)
    store.keep(NAME, CONTENT)
    response = serve(rf.get("/", headers={"Range": wanted} if wanted else {}), NAME, content_type="image/jpeg")
    expected = {"": CONTENT, "bytes=0-0": CONTENT[:1], "bytes=100-": CONTENT[100:], "bytes=-5": CONTENT[-5:]}
    assert response.getvalue() == expected.get(wanted, CONTENT[5:10])
    assert response.status_code == (206 if wanted else 200)


VISIT, SHOWN, SCRIPT = (
    {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
    {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "video"},
    {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
)


def fetched(url, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        return answer.read(), answer.headers


def test_players_get_public_files_from_the_bucket_and_scripts_from_us(ceph, tmp_path, settings, rf):
    private, public = ceph.make_bucket(), ceph.make_bucket(is_public=True)
    buckets = {"private": private, "public": public, "public_url": f"{ceph.url}/{public}"}
    settings.STORAGES = bucket_settings(ceph, tmp_path, **buckets)
    public_store().keep("video/a b.mp4", CONTENT)
    shown = serve_public(rf.get("/", headers=SHOWN), "video/a b.mp4", content_type="video/mp4")
    assert (shown.status_code, shown["Location"]) == (302, f"{ceph.url}/{public}/video/a%20b.mp4")
    assert "Sec-Fetch-Dest" in shown["Vary"] and "immutable" not in shown["Cache-Control"]
    piece, headers = fetched(shown["Location"], Range="bytes=1-3")
    assert (piece, headers["Content-Type"]) == (CONTENT[1:4], "video/mp4")
    for other in (VISIT, SCRIPT, {}):
        response = serve_public(rf.get("/", headers=other), "video/a b.mp4", content_type="video/mp4")
        assert response.getvalue() == CONTENT


def test_only_a_visit_is_sent_on_to_a_private_file_and_only_with_a_signature(ceph, tmp_path, settings, rf):
    buckets = {"private": ceph.make_bucket(), "public": ceph.make_bucket(), "private_url": ceph.url}
    settings.STORAGES = bucket_settings(ceph, tmp_path, **buckets)
    private_store().keep(NAME, CONTENT)
    values = {"content_type": "application/pdf", "save_as": "Sertifikat Siti.pdf"}
    sent = serve_private(rf.get("/", headers=VISIT), NAME, **values)
    assert (sent.status_code, sent["Cache-Control"]) == (302, "private, no-store")
    body, headers = fetched(sent["Location"])
    assert (body, headers["Content-Type"]) == (CONTENT, "application/pdf")
    assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''Sertifikat%20Siti.pdf"
    with pytest.raises(HTTPError, match="403"):
        fetched(sent["Location"].partition("?")[0])
    with pytest.raises(HTTPError, match="403"):
        fetched(sent["Location"].replace("Expires=60", "Expires=6000"))
    for other in (SHOWN, SCRIPT, {}):
        assert serve_private(rf.get("/", headers=other), NAME, **values).getvalue() == CONTENT


def test_private_bucket_is_private(on_s3):
    assert private_faults() == check_private_bucket(None) == []
    assert not list(private_store().listed("check"))


def test_private_bucket_that_everybody_reads_is_refused(ceph, tmp_path, settings):
    buckets = {"private": ceph.make_bucket(is_public=True), "public": ceph.make_bucket()}
    settings.STORAGES = bucket_settings(ceph, tmp_path, **buckets)
    (fault,) = private_faults()
    assert fault.startswith("anybody can read it at")
    with pytest.raises(Exception, match=r"core\.E010"):
        call_command("check", deploy=True, tags=["security"])


def test_large_file_goes_in_parts(on_s3, tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"x" * (ONE_PUT_BYTES + 1))
    private_store().settle(path, NAME)
    assert private_store().find(NAME).size_bytes == ONE_PUT_BYTES + 1


def test_another_machine_fetches_once(on_s3):
    private_store().keep(NAME, CONTENT)
    first = private_store().local(NAME)
    on_s3("two")
    second = private_store().local(NAME)
    assert first != second and second.read_bytes() == CONTENT
    inode = second.stat().st_ino
    assert private_store().local(NAME).stat().st_ino == inode


def test_copy_that_finds_no_room_is_refused(on_s3, settings):
    private_store().keep(NAME, CONTENT)
    settings.MEDIA_MIN_FREE_BYTES = 10**18
    on_s3("full")
    with pytest.raises(OSError, match="no room"):
        private_store().local(NAME)


def test_store_that_does_not_answer_is_told_apart_from_a_file_that_is_gone(ceph, tmp_path, settings):
    settings.STORAGES = bucket_settings(ceph, tmp_path, private="no-such-bucket", public="no-such-bucket")
    with pytest.raises((StoreAway, FileNotFoundError)):
        private_store().keep(NAME, CONTENT)
    settings.STORAGES["default"]["OPTIONS"]["endpoint_url"] = "http://127.0.0.1:9"
    settings.STORAGES = dict(settings.STORAGES)
    with pytest.raises(StoreAway):
        private_store().find(NAME)


def test_environment_alone_decides_where_files_lie(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "IKM_VAR": str(tmp_path),
        "S3_ENDPOINT": "http://127.0.0.1:9",
        "S3_BUCKET_PUBLIC": "gambar",
        "S3_PUBLIC_URL": "https://berkas.example/gambar",
    }
    script = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "from core.store import private_store, public_store\n"
        "policy = settings.CONTENT_SECURITY_POLICY['DIRECTIVES']\n"
        "print(private_store().bucket, public_store().bucket, public_store().public_url)\n"
        "print(*sorted(name for name in policy if 'https://berkas.example' in policy[name]))\n"
    )
    told = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.splitlines() == [
        "ikm-private gambar https://berkas.example/gambar",
        "connect-src img-src media-src",
    ]


def test_copies_make_room_for_each_other(tmp_path):
    day_s, scratch = 24 * 3600, Scratch(tmp_path, reserve_bytes=0)
    for name, age_s in (("old", day_s + 60), ("rested", 7200), ("used", 60), (".x.part/written", 7200)):
        path = scratch.fill(name, 4, lambda aside: aside.write_bytes(b"1234"))
        os.utime(path, (time.time() - age_s,) * 2)
    scratch.make_room(4)
    assert {path.name for path in tmp_path.iterdir()} == {"rested", "used", ".x.part"}
    with pytest.raises(OSError, match="no room"):
        scratch.make_room(10**18)
    assert {path.name for path in tmp_path.iterdir()} == {"used", ".x.part"}
