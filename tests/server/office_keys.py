"""Keys as an office has them: not the demo's, which no server takes."""

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12

from certificates.signing.authority import make_credential_key

PASSPHRASE = "only-for-tests"


def make_office_keys(folder: Path) -> dict[str, str]:
    """Write a P-256 key with its own certificate and an Ed25519 key; return the settings that name them."""
    folder.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Dinas untuk tes")])
    today = dt.datetime.now(dt.UTC)
    draft = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    draft = draft.not_valid_before(today - dt.timedelta(days=1)).not_valid_after(today + dt.timedelta(days=2))
    usage = dict.fromkeys(("digital_signature", "content_commitment"), True)
    unused = ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign")
    usage |= dict.fromkeys((*unused, "encipher_only", "decipher_only"), False)
    certificate = draft.add_extension(x509.KeyUsage(**usage), critical=True).sign(key, hashes.SHA256())
    sealed = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    files = {
        "CERT_P12": ("office.p12", pkcs12.serialize_key_and_certificates(b"office", key, certificate, None, sealed)),
        "CERT_P12_PASSPHRASE_FILE": ("office.passphrase", PASSPHRASE.encode()),
        "CERT_VC_KEY": ("credentials.pem", make_credential_key()),
    }
    for file, content in files.values():
        (folder / file).write_bytes(content)
        (folder / file).chmod(0o600)
    return {setting: str(folder / file) for setting, (file, _) in files.items()}
