"""The credential for machines: true for an independent verifier, false once anything of it changed."""

import base64
import gzip
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from certificates.credentials.identity import did_document, our_did
from certificates.credentials.signing import CONTEXTS, CredentialKey, _load, credential_key
from certificates.credentials.status_lists import publish_lists
from certificates.models import IssuerKey, Proof, RevocationReason, StatusList
from certificates.numbering import LIST_BITS
from certificates.revoking import revoke_certificate
from certificates.signing.authority import make_credential_key
from tests.certificates.conftest import issued


def integrity(certificate):
    """Return the credential with its Data Integrity proof."""
    return json.loads(Proof.objects.get(certificate=certificate).integrity)


def served(path):
    """Answer what the judge asks of our site, without a network: the did document and the status lists."""
    place = "/" + path.split("://", 1)[1].split("/", 1)[1]
    return Client().get(place).content


def judge(document, *, key=None, check_status=False):
    """Let openbadgeslib judge a credential by the key that our did document names, or another; raises what it finds."""
    from openbadgeslib.ob3.ldp import OB3LdpVerifier

    # Of a list it checks only signatures in a JWT; ours carries a Data Integrity proof, judged by `judge_list`.
    judging = OB3LdpVerifier(pem_for(document, key))
    return judging.verify(document, check_status=check_status, download=served, verify_status_list=False)


def judge_list(document, *, key=None):
    """Let openbadgeslib judge the proof of a status list; raises what it finds."""
    from openbadgeslib.ob3.ldp import verify_data_integrity_proof

    verify_data_integrity_proof(document, pem_for(document, key))


def pem_for(document, key=None):
    """Return the key that a document's proof names, or another, as the judge takes it."""
    proof = document["proof"]
    wanted = (proof[0] if isinstance(proof, list) else proof)["verificationMethod"].split("#")[1]
    public = key or Ed25519PublicKey.from_public_bytes(bytes(IssuerKey.objects.get(name=wanted).public))
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def bits_of(certificate, client):
    """Return the status list that the credential names, as bytes."""
    entry = integrity(certificate)["credentialStatus"]
    path = entry["statusListCredential"].split("://", 1)[1].split("/", 1)[1]
    answer = client.get(f"/{path}")
    assert answer.status_code == 200
    body = json.loads(answer.content)
    text = body["credentialSubject"]["encodedList"]
    return gzip.decompress(base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))), int(
        entry["statusListIndex"]
    )


def is_set(bits, index):
    """Say whether a bit is set, the first being the leftmost."""
    return bool(bits[index // 8] & (0x80 >> index % 8))


def test_credential_says_what_the_paper_says_and_no_marks(certificate):
    document = integrity(certificate)
    subject = document["credentialSubject"]
    assert document["issuer"]["id"] == our_did()
    assert subject["identifier"][0]["identityHash"] == "Siti Contoh"
    assert subject["achievement"]["name"] == "Bimbingan Teknis Kemasan Produk IKM"
    text = json.dumps(document)
    assert certificate.number_text in text
    assert certificate.person.phone not in text and "87" not in json.dumps(subject["achievement"])


def test_jwt_verifies_by_the_key_of_the_did_document(certificate):
    header, payload, signature = Proof.objects.get(certificate=certificate).jwt.split(".")

    def raw(part):
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))

    kid = json.loads(raw(header))["kid"]
    method = next(row for row in did_document()["verificationMethod"] if row["id"] == kid)
    from cryptography.exceptions import InvalidSignature

    public = Ed25519PublicKey.from_public_bytes(raw(method["publicKeyJwk"]["x"]))
    public.verify(raw(signature), f"{header}.{payload}".encode())
    with pytest.raises(InvalidSignature):
        public.verify(raw(signature), f"{header}.{payload[:-2]}AA".encode())
    assert json.loads(raw(payload))["credentialSubject"]["identifier"][0]["identityHash"] == "Siti Contoh"


def test_did_document_names_every_key_that_ever_signed_but_those_revoked(certificate, client):
    old = CredentialKey(make_credential_key()).row()
    names = {row["id"].split("#")[1] for row in client.get("/.well-known/did.json").json()["verificationMethod"]}
    current = credential_key().name
    assert {old.name, current, f"{old.name}-jwk"} <= names
    IssuerKey.objects.filter(pk=old.pk).update(revoked_at=old.first_used_at)
    text = client.get("/.well-known/did.json").content.decode()
    assert old.name not in text and current in text


