"""A small office with files, and an empty machine beside it to restore on."""

import shutil

import pyrage
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from operating.drilling import empty_database, empty_stores
from operating.restoring import Target
from tests.cast import create_cast
from tests.world import make_world


@pytest.fixture
def office(transactional_db, django_db_serialized_rollback):
    """Everybody with something of everything, and files in both storages."""
    from django.core.management import call_command

    call_command("load_roles", verbosity=0)
    make_world(create_cast())
    for kind, name, content in (
        ("default", "originals/ab/one.mp4", b"original" * 1000),
        ("default", "originals/half.part", b"not yet anything"),
        ("public", "videos/cd/two.webm", b"rendition" * 1000),
        ("public", "videos/same.webm", b"rendition" * 1000),
    ):
        storages[kind].save(name, ContentFile(content))
    yield
    for kind in ("private", "public"):
        shutil.rmtree(settings.VAR_DIR / kind, ignore_errors=True)


@pytest.fixture
def empty_machine(tmp_path):
    """Where to restore: a new database of the same engine and new folders."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with empty_database(tmp_path) as database:
        yield Target(database, empty_stores(tmp_path), scratch)


@pytest.fixture
def key():
    """A secret key of age."""
    return pyrage.x25519.Identity.generate()
