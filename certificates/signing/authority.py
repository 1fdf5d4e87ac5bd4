"""Makes the demo's own authority, plainly marked as one, with a key for certificates and one for credentials."""

import datetime as dt
import os
import secrets
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from core.clock import now

DEMO_MARK = "CONTOH"
ORGANISATION = f"{DEMO_MARK} (demo), bukan lembaga resmi"
DAYS = 3650
USAGES = ("digital_signature", "content_commitment", "key_cert_sign", "crl_sign")
OTHER_USAGES = ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only")


def make_demo_authority(folder: Path) -> bool:
    """Write `contoh.p12`, its passphrase, the root's certificate and an Ed25519 key, unless they are there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / "kredensial.pem").exists():
        return False
    passphrase = secrets.token_urlsafe(24)
    data, root = make_p12(passphrase)
    _write(folder / "contoh.p12", data)
    _write(folder / "contoh.sandi", passphrase.encode())
    _write(folder / "contoh-akar.pem", root)
    _write(folder / "kredensial.pem", make_credential_key())
    return True


def make_credential_key() -> bytes:
    """Return a new Ed25519 key (PKCS8, PEM)."""
    return ed25519.Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def make_p12(passphrase: str, *, curve: bool = False) -> tuple[bytes, bytes]:
    """Return a PKCS#12 file with a new RSA (or P-256) key under a new root, and the root's certificate (PEM)."""
    root_key, key = _key(curve), _key(curve)
    root_name = _name(f"Akar {DEMO_MARK}")
    root = _certificate(root_name, root_name, root_key.public_key(), root_key, is_root=True)
    name = _name(f"Penanda Tangan {DEMO_MARK}")
    leaf = _certificate(name, root_name, key.public_key(), root_key, is_root=False)
    encryption = serialization.BestAvailableEncryption(passphrase.encode())
    data = pkcs12.serialize_key_and_certificates(DEMO_MARK.encode(), key, leaf, [root], encryption)
    return data, root.public_bytes(serialization.Encoding.PEM)


def _key(curve: bool) -> Any:
    return ec.generate_private_key(ec.SECP256R1()) if curve else rsa.generate_private_key(65537, 2048)


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _certificate(subject: x509.Name, issuer: x509.Name, public: Any, key: Any, *, is_root: bool) -> x509.Certificate:
    """Return a certificate for ten years: the root may sign certificates, the other documents."""
    allowed = USAGES[2:] if is_root else USAGES[:2]
    usage = {name: name in allowed for name in (*USAGES, *OTHER_USAGES)}
    start = now() - dt.timedelta(days=1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=DAYS))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    return builder.sign(key, hashes.SHA256())


def _write(path: Path, content: bytes) -> None:
    """Write what only this user may read."""
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