@pytest.mark.parametrize(
    ("site", "did"),
    [
        ("http://127.0.0.1:8000", "did:web:localhost%3A8000"),
        ("https://bimtek.contoh.go.id", "did:web:bimtek.contoh.go.id"),
    ],
)
def test_did_comes_from_the_site(settings, site, did):
    settings.SITE_URL = site
    assert our_did() == did


def test_address_without_a_name_is_refused_on_a_server(settings):
    from certificates.checks import check_site_name

    settings.SITE_URL = "https://203.0.113.9"
    assert check_site_name(None) == []
    settings.SERVER = True
    assert [error.id for error in check_site_name(None)] == ["certificates.E003"]


def test_revoking_sets_the_one_bit(certificate, cast, client):
    other = issued()
    bits, index = bits_of(certificate, client)
    assert len(bits) * 8 == LIST_BITS and not any(bits)
    revoke_certificate(certificate, by=cast.petugas, reason=RevocationReason.MISUSE)
    assert publish_lists() == 1
    assert publish_lists() == 0
    bits, index = bits_of(certificate, client)
    assert is_set(bits, index) and sum(byte.bit_count() for byte in bits) == 1
    assert not is_set(*bits_of(other, client))


def test_status_list_is_rung_for_at_once(certificate, cast, django_capture_on_commit_callbacks):
    before = StatusList.objects.get().marks
    with django_capture_on_commit_callbacks(execute=True):
        revoke_certificate(certificate, by=cast.petugas, reason=RevocationReason.MISUSE)
    assert StatusList.objects.get().marks != before


def test_contexts_are_bundled_and_nothing_else_is_fetched():
    for url in CONTEXTS:
        assert _load(url, {})["document"]["@context"]
    with pytest.raises(ValueError, match="not bundled"):
        _load("https://example.org/context", {})


def test_credentials_are_the_holders(client, certificate, cast):
    for form in ("json", "jwt"):
        path = f"/saya/sertifikat/{certificate.code}.{form}"
        client.force_login(cast.hasan)
        assert client.get(path).status_code == 403
        client.force_login(certificate.person)
        assert client.get(path).status_code == 200


def test_credential_passes_an_independent_verifier(certificate):
    judge(integrity(certificate))


@pytest.mark.parametrize("change", ["name", "course"])
def test_changed_credential_is_refused_by_the_independent_verifier(certificate, change):
    document = integrity(certificate)
    subject = document["credentialSubject"]
    if change == "name":
        subject["identifier"][0]["identityHash"] = "Orang Lain"
    else:
        subject["achievement"]["name"] = "Kursus lain"
    with pytest.raises(Exception, match=r".+"):
        judge(document)


def test_revoked_credential_is_refused_by_the_independent_verifier(certificate, cast):
    from openbadgeslib.ob3.verifier import OB3VerificationError

    document, other = integrity(certificate), integrity(issued())
    judge(document, check_status=True)
    revoke_certificate(certificate, by=cast.petugas, reason=RevocationReason.MISUSE)
    publish_lists()
    with pytest.raises(OB3VerificationError, match="status 'revocation' is set"):
        judge(document, check_status=True)
    judge(other, check_status=True)


def test_status_list_passes_the_independent_verifier_and_a_changed_one_does_not(certificate, cast):
    revoke_certificate(certificate, by=cast.petugas, reason=RevocationReason.MISUSE)
    publish_lists()
    entry = integrity(certificate)["credentialStatus"]
    listed = json.loads(served(entry["statusListCredential"]))
    judge_list(listed)
    assert listed["issuer"] == our_did() == integrity(certificate)["issuer"]["id"]
    listed["credentialSubject"]["encodedList"] = "u" + base64.urlsafe_b64encode(gzip.compress(bytes(16384))).decode()
    with pytest.raises(Exception, match=r".+"):
        judge_list(listed)


def test_wrong_key_is_refused_by_the_independent_verifier(certificate):
    wrong = Ed25519PrivateKey.generate().public_key()
    with pytest.raises(Exception, match=r".+"):
        judge(integrity(certificate), key=wrong)
