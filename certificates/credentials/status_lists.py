"""The signed lists of what no longer holds; made anew by a worker whenever a bit changed."""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from certificates.credentials.identity import our_did
from certificates.credentials.signing import credential_key
from certificates.models import Certificate, CertificateState, NumberCounter, StatusList
from certificates.numbering import LIST_BITS
from core.clock import now

FALLEN = (CertificateState.SUPERSEDED, CertificateState.REVOKED)


def publish_lists() -> int:
    """Sign every list whose bits changed since it was last signed; return how many."""
    return sum(
        _publish(counter, position) for counter in NumberCounter.objects.all() for position in _positions(counter)
    )


def ensure_list(certificate: Certificate) -> None:
    """See to it that the list which a new credential names is there."""
    place = {"series": certificate.series, "year": certificate.year}
    position = (certificate.status_index or 0) // LIST_BITS
    if not StatusList.objects.filter(**place, position=position).exists():
        _publish(NumberCounter.objects.get(**place), position)


def _positions(counter: NumberCounter) -> Iterable[int]:
    rows = Certificate.objects.filter(series=counter.series, year=counter.year, status_index__isnull=False)
    highest = rows.order_by("-status_index").values_list("status_index", flat=True).first()
    return range(0 if highest is None else highest // LIST_BITS + 1)


def _publish(counter: NumberCounter, position: int) -> bool:
    bits = _bits(counter, position)
    marks = hashlib.sha256(bits).hexdigest()
    place: dict[str, Any] = {"series": counter.series, "year": counter.year, "position": position}
    if StatusList.objects.filter(**place, marks=marks).exists():
        return False
    moment = now().strftime("%Y-%m-%dT%H:%M:%SZ")
    key = credential_key()
    key.row()
    body = json.dumps(key.with_proof(_document(counter, position, bits, moment), moment), ensure_ascii=False)
    StatusList.objects.update_or_create(**place, defaults={"body": body, "marks": marks, "made_at": now()})
    return True


def _bits(counter: NumberCounter, position: int) -> bytes:
    """Return the list's bits, the first the leftmost of the first byte."""
    start = position * LIST_BITS
    rows = Certificate.objects.filter(series=counter.series, year=counter.year, state__in=FALLEN)
    rows = rows.filter(status_index__range=(start, start + LIST_BITS - 1))
    bits = bytearray(LIST_BITS // 8)
    for index in rows.values_list("status_index", flat=True):
        byte, bit = divmod((index or 0) - start, 8)
        bits[byte] |= 0x80 >> bit
    return bytes(bits)


def _document(counter: NumberCounter, position: int, bits: bytes, moment: str) -> dict[str, Any]:
    place = reverse("certificate_status", args=[counter.series, counter.year, position])
    url = f"{settings.SITE_URL}{place}"
    packed = base64.urlsafe_b64encode(gzip.compress(bits, mtime=0)).decode().rstrip("=")
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": our_did(),
        "validFrom": moment,
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": f"u{packed}",
        },
    }
