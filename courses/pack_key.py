"""The site's signature under packs: one P-256 key, and those that phones still trust after it was changed."""

import base64
import functools
import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.conf import settings

FILE = "pack_key"
ID_LETTERS = 16
HALF = 32  # bytes of each of a signature's two numbers


def signed(content: bytes) -> bytes:
    """Return the signature as browsers read it: two numbers of 32 bytes. The same content gives the same one."""
    written = _key().sign(content, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    return b"".join(number.to_bytes(HALF, "big") for number in decode_dss_signature(written))


def pack_key_id() -> str:
    """Return the short name of the key that signs now."""
    return _id_of(_point())


def trusted_pack_keys() -> str:
    """Return the public keys for a page, `id:key` each, the one that signs now first."""
    points = [base64.b64encode(_point()).decode(), *settings.PACK_OLD_KEYS]
    return " ".join(f"{_id_of(base64.b64decode(point))}:{point}" for point in points)


def own_pack_key() -> str:
    """Return the secret key itself, for the backup of an installation; empty where none was ever made."""
    path = Path(settings.VAR_DIR) / FILE
    return settings.PACK_KEY or (path.read_text() if path.exists() else "")


def _id_of(point: bytes) -> str:
    return hashlib.sha256(point).hexdigest()[:ID_LETTERS]


def _point() -> bytes:
    form = serialization.PublicFormat.UncompressedPoint
    return _key().public_key().public_bytes(serialization.Encoding.X962, form)


def _key() -> ec.EllipticCurvePrivateKey:
    return _read(settings.PACK_KEY or _own_key(settings.VAR_DIR))


@functools.cache
def _read(written: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_der_private_key(base64.b64decode(written), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("PACK_KEY is no P-256 key")
    return key


@functools.cache
def _own_key(folder: Path) -> str:
    """Return the key in `var`, made at the first call. Linking a whole file lets one of several processes win."""
    path = folder / FILE
    if not path.exists():
        draft = folder / f"{FILE}.{secrets.token_hex(4)}"
        folder.mkdir(parents=True, exist_ok=True)
        draft.touch(mode=0o600)
        draft.write_text(new_pack_key())
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


def new_pack_key() -> str:
    """Return a new key as the setting PACK_KEY takes it."""
    form = serialization.PrivateFormat.PKCS8
    key = ec.generate_private_key(ec.SECP256R1())
    written = key.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption())
    return base64.b64encode(written).decode()
