"""What was learned without a signal, for the file of own data; goes that were marked stand with the others."""

from typing import Any

from courses.models import FinalPaper, VideoPosition


def collect_own_data(person: Any) -> dict[str, Any]:
    """Return papers and places in videos as plain values; no key is among them."""
    papers = FinalPaper.objects.filter(enrolment__person=person).select_related("enrolment__course")
    positions = VideoPosition.objects.filter(enrolment__person=person).select_related("source").order_by("pk")
    return {
        "lembar tes akhir": [
            {
                "kursus": row.enrolment.course.title,
                "diambil": row.drawn_at,
                "berlaku sampai": row.expires_at,
                "ditutup": row.closed_at,
                "soal": [question["text"] for question in row.questions],
            }
            for row in papers
        ],
        "posisi video": [
            {"video": row.source.title, "sampai detik": row.at_s, "diperbarui": row.changed_at} for row in positions
        ],
    }
