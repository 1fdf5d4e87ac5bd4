"""Photos ahead of their event: whole, small, private, and not for ever."""

import datetime as dt
import hashlib
import os

import pytest
from django.core.files.storage import default_storage

from core.clock import now
from sync import keeping
from sync.keeping import read_file, sweep_files
from sync.models import PhoneFile
from tests.factories.courses_records import make_person, photo_file
from tests.sync.phone import Phone

pytestmark = pytest.mark.django_db


def code_of(response):
    return response.status_code, response.json()["code"]


def test_photo_is_kept_once_per_person(phone):
    data = photo_file()
    assert phone.photo(data) == phone.photo(data) == hashlib.sha256(data).hexdigest()
    assert read_file(phone.person, phone.photo(data)) == data
    assert PhoneFile.objects.count() == 1


def test_photo_of_one_person_is_nobody_elses(phone):
    name = phone.photo(photo_file())
    assert read_file(make_person(), name) is None


def test_photo_cut_on_the_way_is_refused(phone):
    data = photo_file()
    assert code_of(phone.put(data[:-1], hashlib.sha256(data).hexdigest())) == (422, "file_wrong")
    assert code_of(phone.put(b"", hashlib.sha256(b"").hexdigest())) == (422, "file_wrong")
    assert code_of(phone.put(data, "not-a-hash")) == (422, "file_wrong")
    assert not PhoneFile.objects.exists()


def test_photo_that_is_too_large_is_refused(phone):
    assert code_of(phone.put(b"x" * 400_001)) == (413, "too_large")


def test_photos_of_one_person_are_limited_in_number_and_the_oldest_go(phone):
    first, second = phone.photo(b"first"), phone.photo(b"second")
    phone.photo(b"first")
    other = Phone(make_person()).photo(b"first")
    waiting, later = [f"{number:064x}" for number in range(keeping.MOST_WAITING - 2)], now() + dt.timedelta(minutes=1)
    PhoneFile.objects.bulk_create(
        PhoneFile(person=phone.person, sha256=sha256, file=sha256, size_bytes=1, received_at=later)
        for sha256 in waiting
    )
    third = phone.photo(b"third")
    left = PhoneFile.objects.filter(person=phone.person)
    assert left.count() == keeping.MOST_WAITING
    assert [left.filter(sha256=name).exists() for name in (first, second, third)] == [True, False, True]
    assert PhoneFile.objects.filter(sha256=other).count() == 2


def test_photo_whose_file_was_lost_comes_again(phone):
    data = photo_file()
    name = phone.photo(data)
    default_storage.delete(PhoneFile.objects.get().file)
    assert read_file(phone.person, name) is None
    phone.photo(data)
    assert read_file(phone.person, name) == data


def test_photos_nobody_came_for_are_swept_after_thirty_days(phone):
    old, fresh = phone.photo(b"old"), phone.photo(b"fresh")
    row = PhoneFile.objects.get(sha256=old)
    PhoneFile.objects.filter(pk=row.pk).update(received_at=now() - dt.timedelta(days=31))
    assert sweep_files() == 1
    assert read_file(phone.person, fresh) == b"fresh"
    assert read_file(phone.person, old) is None


def test_photo_sent_again_stays_longer(phone):
    name = phone.photo(b"old")
    PhoneFile.objects.update(received_at=now() - dt.timedelta(days=31))
    phone.photo(b"old")
    assert sweep_files() == 0
    assert read_file(phone.person, name) == b"old"


def test_files_go_with_their_rows(phone, django_capture_on_commit_callbacks):
    phone.photo(photo_file())
    file = PhoneFile.objects.get().file
    with django_capture_on_commit_callbacks(execute=True):
        phone.person.delete()
    assert not default_storage.exists(file)


def test_file_without_a_row_is_swept_when_it_is_old(phone):
    phone.photo(b"photo")
    file = PhoneFile.objects.get().file
    PhoneFile.objects.all()._raw_delete("default")
    sweep_files()
    assert default_storage.exists(file)  # it may belong to a request under way
    month_ago = now().timestamp() - 31 * 24 * 3600
    os.utime(default_storage.path(file), (month_ago, month_ago))
    sweep_files()
    assert not default_storage.exists(file)
