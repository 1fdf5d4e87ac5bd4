"""A person's own data in this room, for the file in which they download it."""

from typing import Any

from mentoring.masks import HOURS, Language, Way, words_for
from mentoring.models import Feedback, MenteeProfile, MentorProfile, SessionLog


def collect_own_data(person: Any) -> object:
    """Return what the person told and wrote; nothing of what others said about them."""
    mentor = MentorProfile.objects.filter(person=person).first()
    mentee = MenteeProfile.objects.filter(person=person).first()
    return {
        "Sebagai mentor": _profile(mentor) | _skills(mentor) if mentor else None,
        "Sebagai peserta": _profile(mentee) | _needs(mentee) if mentee else None,
        "Pertemuan yang dicatat": [
            {"tanggal": row.held_on, "cara": row.get_channel_display(), "menit": row.minutes, "catatan": row.note}
            for row in SessionLog.objects.filter(written_by=person)
        ],
        "Penilaian yang diberikan": list(
            Feedback.objects.filter(person=person).values("useful", "reachable", "respectful", "text")
        ),
    }


def _profile(profile: Any) -> dict[str, object]:
    return {
        "keadaan": profile.get_state_display(),
        "bahasa": words_for(profile.languages, Language.choices),
        "waktu luang": words_for(profile.hours, HOURS),
        "cara bertemu": words_for(profile.ways, Way.choices),
        "persetujuan": profile.consent_text,
        "disetujui": profile.consented_at,
    }


def _skills(mentor: MentorProfile) -> dict[str, object]:
    return {"keahlian": [str(skill) for skill in mentor.skills.all()], "pengalaman": mentor.story}


def _needs(mentee: MenteeProfile) -> dict[str, object]:
    return {"kebutuhan": [str(need) for need in mentee.needs.all()], "keterangan": mentee.wish}
