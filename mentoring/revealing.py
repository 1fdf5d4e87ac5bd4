"""Showing the other's number: only while the mentorship lives, and each time written down."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from core.clock import now
from mentoring.errors import MentorshipOver, NoPhone
from mentoring.models import ContactReveal, Mentorship
from mentoring.permissions import can_see_contact, side_of
from mentoring.telling import words_of_needs


@dataclass(frozen=True)
class Contact:
    """Name, number (E.164), and a WhatsApp link that begins the first message."""

    name: str
    phone: str
    whatsapp_url: str


def reveal_contact(mentorship: Mentorship, viewer: Any) -> Contact:
    """Return the other's contact and write down that `viewer` saw it. Raises MentorshipOver, NoPhone."""
    if not can_see_contact(viewer, mentorship):
        raise MentorshipOver
    is_mentor = side_of(viewer, mentorship) == "mentor"
    shown = mentorship.mentee.person if is_mentor else mentorship.mentor.person
    if not shown.phone:
        raise NoPhone
    ContactReveal.objects.create(mentorship=mentorship, viewer=viewer, shown=shown, at=now())
    text = first_message(mentorship, viewer, is_mentor=is_mentor)
    return Contact(shown.full_name, shown.phone, f"https://wa.me/{shown.phone.lstrip('+')}?text={quote(text)}")


def first_message(mentorship: Mentorship, viewer: Any, *, is_mentor: bool) -> str:
    """Return what the first message could say."""
    needs = words_of_needs(mentorship.mentee)
    if is_mentor:
        return (
            f"Halo, saya {viewer.full_name}, mentor Anda dari program dinas. Saya senang dapat membantu soal {needs}. "
            "Kapan kita bisa berbicara pertama kali?"
        )
    return (
        f"Halo, saya {viewer.full_name}. Terima kasih bersedia menjadi mentor saya. Saya ingin belajar soal {needs}. "
        "Kapan Bapak/Ibu punya waktu untuk berbicara?"
    )
