"""Who we are to verifiers: a did:web of this site, with every key that ever signed."""

import base64
import ipaddress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from certificates.models import IssuerKey

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519_PREFIX = b"\xed\x01"  # multicodec


def our_did() -> str:
    """Return e.g. `did:web:bimtek.go.id`. An address of this machine itself is called localhost (demo)."""
    parts = urlsplit(settings.SITE_URL)
    host = "localhost" if is_ip_address(parts.hostname or "") else parts.hostname
    return f"did:web:{host}%3A{parts.port}" if parts.port else f"did:web:{host}"


def is_ip_address(host: str) -> bool:
    """Say whether a host is a bare IP address, which did:web doesn't allow."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def method_of(name: str) -> str:
    """Return the address of a key (Multikey) in our document."""
    return f"{our_did()}#{name}"


def jwk_method_of(name: str) -> str:
    """Return the address of the same key as a JWK, for VC-JWT."""
    return f"{our_did()}#{name}-jwk"


def did_document() -> dict[str, Any]:
    """Return our document. Retired keys stay in it, so that what they signed still verifies; revoked ones don't."""
    keys = list(IssuerKey.objects.filter(revoked_at__isnull=True))
    methods = [method for key in keys for method in _methods(key)]
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/suites/jws-2020/v1",
        ],
        "id": our_did(),
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _methods(key: IssuerKey) -> list[dict[str, Any]]:
    """Return one key in both forms."""
    public = bytes(key.public)
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(public).decode().rstrip("=")}
    owner = our_did()
    return [
        {
            "id": method_of(key.name),
            "type": "Multikey",
            "controller": owner,
            "publicKeyMultibase": multibase(ED25519_PREFIX + public),
        },
        {"id": jwk_method_of(key.name), "type": "JsonWebKey2020", "controller": owner, "publicKeyJwk": jwk},
    ]


def multibase(data: bytes) -> str:
    """Return bytes in base58btc, with the `z` that says so."""
    number, text = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        text = _BASE58[digit] + text
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + text
