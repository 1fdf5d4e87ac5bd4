"""Messages to the members of a class. Each has a key, so it is sent once however often its act is repeated."""

from core.templatetags.formats import tanggal
from courses.addresses import course_path, full_address
from courses.models import Cohort, CohortLetter, CohortMember, CohortMode
from messaging.public import send_message


def tell_begun(member: CohortMember, cohort: Cohort) -> None:
    """Tell a member that the class runs: when, how and where."""
    send_message(
        "angkatan_dimulai",
        to=member.enrolment.person,
        values={
            "angkatan": cohort,
            "kursus": cohort.course.title,
            "tanggal": days_of(cohort),
            "cara": way_of(cohort),
            "tautan": full_address(course_path(cohort.course)),
        },
        key=f"angkatan_dimulai:{member.pk}",
    )


def tell_letter(member: CohortMember, cohort: Cohort, letter: CohortLetter) -> bool:
    """Send what an officer wrote to the class; return whether a message was queued."""
    return send_message(
        "angkatan_pesan",
        to=member.enrolment.person,
        values={
            "angkatan": cohort,
            "isi": letter.text,
            "tautan": full_address(course_path(cohort.course)),
        },
        key=f"angkatan_pesan:{letter.form_key}:{member.pk}",
    )


def days_of(cohort: Cohort) -> str:
    """Return `3 November 2026 sampai 14 November 2026`, or the one day."""
    first, last = tanggal(cohort.starts_on), tanggal(cohort.ends_on)
    return first if first == last else f"{first} sampai {last}"


def way_of(cohort: Cohort) -> str:
    """Return how and where in words: `tatap muka di Balai Desa Busang`, `daring`."""
    way = str(cohort.get_mode_display()).lower()
    return way if cohort.mode == CohortMode.ONLINE else f"{way} di {cohort.place}"
