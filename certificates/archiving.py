"""All files of a class as one ZIP archive, written while it is sent: no more than one file is ever in memory."""

import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.text import slugify

from certificates.models import Certificate, CertificateState
from certificates.permissions import readable_certificates
from core.clock import WITA
from core.store import private_store
from courses.public import cohort_enrolment_ids

MISSING = "BERKAS-YANG-TIDAK-DITEMUKAN.txt"


class Outlet:
    """What ZipFile writes to, emptied piece by piece. It can't go back, so sizes follow the files they belong to."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take a piece."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: whoever sends takes the pieces."""

    def take(self) -> bytes:
        """Return what came since the last time."""
        piece = b"".join(self._parts)
        self._parts.clear()
        return piece


def class_certificates(cohort_id: int, reader: Any) -> list[Certificate]:
    """Return what holds of a class's certificates and letters and `reader` may read, by register and number."""
    rows = readable_certificates(reader).filter(
        state=CertificateState.ISSUED, enrolment_id__in=cohort_enrolment_ids(cohort_id)
    )
    return list(rows.order_by("series", "year", "number"))


def zip_files(certificates: Iterable[Certificate]) -> Iterator[bytes]:
    """Yield the archive of these issued certificates; a list inside names those whose file is lost.

    Raises StoreAway in the middle when the store goes away: a broken download is better than one that looks whole.
    """
    outlet, lost = Outlet(), []
    with zipfile.ZipFile(outlet, "w") as archive:  # type: ignore[call-overload]  # `write` and `flush` are enough
        for certificate in certificates:
            try:
                archive.writestr(_entry(certificate), _read(certificate))
            except FileNotFoundError:
                lost.append(certificate.number_text)
            yield outlet.take()
        if lost:
            archive.writestr(MISSING, "\n".join(lost))
    yield outlet.take()


def _entry(certificate: Certificate) -> zipfile.ZipInfo:
    """Return the file's place: number and name, with the time of issue (WITA)."""
    number = certificate.number_text.replace("/", "-")
    moment = (certificate.issued_at or certificate.created_at).astimezone(WITA)
    return zipfile.ZipInfo(f"{number} {slugify(certificate.person_name)[:60]}.pdf", moment.timetuple()[:6])


def _read(certificate: Certificate) -> bytes:
    """Return the file. Raises FileNotFoundError, or StoreAway."""
    size = certificate.size_bytes or 0
    return b"".join(private_store().read(str(certificate.file.name), 0, size - 1))
