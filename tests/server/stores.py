"""Settings that put every file into a real S3 server, and a fixture that runs a test on a disk and on S3."""

import pytest
from django.test import override_settings

from tests.server.ceph import KEY, SECRET


def bucket_settings(ceph, folder, *, private, public, private_url="", public_url=""):
    """Return STORAGES as lms/settings/files.py makes them from the environment."""
    shared = {"endpoint_url": ceph.url, "region_name": "us-east-1", "access_key": KEY, "secret_key": SECRET}
    private = {"bucket_name": private, "address": private_url, "scratch": folder / "private"}
    public = {"bucket_name": public, "address": public_url, "scratch": folder / "public"}
    return {
        "default": {"BACKEND": "core.files_s3.PrivateBucket", "OPTIONS": shared | private},
        "public": {"BACKEND": "core.files_s3.PublicBucket", "OPTIONS": shared | public},
        "staticfiles": {"BACKEND": "lms.static_files.HashedStorage"},
    }


def disk_settings(folder):
    """Return STORAGES of a disk."""
    return {
        "default": {"BACKEND": "core.files.PrivateStorage", "OPTIONS": {"location": folder / "a", "base_url": None}},
        "public": {
            "BACKEND": "core.files.PublicStorage",
            "OPTIONS": {"location": folder / "b", "base_url": "/berkas/"},
        },
        "staticfiles": {"BACKEND": "lms.static_files.HashedStorage"},
    }


@pytest.fixture
def on_s3(request, tmp_path):
    """Keep every file of the test in S3; return a function that goes over to another machine's scratch folder."""
    ceph = request.getfixturevalue("ceph")
    buckets = {"private": ceph.make_bucket(), "public": ceph.make_bucket()}
    overrides = []

    def machine(name, **addresses):
        override = override_settings(STORAGES=bucket_settings(ceph, tmp_path / name, **buckets, **addresses))
        override.enable()
        overrides.append(override)

    machine("one")
    yield machine
    while overrides:
        overrides.pop().disable()


@pytest.fixture(params=["disk", "s3"])
def stored(request, tmp_path):
    """Run the test on each backend; return its name."""
    if request.param == "s3":
        request.getfixturevalue("on_s3")
        yield "s3"
    else:
        with override_settings(STORAGES=disk_settings(tmp_path)):
            yield "disk"
