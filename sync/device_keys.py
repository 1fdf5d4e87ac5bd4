"""The key with which a phone signs what it hands on: made there, never seen here; only its public half is kept."""

import base64
import uuid
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from sync.errors import EventUnreadable, KeyUnreadable
from sync.models import Device
from sync.reading import text_in
from sync.receiving import device_of

HALF = 32  # bytes of a coordinate, and of each of a signature's numbers
LETTERS = 43  # of one in base64url


def register_key(person: Any, device_key: uuid.UUID, jwk: object) -> None:
    """Note the key of the person's phone; the newest holds. Raises KeyUnreadable."""
    point = _point_of(jwk)
    device = device_of(person, device_key)
    Device.objects.filter(pk=device.pk).update(public_key=base64.b64encode(point).decode())


def is_signed_by(device: Device, content: bytes, signature: bytes) -> bool:
    """Say whether the phone signed the content."""
    if not device.public_key or len(signature) != 2 * HALF:
        return False
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(device.public_key))
    numbers = (int.from_bytes(part, "big") for part in (signature[:HALF], signature[HALF:]))
    try:
        key.verify(encode_dss_signature(*numbers), content, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _point_of(jwk: object) -> bytes:
    """Return the point that a browser exports as JWK, checked to lie on the curve."""
    if not isinstance(jwk, dict) or (jwk.get("kty"), jwk.get("crv")) != ("EC", "P-256"):
        raise KeyUnreadable
    try:
        point = b"\4" + _coordinate(text_in(jwk, "x")) + _coordinate(text_in(jwk, "y"))
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (EventUnreadable, ValueError) as error:
        raise KeyUnreadable from error
    return point


def _coordinate(text: str) -> bytes:
    if len(text) != LETTERS:
        raise KeyUnreadable
    return base64.b64decode(text + "=", altchars=b"-_", validate=True)
