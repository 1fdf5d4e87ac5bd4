"""Sets the attendance sheet of a meeting as a PDF to print and sign. Texts are printed, never evaluated."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from core.templatetags.formats import tanggal
from courses.models import CohortMember, Meeting

TEMPLATE = Path(__file__).parent / "templates_typst" / "attendance.typ"
BLANK_LINES = 5  # for people who come without being on the list


def attendance_sheet(meeting: Meeting, members: Sequence[CohortMember]) -> bytes:
    """Return the sheet: a line per member, in the given order, with room to sign, and a few empty ones."""
    data = json.dumps(sheet_values(meeting, members))
    return typst.compile(str(TEMPLATE), ignore_system_fonts=True, sys_inputs={"data": data})


def sheet_values(meeting: Meeting, members: Sequence[CohortMember]) -> dict[str, Any]:
    """Return everything that is printed, as plain values."""
    cohort = meeting.cohort
    return {
        "course": cohort.course.title,
        "cohort": str(cohort),
        "topic": meeting.topic,
        "when": f"{tanggal(meeting.held_on)}, pukul {meeting.starts_at:%H.%M} WITA",
        "jp": f"{meeting.jp} JP ({meeting.minutes} menit)",
        "place": meeting.place or cohort.place or "Daring",
        "teacher": str(cohort.teacher) if cohort.teacher else "",
        "people": [[str(member), _place(member)] for member in members],
        "blank": BLANK_LINES,
    }


def _place(member: CohortMember) -> str:
    """Return the village and kecamatan, or the regency; nothing where the account doesn't say."""
    person = member.enrolment.person
    if person.village:
        return f"{person.village.name}, {person.village.district.name}"
    return str(person.regency.name) if person.regency else ""
