"""A PDF given on the check page: ours and whole, or refused; and corrections that replace what was issued."""

import io
import subprocess
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from certificates import limiting
from certificates.codes import make_code
from certificates.correcting import correct_certificate
from certificates.errors import NotCorrectable
from certificates.issuing import issue_row
from certificates.models import Certificate, CertificateState, RevocationReason
from certificates.revoking import revoke_certificate
from tests.certificates.conftest import approve_rows, pdf_path, text_of

ADDRESS = "/periksa/berkas/"


@pytest.fixture(autouse=True)
def empty_cache():
    """Begin every test with unused limits."""
    cache.clear()


def content_of(certificate):
    """Return the issued file's bytes."""
    return Path(pdf_path(certificate)).read_bytes()


def given(client, content):
    """Return what the check page says of these bytes."""
    upload = SimpleUploadedFile("x.pdf", content, content_type="application/pdf")
    text = client.post(ADDRESS, {"berkas": upload}).content.decode()
    return text[text.index("<main") :]


def test_own_file_is_genuine_and_shows_marks(client, certificate):
    text = given(client, content_of(certificate))
    assert "✓ Sah" in text and "✗" not in text
    for words in ("Siti Contoh", "Nilai akhir", "87", "100%", "Tanda tangan meliputi seluruh berkas"):
        assert words in text
    assert certificate.person.phone not in text


def test_flipped_byte_is_refused(client, certificate):
    content = bytearray(content_of(certificate))
    content[len(content) // 2] ^= 1
    text = given(client, bytes(content))
    assert "bukan terbitan kami" in text and "Siti Contoh" not in text


def test_appended_revision_is_refused_and_named(client, certificate):
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(content_of(certificate)))
    writer.root["/PageMode"] = writer.root["/Type"]
    writer.update_root()
    writer.write(out)
    assert "diubah setelah diterbitkan" in given(client, out.getvalue())


@pytest.mark.needs("qpdf")
def test_file_saved_again_by_another_tool_is_refused(client, certificate, tmp_path):
    again = tmp_path / "again.pdf"
    subprocess.run(["qpdf", pdf_path(certificate), str(again)], check=True)
    assert "bukan terbitan kami" in given(client, again.read_bytes())


def test_revoked_file_says_so(client, cast, certificate):
    revoke_certificate(certificate, by=cast.petugas, reason=RevocationReason.MISUSE)
    text = given(client, content_of(certificate))
    assert "✗ Dicabut" in text and "✗ Masih berlaku" in text


@pytest.mark.parametrize("content", [b"%PDF-1.7 nothing", b"\x00" * 5000, b"GIF89a"])
def test_anything_else_is_unknown(client, db, content):
    assert "bukan terbitan kami" in given(client, content)


def test_file_is_not_kept(client, certificate, settings):
    before = {path for path in Path(settings.VAR_DIR).rglob("*") if path.is_file()}
    given(client, content_of(certificate) + b" ")
    assert {path for path in Path(settings.VAR_DIR).rglob("*") if path.is_file()} <= before


def test_unknown_and_unissued_codes_get_the_same_answer_and_questions(client, siti, django_assert_num_queries):
    from certificates.awarding import award
    from tests.certificates.conftest import pass_course

    waiting = award(pass_course(siti).pk)
    pages = set()
    for code in (make_code(), waiting.code, waiting.token):
        with django_assert_num_queries(1):
            answer = Client().get(f"/periksa/{code}/")  # each a first visit
        assert answer.status_code == 404
        pages.add(answer.content.decode().replace(code, "KODE"))
    assert len(pages) == 1
    with django_assert_num_queries(1):
        assert client.get("/periksa/tidak-ada/").status_code == 404


def test_guessing_from_many_addresses_stops_typed_codes_and_never_the_qr(client, certificate, monkeypatch):
    monkeypatch.setattr(limiting, "TOTAL_MISSES", limiting.Limit("total-misses", 3, 600))
    for number in range(3):
        client.get(f"/periksa/{make_code()}/", REMOTE_ADDR=f"203.0.113.{number}")
    assert client.get(f"/periksa/{certificate.code}/").status_code == 429
    assert client.get(f"/periksa/{certificate.token}/").status_code == 200


@pytest.mark.needs("pdftotext")
def test_correction_is_a_new_version_of_the_same_number(client, cast, certificate):
    new = correct_certificate(certificate, "Siti Aminah Contoh", by=cast.petugas, why="Salah ketik.")
    assert client.get(f"/periksa/{certificate.code}/").status_code == 200
    approve_rows(new)
    assert issue_row(new.pk)
    new.refresh_from_db()
    certificate.refresh_from_db()
    assert (new.number_text, new.version, new.state) == (certificate.number_text, 2, CertificateState.ISSUED)
    assert certificate.state == CertificateState.SUPERSEDED
    assert "Siti Aminah Contoh" in text_of(new) and "Perbaikan ke-1" in text_of(new)
    assert "Diganti" in client.get(f"/periksa/{certificate.code}/").content.decode()
    assert {act.kind for act in certificate.acts.all()} == {"corrected", "superseded"}


def test_one_correction_at_a_time_and_only_of_what_holds(cast, certificate):
    correct_certificate(certificate, "Siti Aminah", by=cast.petugas, why="Salah ketik.")
    with pytest.raises(NotCorrectable):
        correct_certificate(certificate, "Siti Aisyah", by=cast.petugas, why="Salah ketik.")


def test_correction_of_what_was_revoked_meanwhile_is_given_up(cast, certificate):
    new = correct_certificate(certificate, "Siti Aminah", by=cast.petugas, why="Salah ketik.")
    approve_rows(new)
    revoke_certificate(certificate, by=cast.petugas, reason=RevocationReason.NOT_ENTITLED)
    assert not issue_row(new.pk)
    assert Certificate.objects.get(pk=new.pk).state == CertificateState.CANCELLED
