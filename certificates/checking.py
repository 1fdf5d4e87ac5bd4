"""What a stranger learns from a code: the state, then every fact of the front page. No marks, no phone, no more."""

from dataclasses import dataclass

from certificates.codes import UNKNOWN, is_token, read_code
from certificates.models import Certificate, CertificateState, Kind, Series
from certificates.rendering import course_line
from certificates.wording import breakable, place_line, span_of_days


@dataclass(frozen=True)
class Finding:
    """A certificate as the check page tells it. `tone` is ok, warn or bad; `facts` are (label, value) in order."""

    certificate: Certificate
    state: str
    tone: str
    is_demo: bool
    course: str
    facts: list[tuple[str, str]]


TONES = {
    CertificateState.ISSUED: "ok",
    CertificateState.SUPERSEDED: "warn",
    CertificateState.REVOKED: "bad",
}


def find(code: str) -> Finding | None:
    """Return what is known of `code`, however it was typed; None if no issued certificate has it."""
    exact = read_code(code) or UNKNOWN
    by = {"token" if is_token(exact) else "code": exact}
    rows = Certificate.objects.public().filter(**by).order_by()  # one at most: sorting it costs a tenth of the page
    certificate = next(iter(rows), None)
    return finding_of(certificate) if certificate else None


def finding_of(certificate: Certificate) -> Finding:
    """Put the row into words."""
    is_demo = certificate.series == Series.DEMO
    return Finding(
        certificate=certificate,
        state=certificate.get_state_display(),
        tone="warn" if is_demo and certificate.is_issued else TONES[CertificateState(certificate.state)],
        is_demo=is_demo,
        course=course_line(certificate),
        facts=[(label, value) for label, value in _facts(certificate) if value],
    )


def _facts(certificate: Certificate) -> list[tuple[str, str]]:
    """Return the facts of the front page, as they were frozen."""
    head = certificate.letterhead
    district = f"Kecamatan {certificate.district_name}" if certificate.district_name else ""
    signer = " ".join(part for part in (head["signer_title"].rstrip(","), head["signer_name"]) if part)
    return [
        ("Usaha", certificate.business_name),
        ("Alamat", place_line(certificate.village_name, district, certificate.regency_name)),
        ("Nomor", breakable(certificate.number_text)),
        ("Jenis", certificate.get_kind_display() if certificate.kind != Kind.CERTIFICATE else ""),
        ("Waktu", f"{span_of_days(certificate.started_on, certificate.completed_on)}, secara {certificate.way}"),
        ("Jumlah JP", f"{certificate.jp} Jam Pelajaran"),
        ("Tempat terbit", head["city"]),
        ("Penerbit", f"{head['office']}, {head['government']}"),
        ("Penanda tangan", signer),
    ]
