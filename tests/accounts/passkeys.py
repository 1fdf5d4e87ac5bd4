"""A passkey made of software: answers the browser's part of the WebAuthn ceremony."""

import hashlib
import json
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

ORIGIN = "http://localhost"
RP_HASH = hashlib.sha256(b"localhost").digest()
FLAG = AuthenticatorData.FLAG


class SoftPasskey:
    """One credential for `http://localhost`."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)

    def create(self, options):
        """Return what a browser's `navigator.credentials.create` would give for `options`."""
        credential = AttestedCredentialData.create(
            bytes(16), self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(RP_HASH, FLAG.UP | FLAG.UV | FLAG.AT, 0, credential)
        return self._envelope(
            clientDataJSON=self._client_data("webauthn.create", options),
            attestationObject=AttestationObject.create("none", data, {}),
        )

    def get(self, options):
        """Return what a browser's `navigator.credentials.get` would give for `options`."""
        data = AuthenticatorData.create(RP_HASH, FLAG.UP | FLAG.UV, 1)
        client_data = self._client_data("webauthn.get", options)
        signed = bytes(data) + hashlib.sha256(client_data).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._envelope(clientDataJSON=client_data, authenticatorData=data, signature=signature)

    def _client_data(self, kind, options):
        return json.dumps(
            {"type": kind, "challenge": options["publicKey"]["challenge"], "origin": ORIGIN, "crossOrigin": False}
        ).encode()

    def _envelope(self, **response):
        name = websafe_encode(self.id)
        parts = {key: websafe_encode(bytes(value)) for key, value in response.items()}
        envelope = {"id": name, "rawId": name, "type": "public-key", "response": parts, "clientExtensionResults": {}}
        return json.dumps(envelope)
