"""The register in the admin: who reads it, what it finds, and how revoking asks first."""

import subprocess

import pytest
from django.contrib.auth import get_user_model

from certificates.errors import NotAllowed, NotRevocable
from certificates.models import Act, Certificate, CertificateState, RevocationReason
from certificates.revoking import revoke_certificate
from tests.certificates.conftest import issued
from tests.factories.courses_records import make_person

LIST = "/studio/sertifikat/"


def names_in(answer):
    """Return which of the people's names stand on the page."""
    text = answer.content.decode()
    people = get_user_model().objects.values_list("full_name", flat=True)
    return {name for name in people if f"{name}\n" in text or f">{name}<" in text or name in text}


READERS = {"ratna": False, "hasan": False, "dewi": False, "petugas": True, "kepala": True, "admin": True}
REVOKERS = {**READERS, "kepala": False}


@pytest.mark.parametrize(("name", "may"), READERS.items())
def test_only_the_office_reads_the_register(client, cast, certificate, name, may):
    client.force_login(getattr(cast, name))
    for address in (LIST, f"{LIST}{certificate.pk}/"):
        answer = client.get(address)
        assert (answer.status_code == 200) is may
        assert ("Siti Contoh" in answer.content.decode()) is may


@pytest.mark.parametrize(("name", "may"), REVOKERS.items())
def test_only_officers_and_administrators_revoke(client, cast, certificate, name, may):
    client.force_login(getattr(cast, name))
    address = f"{LIST}{certificate.pk}/cabut/"
    assert (client.get(address).status_code == 200) is may
    client.post(address, {"reason": RevocationReason.MISUSE})
    certificate.refresh_from_db()
    assert (certificate.state == CertificateState.REVOKED) is may


def test_stranger_is_sent_to_sign_in(client, certificate):
    for address in (LIST, f"{LIST}{certificate.pk}/cabut/"):
        assert client.get(address).status_code == 302


def test_instructor_has_no_register_in_the_menu(client, cast):
    client.force_login(cast.dewi)
    assert LIST not in client.get("/studio/").content.decode()
    client.force_login(cast.petugas)
    assert LIST in client.get("/studio/").content.decode()


def test_list_is_searched_and_filtered(client, cast, certificate):
    other = issued(make_person(full_name="Budi Percobaan"), title="Sablon untuk Pemula")
    client.force_login(cast.petugas)
    both = {"Siti Contoh", "Budi Percobaan"}
    assert both <= names_in(client.get(LIST))
    for query, found in (
        ({"q": certificate.number_text}, {"Siti Contoh"}),
        ({"q": "budi"}, {"Budi Percobaan"}),
        ({"q": certificate.code}, {"Siti Contoh"}),
        ({"course_slug": other.course_slug}, {"Budi Percobaan"}),
        ({"state": "revoked"}, set()),
        ({"year": other.year}, both),
    ):
        assert names_in(client.get(LIST, query)) & both == found


