"""Backup and restore of an installation whose files lie in a real S3 server."""

import pytest

from core.files_s3 import PrivateBucket, PublicBucket
from core.store import private_store, public_store
from operating.backing_up import back_up
from operating.deploying import deploy_lines
from operating.drilling import empty_database
from operating.restoring import Target, restore
from operating.status import BAD, GOOD
from tests.server.stores import bucket_settings

pytestmark = [pytest.mark.server, pytest.mark.needs("radosgw", "ceph-mon", "ceph-osd")]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_buckets_are_backed_up_and_restored_into_empty_ones(on_s3, ceph, tmp_path):
    private_store().keep("originals/ab/satu.mp4", b"satu" * 1000)
    public_store().keep("video/cd/dua.mp4", b"dua" * 1000)
    backup = back_up(tmp_path / "backups")
    made = bucket_settings(ceph, tmp_path / "new", private=ceph.make_bucket(), public=ceph.make_bucket())
    stores = {
        "default": PrivateBucket(**made["default"]["OPTIONS"]),
        "public": PublicBucket(**made["public"]["OPTIONS"]),
    }
    with empty_database(tmp_path) as database:
        outcome = restore(backup, Target(database, stores, tmp_path))
    assert outcome.differences == []
    assert {one.name for one in outcome.files} == {"originals/ab/satu.mp4", "video/cd/dua.mp4"}
    with stores["default"].open("originals/ab/satu.mp4") as file:
        assert file.read() == b"satu" * 1000


@pytest.mark.django_db
@pytest.mark.parametrize(("is_public", "verdict"), [(False, GOOD), (True, BAD)])
def test_deploy_check_asks_the_store_as_a_stranger(ceph, tmp_path, settings, is_public, verdict):
    buckets = {"private": ceph.make_bucket(is_public=is_public), "public": ceph.make_bucket()}
    settings.STORAGES = bucket_settings(ceph, tmp_path, **buckets)
    (line,) = [line for line in deploy_lines() if line.name == "Berkas privat"]
    assert line.verdict == verdict
