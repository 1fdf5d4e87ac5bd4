"""Piece hashes: made once, complete, gone with their file."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from core.clock import now
from media.hashing import hashes_of, keep_hashes, piece_hashes
from media.models import PIECE_BYTES, FileHashes, RetiredFile
from media.removing import remove_source
from media.storages import public_storage
from media.sweeping import tidy
from tests.media.showing import show

pytestmark = pytest.mark.django_db


def names_of(source):
    return list(source.published.renditions.values_list("file", flat=True))


def test_each_piece_has_its_hash_and_the_last_is_shorter(tmp_path):
    content = bytes(range(256)) * (PIECE_BYTES // 256) + b"rest"
    (tmp_path / "one.mp4").write_bytes(content)
    cut = [content[:PIECE_BYTES], content[PIECE_BYTES:]]
    assert piece_hashes(tmp_path / "one.mp4") == [hashlib.sha256(piece).hexdigest() for piece in cut]


def test_hashes_are_made_once(django_assert_num_queries):
    names = names_of(show(None))
    keep_hashes(names)
    with django_assert_num_queries(1):
        assert set(hashes_of(names)) == set(names)
    with django_assert_num_queries(1):
        keep_hashes(names)


def test_file_that_is_gone_has_none():
    names = names_of(show(None))
    Path(public_storage().path(names[0])).unlink()
    assert set(hashes_of(names)) == set(names[1:])


def test_hashes_go_with_a_replaced_file():
    RetiredFile.objects.create(name="video/ab/alt.mp4")
    RetiredFile.objects.update(retired_at=now() - dt.timedelta(days=2))
    FileHashes.objects.create(name="video/ab/alt.mp4", size_bytes=1)
    tidy()
    assert not FileHashes.objects.exists()


def test_hashes_go_with_a_deleted_video(cast, django_capture_on_commit_callbacks):
    source = show(cast.dewi)
    keep_hashes(names_of(source))
    with django_capture_on_commit_callbacks(execute=True):
        remove_source(source, by=cast.dewi)
    assert not FileHashes.objects.exists()
