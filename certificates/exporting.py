"""A person's own certificates, for the file they can download."""

from typing import Any

from certificates.models import Certificate


def collect_own_data(person: Any) -> list[dict[str, Any]]:
    """Return everything the register holds about the person, as plain values."""
    return [
        {
            "kursus": row.course_title,
            "keadaan": row.get_state_display(),
            "nomor": row.number_text,
            "kode pemeriksaan": row.code,
            "nama": row.person_name,
            "usaha": row.business_name,
            "desa": row.village_name,
            "kecamatan": row.district_name,
            "kabupaten/kota": row.regency_name,
            "JP": row.jp,
            "nilai tes awal": row.pretest_score,
            "nilai akhir": row.final_score,
            "predikat": row.predicate,
            "kehadiran (%)": row.attendance_percent,
            "mulai": row.started_on,
            "lulus": row.completed_on,
            "terbit": row.issued_at,
            "berkas": row.download_url if row.is_issued else "",
        }
        for row in Certificate.objects.filter(person=person).order_by("pk")
    ]
