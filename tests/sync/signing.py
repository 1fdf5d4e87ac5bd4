"""A phone that signs what it hands on, as the browser does."""

import base64
import hashlib
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.public import account_tag

HEAD = b"IKM-HASIL/1\n"


class Signer:
    """The key that a browser made, and the files made with it."""

    def __init__(self, phone):
        self.phone, self.key = phone, ec.generate_private_key(ec.SECP256R1())

    @property
    def jwk(self):
        """The public key as WebCrypto exports it."""
        numbers = self.key.public_key().public_numbers()
        x, y = (
            base64.urlsafe_b64encode(one.to_bytes(32, "big")).decode().rstrip("=") for one in (numbers.x, numbers.y)
        )
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "ext": True, "key_ops": ["verify"]}

    def register(self, **fields):
        """Make the key known to the server; return the response."""
        told = {"account": account_tag(self.phone.person), "device": self.phone.device, "key": self.jwk, **fields}
        return self.phone.client.post("/sinkron/kunci/", json.dumps(told), content_type="application/json")

    def signed(self, content):
        """Return the file with this content."""
        numbers = decode_dss_signature(self.key.sign(HEAD + content, ec.ECDSA(hashes.SHA256())))
        signature = b"".join(number.to_bytes(32, "big") for number in numbers)
        return HEAD + base64.b64encode(signature) + b"\n" + content

    def file(self, *events, photos=(), raw_photos=None, **fields):
        """Return a result file with these events."""
        encoded = {hashlib.sha256(one).hexdigest(): base64.b64encode(one).decode() for one in photos}
        told = {
            "site": settings.SITE_URL,
            "account": account_tag(self.phone.person),
            "device": self.phone.device,
            "events": list(events),
            "photos": encoded if raw_photos is None else raw_photos,
            **fields,
        }
        return self.signed(json.dumps(told).encode())


def upload(client, data):
    """Hand a file in; return the response and its text."""
    file = SimpleUploadedFile("hasil-bimtek-20261125-0800.ikm.txt", data, content_type="text/plain")
    response = client.post("/kirim-hasil/", {"file": file})
    return response, response.content.decode()
