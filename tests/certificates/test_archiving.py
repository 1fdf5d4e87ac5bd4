"""All files of a class as one archive: complete, readable by any program, for the office alone."""

import hashlib
import io
import zipfile
from types import SimpleNamespace

import pytest
from django.urls import reverse

from certificates.awarding import award
from certificates.issuing import issue_row
from certificates.models import RevocationReason
from certificates.models.certificate import private_storage
from certificates.revoking import revoke_certificate
from courses.cohorts.gathering import join_cohort, open_cohort
from tests.certificates.conftest import approve_rows, issued
from tests.factories.courses_cohorts import make_cohort
from tests.factories.courses_content import make_course
from tests.factories.courses_records import finish_lessons, make_enrolment, make_person, take_final


def passed_in(cohort, name):
    """Return the issued certificate of a new member."""
    enrolment = make_enrolment(make_person(full_name=name), cohort.course)
    finish_lessons(enrolment)
    take_final(enrolment)
    join_cohort(cohort.pk, enrolment.person)
    row = award(enrolment.pk)
    approve_rows(row)
    assert issue_row(row.pk)
    row.refresh_from_db()
    return row


@pytest.fixture
def one_class(db):
    """A running class: two issued certificates, a member without one; and a certificate of somebody outside."""
    cohort = make_cohort(make_course(title="Kemasan Produk IKM", modules=2, bank=20))
    rows = [passed_in(cohort, "Siti Contoh"), passed_in(cohort, "Budi ../“Keripik” Contoh")]
    join_cohort(cohort.pk, make_person(full_name="Belum Lulus"))
    issued(make_person(full_name="Orang Lain"), title="Sablon untuk Pemula")
    address = reverse("certificates:class_archive", args=[cohort.pk])
    return SimpleNamespace(cohort=open_cohort(cohort.pk, by=None), rows=rows, address=address)


def archive_at(client, address):
    """Return the archive's bytes as they come over the line."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.streaming
    return b"".join(answer.streaming_content)


def test_archive_holds_every_file_of_the_class_byte_for_byte(client, cast, one_class):
    client.force_login(cast.petugas)
    with zipfile.ZipFile(io.BytesIO(archive_at(client, one_class.address))) as archive:
        assert archive.testzip() is None
        hashes = [hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()]
        names = archive.namelist()
    assert hashes == [row.sha256 for row in one_class.rows]
    assert [name.split(" ", 1)[1] for name in names] == ["siti-contoh.pdf", "budi-keripik-contoh.pdf"]
    assert all(row.number_text.replace("/", "-") in name for row, name in zip(one_class.rows, names, strict=True))
    assert not any("/" in name or ".." in name for name in names)


def test_revoked_certificate_is_left_out(client, cast, one_class):
    revoke_certificate(one_class.rows[0], by=cast.petugas, reason=RevocationReason.MISUSE)
    client.force_login(cast.petugas)
    with zipfile.ZipFile(io.BytesIO(archive_at(client, one_class.address))) as archive:
        assert [name.split(" ", 1)[1] for name in archive.namelist()] == ["budi-keripik-contoh.pdf"]


def test_lost_file_is_named_inside(client, cast, one_class):
    private_storage().delete(one_class.rows[0].file.name)
    client.force_login(cast.petugas)
    with zipfile.ZipFile(io.BytesIO(archive_at(client, one_class.address))) as archive:
        assert archive.testzip() is None
        told = archive.read("BERKAS-YANG-TIDAK-DITEMUKAN.txt").decode()
    assert told == one_class.rows[0].number_text


@pytest.mark.parametrize(
    ("name", "may"), [("ratna", False), ("hasan", False), ("dewi", False), ("petugas", True), ("kepala", True)]
)
def test_only_the_office_takes_the_files_and_sees_the_button(client, cast, one_class, name, may):
    client.force_login(getattr(cast, name))
    assert (client.get(one_class.address).status_code == 200) is may
    screen = client.get(reverse("cohorts:inspect", args=[one_class.cohort.pk]))
    assert (one_class.address in screen.content.decode()) is may


def test_class_without_certificates_says_so(client, cast):
    cohort = make_cohort(members=1)
    client.force_login(cast.petugas)
    answer = client.get(reverse("certificates:class_archive", args=[cohort.pk]), follow=True)
    assert "Belum ada sertifikat yang terbit di angkatan ini." in answer.content.decode()


def test_unknown_class_is_not_found(client, cast):
    client.force_login(cast.petugas)
    assert client.get(reverse("certificates:class_archive", args=[99])).status_code == 404
