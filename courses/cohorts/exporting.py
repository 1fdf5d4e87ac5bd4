"""A person's classes and attendance, for the file they can download."""

from typing import Any

from courses.models import CohortMember, Participation


def collect_own_data(person: Any) -> dict[str, Any]:
    """Return the classes with every mark, and the letters of participation, as plain values."""
    members = CohortMember.objects.filter(enrolment__person=person).select_related("cohort__course")
    letters = Participation.objects.filter(enrolment__person=person).select_related("enrolment__course")
    return {
        "angkatan": [_member(member) for member in members.prefetch_related("attendances__meeting")],
        "surat keterangan": [{"kursus": row.enrolment.course.title, "diberikan": row.due_at} for row in letters],
    }


def _member(member: CohortMember) -> dict[str, Any]:
    return {
        "angkatan": str(member.cohort),
        "kursus": member.cohort.course.title,
        "ditambahkan": member.added_at,
        "hasil": member.get_outcome_display(),
        "kehadiran": [
            {
                "pertemuan": mark.meeting.topic,
                "tanggal": mark.meeting.held_on,
                "kehadiran": mark.get_state_display(),
                "dicatat dengan": mark.get_how_display(),
            }
            for mark in member.attendances.all()
        ],
    }
