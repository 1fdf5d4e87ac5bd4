"""Sets a sheet to look at: before the decision, and while the office chooses its words."""

import copy
import datetime as dt

from certificates.freezing import letterhead_of
from certificates.models import Certificate, CertificateSettings
from certificates.numbering import DEMO_MARK
from certificates.rendering import render_certificate
from core.clock import now

MARK = "PRATINJAU – bukan sertifikat"


def preview(certificate: Certificate | None) -> bytes:
    """Return the PDF of a certificate that waits, or of a fictional one. Nothing of it is kept or signed.

    Raises what `letterhead_of` and `render_certificate` raise.
    """
    proof = copy.copy(certificate) if certificate else sample()
    proof.letterhead = letterhead_of(CertificateSettings.load())
    proof.issued_at = now()
    proof.number_text = f"{DEMO_MARK}/…"
    return render_certificate(proof, mark=MARK)


def sample() -> Certificate:
    """Return the fictional certificate."""
    return Certificate(
        person_name="Siti Contoh",
        business_name="Keripik Contoh",
        district_name="Kaliorang",
        course_title="Kemasan Produk IKM",
        modules=[["Memilih bahan kemasan", 8], ["Merancang label", 8], ["Menghitung biaya", 4]],
        jp=20,
        pretest_score=53,
        final_score=87,
        predicate="Memuaskan",
        attendance_percent=92,
        started_on=dt.date(2026, 11, 3),
        completed_on=dt.date(2026, 11, 14),
    )
