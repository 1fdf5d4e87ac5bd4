"""The signature in the file: valid for others, of the whole file, the same bytes again, and made by a worker alone."""

import hashlib
import io
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from asn1crypto import pem, x509
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from certificates.models import CertificateSettings, Proof, SigningIdentity
from certificates.proofs import remake
from certificates.remaking import remake_lost
from certificates.rendering import render_certificate
from certificates.signing.authority import make_p12
from certificates.signing.checking import check_signature
from certificates.signing.key_file import KeyFileSigner
from tests.broker import database_url
from tests.certificates.conftest import approved, pdf_path, text_of

ROOT = Path(__file__).resolve().parents[2]


def bytes_of(certificate):
    """Return the file as it lies."""
    return Path(pdf_path(certificate)).read_bytes()


def roots():
    """Return the certificates that the check page trusts."""
    chains = "".join(SigningIdentity.objects.values_list("chain", flat=True)).encode()
    return [der for _, _, der in pem.unarmor(chains, multiple=True)]


def pdfsig(path, root_pem, folder):
    """Return what poppler says about a file, with a trust store that holds one root."""
    subprocess.run(["certutil", "-N", "-d", f"sql:{folder}", "--empty-password"], check=True)
    command = ["certutil", "-A", "-d", f"sql:{folder}", "-n", "akar", "-t", "CT,C,C", "-i", str(root_pem)]
    subprocess.run(command, check=True)
    run = subprocess.run(["pdfsig", "-nssdir", str(folder), str(path)], capture_output=True, text=True)
    return run.stdout


def assert_poppler_trusts(text):
    """Ask for all three: poppler calls a page changed afterwards valid, only not total."""
    assert "Signature is Valid" in text
    assert "Certificate is Trusted" in text
    assert "Total document signed" in text


@pytest.mark.needs("pdfsig", "certutil")
def test_poppler_finds_the_file_signed_whole_by_the_demo_authority(certificate, tmp_path):
    root = Path(settings.CERT_P12).parent / "contoh-akar.pem"
    assert_poppler_trusts(pdfsig(pdf_path(certificate), root, tmp_path))


def test_signature_holds_and_covers_all(certificate):
    assert check_signature(bytes_of(certificate), roots(), certificate.issued_at).holds


@pytest.mark.needs("pdfsig", "certutil")
def test_p256_key_signs_as_well(certificate, tmp_path):
    data, root = make_p12("sandi", curve=True)
    signer = KeyFileSigner(data, "sandi")
    signed = signer.sign(render_certificate(certificate), reference="x", moment=certificate.issued_at)
    assert check_signature(signed, signer.chain(), certificate.issued_at).holds
    (tmp_path / "akar.pem").write_bytes(root)
    (tmp_path / "x.pdf").write_bytes(signed)
    (tmp_path / "nss").mkdir()
    assert_poppler_trusts(pdfsig(tmp_path / "x.pdf", tmp_path / "akar.pem", tmp_path / "nss"))


def test_same_sheet_signed_twice_is_the_same_file(certificate):
    data, _ = make_p12("sandi")
    sheet = render_certificate(certificate)
    files = {KeyFileSigner(data, "sandi").sign(sheet, reference="x", moment=certificate.issued_at) for _ in range(2)}
    assert len(files) == 1


def test_foreign_key_is_not_trusted(certificate):
    signer = KeyFileSigner(make_p12("sandi")[0], "sandi")
    signed = signer.sign(render_certificate(certificate), reference="x", moment=certificate.issued_at)
    verdict = check_signature(signed, roots(), certificate.issued_at)
    assert verdict.is_intact and verdict.covers_all and not verdict.is_trusted


def test_one_flipped_byte_breaks_it(certificate):
    content = bytearray(bytes_of(certificate))
    content[len(content) // 3] ^= 1
    assert not check_signature(bytes(content), roots(), certificate.issued_at).holds


def test_appended_revision_breaks_it(certificate):
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(bytes_of(certificate)))
    writer.root["/PageMode"] = writer.root["/Type"]
    writer.update_root()
    writer.write(out)
    assert out.getvalue().startswith(bytes_of(certificate))
    assert not check_signature(out.getvalue(), roots(), certificate.issued_at).holds


def test_lost_file_is_made_again_byte_for_byte_without_a_key(certificate, settings):
    settings.CERT_P12 = settings.CERT_VC_KEY = "/nowhere"
    assert hashlib.sha256(remake(certificate)).hexdigest() == certificate.sha256


def test_command_puts_a_lost_file_back(certificate):
    before = bytes_of(certificate)
    Path(pdf_path(certificate)).unlink()
    assert remake_lost() == (1, [])
    assert bytes_of(certificate) == before
    assert remake_lost() == (0, [])


def test_file_is_light(certificate):
    assert certificate.size_bytes <= 140_000


@pytest.mark.needs("pdftotext")
def test_nothing_is_said_of_a_state_certificate_that_is_not_there(certificate):
    assert not re.search("BSrE|sertifikat elektronik|ditandatangani", text_of(certificate))
    assert b"BSrE" not in render_certificate(certificate)


def test_office_cannot_claim_a_state_certificate_in_its_own_words():
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        CertificateSettings(statement="Ditandatangani dengan sertifikat elektronik BSrE.").clean()


def test_silent_timestamp_authority_blocks_nothing(certificate):
    signer = KeyFileSigner(make_p12("sandi")[0], "sandi", tsa_url="http://127.0.0.1:1/")
    signed = signer.sign(render_certificate(certificate), reference="x", moment=certificate.issued_at)
    assert check_signature(signed, signer.chain(), certificate.issued_at).holds


def test_changed_facts_are_not_signed(siti):
    from certificates.issuing import issue_row
    from certificates.models import Certificate

    certificate = approved(siti)
    Certificate.objects.filter(pk=certificate.pk).update(person_name="Orang Lain")
    assert not issue_row(certificate.pk)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.reason, certificate.number) == ("approved", "not_approved", None)
    assert not Proof.objects.exists()


def test_demo_authority_is_plainly_one(certificate):
    chain = [x509.Certificate.load(der) for der in roots()]
    assert all("CONTOH (demo), bukan lembaga resmi" in cert.subject.human_friendly for cert in chain)


def test_demo_authority_signs_nothing_on_a_server(settings):
    from certificates.errors import NoSigner

    settings.SERVER = True
    with pytest.raises(NoSigner):
        KeyFileSigner.from_settings()


WEB = """
import sys
opened = []
sys.addaudithook(lambda event, arguments: opened.append(str(arguments[0])) if event == "open" else None)
from django.test import Client
from lms.wsgi import application
for path in ("/", "/periksa/", "/.well-known/did.json", "/masuk/"):
    assert Client().get(path).status_code == 200, path
assert not [path for path in opened if "/keys/" in path], opened
assert "certificates.signing.key_file" not in sys.modules
"""


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_web_process_opens_no_key():
    import os

    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "IKM_VAR": str(settings.VAR_DIR),
        "IKM_DEMO": "1",
        "DATABASE_URL": database_url(),
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(WEB)], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
