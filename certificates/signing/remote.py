"""Signs through a service that takes the whole PDF, in the way of the national e-sign client (basic auth, form).

Which fields the office's own service wants is to be confirmed with it before the first use; this is the one place.
"""

import datetime as dt
from typing import Any

import requests
from django.conf import settings

from certificates.errors import SignerRefused, SigningFailed
from certificates.signing.checking import chain_of, is_signed_whole
from certificates.signing.signer import read_secret

CONNECT_S, READ_S = 5, 60
LARGEST = 2_000_000
REFUSALS = {400, 401, 403}


class RemoteSigner:
    """A service at `url` that signs for the person `identity` (NIK) with their passphrase."""

    is_state = True

    def __init__(self, url: str, *, user: str, password: str, identity: str, passphrase: str) -> None:
        self._url = url
        self._account = (user, password)
        self._fields = {"nik": identity, "passphrase": passphrase, "tampilan": "invisible"}
        self._chain: list[bytes] = []
        self._is_refused = False

    @classmethod
    def from_settings(cls) -> "RemoteSigner":
        """Read who signs where."""
        return cls(
            settings.CERT_REMOTE_URL,
            user=settings.CERT_REMOTE_USER,
            password=read_secret(settings.CERT_REMOTE_PASSWORD_FILE),
            identity=read_secret(settings.CERT_REMOTE_IDENTITY_FILE),
            passphrase=read_secret(settings.CERT_REMOTE_PASSPHRASE_FILE),
        )

    def chain(self) -> list[bytes]:
        """Return the certificates found in the last answer."""
        return self._chain

    def sign(self, pdf: bytes, *, reference: str, moment: dt.datetime) -> bytes:
        """Return what the service made of `pdf`, if it is that file with one signature over all of it.

        A wrong passphrase is said once: the service locks accounts, so this worker asks no more until it is restarted.
        """
        if self._is_refused:
            raise SignerRefused
        signed = self._ask(pdf, reference)
        if not signed.startswith(pdf) or not is_signed_whole(signed):
            raise SigningFailed
        self._chain = chain_of(signed)
        return signed

    def _ask(self, pdf: bytes, reference: str) -> bytes:
        """Send the file and return the answer's."""
        files = {"file": ("sertifikat.pdf", pdf, "application/pdf")}
        try:
            answer = requests.post(
                self._url,
                auth=self._account,
                data=self._fields,
                files=files,
                headers={"X-Request-Id": reference},
                timeout=(CONNECT_S, READ_S),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise SigningFailed from error
        return self._read(answer)

    def _read(self, answer: Any) -> bytes:
        if answer.status_code in REFUSALS:
            self._is_refused = True
            raise SignerRefused
        if answer.status_code != 200 or len(answer.content) > LARGEST:
            raise SigningFailed
        return bytes(answer.content)
