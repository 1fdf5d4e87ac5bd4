"""Checks a PDF that somebody gives on the check page. Nothing of it is kept.

The hash decides first: only bytes that are ours are parsed, so that a hostile file never meets a parser.
"""

import hashlib
from dataclasses import dataclass

from asn1crypto import pem

from certificates.checking import Finding, finding_of
from certificates.models import Certificate, Proof, SigningIdentity

LARGEST_BYTES = 2_000_000
REVISIONS = 20  # ends of file looked at, from the last


@dataclass(frozen=True)
class FileFinding:
    """What is to be said of a file. `steps` are (what, whether it holds); `finding` where the file is ours.

    `altered`: the file begins with one of ours, and something was put behind it.
    """

    steps: list[tuple[str, bool]]
    finding: Finding | None = None
    altered: bool = False
    marks: list[tuple[str, str]] | None = None

    @property
    def is_genuine(self) -> bool:
        """Whether every step holds."""
        return all(holds for _, holds in self.steps)


def check_file(content: bytes) -> FileFinding:
    """Check a whole file: ours, unaltered, signed over all of it by us, still valid."""
    certificate = _issued_as(content)
    if certificate is None:
        return FileFinding(
            steps=[("Diterbitkan oleh dinas ini dan tidak diubah", False)], altered=_begins_like_ours(content)
        )
    steps = [("Diterbitkan oleh dinas ini", True), ("Isi berkas tidak diubah", True)]
    steps += [*_signature_steps(content, certificate), ("Masih berlaku", certificate.is_issued)]
    return FileFinding(steps=steps, finding=finding_of(certificate), marks=_marks(certificate))


def _issued_as(content: bytes) -> Certificate | None:
    return Certificate.objects.public().filter(sha256=hashlib.sha256(content).hexdigest()).first()


def _signature_steps(content: bytes, certificate: Certificate) -> list[tuple[str, bool]]:
    """Return what holds of the signature; certificates issued before there were signatures have none to look at."""
    if not Proof.objects.filter(certificate=certificate).exists() or certificate.issued_at is None:
        return []
    from certificates.signing.checking import check_signature  # noqa: PLC0415  heavy, and seldom asked for

    verdict = check_signature(content, trusted_roots(), certificate.issued_at)
    return [
        ("Tanda tangan elektronik utuh", verdict.is_intact),
        ("Penanda tangan dikenal", verdict.is_trusted),
        ("Tanda tangan meliputi seluruh berkas", verdict.covers_all),
    ]


def trusted_roots() -> list[bytes]:
    """Return every certificate (DER) with which we ever signed, and those above it."""
    chains = "".join(SigningIdentity.objects.values_list("chain", flat=True))
    return [der for _, _, der in pem.unarmor(chains.encode(), multiple=True)] if chains else []


def _begins_like_ours(content: bytes) -> bool:
    """Say whether an earlier end of the file is the end of one of ours."""
    ends: list[int] = []
    at = len(content)
    while len(ends) < REVISIONS and (at := content.rfind(b"%%EOF", 0, at)) > 0:
        ends += [at + 5, at + 6]
    hashes = [hashlib.sha256(content[:end]).hexdigest() for end in ends if end < len(content)]
    return Certificate.objects.public().filter(sha256__in=hashes).exists()


def _marks(certificate: Certificate) -> list[tuple[str, str]]:
    """Return what the second page says: whoever holds the file has read it."""
    values = [
        ("Tes awal", certificate.pretest_score),
        ("Nilai akhir", certificate.final_score),
        ("Predikat", certificate.predicate),
        ("Kehadiran", f"{certificate.attendance_percent}%"),
    ]
    return [(label, str(value)) for label, value in values if value not in (None, "")]