def test_list_can_be_taken_along_as_a_file(client, cast, certificate):
    client.force_login(cast.kepala)
    answer = client.get(LIST, {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert certificate.number_text in text
    assert "Siti Contoh" in text
    assert certificate.person.phone not in text


def pdf_of(answer, tmp_path):
    """Return the pages of a PDF answer as pdftotext reads them."""
    assert answer.headers["Content-Type"] == "application/pdf"
    path = tmp_path / "register.pdf"
    path.write_bytes(answer.content)
    run = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return run.stdout


@pytest.mark.needs("pdftotext")
def test_list_can_be_printed_by_number_as_it_is_filtered(client, cast, certificate, tmp_path):
    issued(make_person(full_name="#let *Budi* \\ Percobaan"), title="Sablon untuk Pemula")
    issued(make_person(full_name="Orang Lain"), title="Batik")
    client.force_login(cast.kepala)
    whole = pdf_of(client.get(LIST, {"export": "pdf"}), tmp_path)
    assert "Jumlah: 3." in whole
    assert "#let *Budi* \\" in whole
    assert certificate.person.phone not in whole
    assert whole.index("Siti Contoh") < whole.index("#let *Budi*") < whole.index("Orang Lain")
    one = pdf_of(client.get(LIST, {"export": "pdf", "course_slug": certificate.course_slug}), tmp_path)
    assert "Kursus: Kemasan Produk IKM. Jumlah: 1." in one
    assert "Orang Lain" not in one


def test_list_too_long_to_print_asks_for_a_filter(client, cast, certificate, monkeypatch):
    monkeypatch.setattr("certificates.register.MOST_ROWS", 1)
    issued(make_person(full_name="Budi Percobaan"), title="Sablon untuk Pemula")
    client.force_login(cast.petugas)
    answer = client.get(LIST, {"export": "pdf", "year": certificate.year}, follow=True)
    assert "Saring dahulu" in answer.content.decode()
    assert answer.redirect_chain == [(f"{LIST}?year={certificate.year}", 302)]


def test_empty_register_opens(client, cast):
    client.force_login(cast.petugas)
    assert client.get(LIST).status_code == 200


def test_list_asks_as_much_for_three_rows_as_for_one(client, cast, django_assert_num_queries):
    client.force_login(cast.petugas)
    issued()
    client.get(LIST)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    issued(), issued()
    with django_assert_num_queries(len(one)):
        client.get(LIST)


def test_nothing_is_added_changed_or_deleted_by_hand(client, cast, certificate):
    client.force_login(cast.admin)
    for address in ("new/", f"edit/{certificate.pk}/", f"delete/{certificate.pk}/"):
        assert client.get(LIST + address).status_code == 404


def test_revoking_asks_why_and_keeps_what_was_written(client, cast, certificate):
    client.force_login(cast.petugas)
    answer = client.post(f"{LIST}{certificate.pk}/cabut/", {"note": "Nama keliru."})
    assert answer.status_code == 200
    assert "Pilih alasan pencabutan." in answer.content.decode()
    assert "Nama keliru." in answer.content.decode()
    certificate.refresh_from_db()
    assert certificate.is_issued


def test_revoking_is_logged_and_keeps_the_number(client, cast, certificate):
    client.force_login(cast.petugas)
    answer = client.post(
        f"{LIST}{certificate.pk}/cabut/", {"reason": RevocationReason.WRONG_DATA, "note": "Nama keliru."}, follow=True
    )
    assert "dicabut" in answer.content.decode()
    certificate.refresh_from_db()
    assert certificate.revoked_by == cast.petugas
    assert certificate.revocation_note == "Nama keliru."
    act = Act.objects.get(kind="revoked")
    assert (act.by, act.by_name, act.why) == (
        cast.petugas,
        "Petugas Contoh",
        "Data pada sertifikat keliru: Nama keliru.",
    )
    assert issued().number == certificate.number + 1


def test_revoking_twice_is_refused(cast, certificate):
    revoke_certificate(certificate, by=cast.petugas, reason=RevocationReason.MISUSE)
    with pytest.raises(NotRevocable):
        revoke_certificate(certificate, by=cast.petugas, reason=RevocationReason.MISUSE)


def test_act_itself_refuses_who_may_not(cast, certificate):
    with pytest.raises(NotAllowed):
        revoke_certificate(certificate, by=cast.kepala, reason=RevocationReason.MISUSE)
    assert Certificate.objects.get().is_issued


def test_row_that_cannot_be_issued_tells_the_office_why(client, cast, db):
    from certificates.awarding import award
    from tests.certificates.conftest import pass_course

    award(pass_course(make_person(full_name="สมชาย")).pk)
    client.force_login(cast.petugas)
    assert "huruf yang tidak dapat dicetak" in client.get(LIST).content.decode()


@pytest.mark.parametrize(("name", "may"), {**REVOKERS, "petugas": False}.items())
def test_only_administrators_change_the_offices_words(client, cast, name, may):
    client.force_login(getattr(cast, name))
    answer = client.get("/studio/settings/certificates/certificatesettings/", follow=True)
    assert ("pola nomor" in answer.content.decode().lower()) is may
