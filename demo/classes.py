"""The class that the demo shows: running, with one meeting behind it."""

import datetime as dt
from typing import Any

from core.clock import today
from courses.public import course_called, form_cohort, hold_meeting
from demo.studying import UNDER_WAY

MEMBERS = ("ratna", "sumiati", "aminah", "yusuf")
ABSENT = "yusuf"


def form_class(people: dict[str, Any]) -> None:
    """Let the officer form a class of those who learn together, and write down who came to its first meeting."""
    course, officer = course_called(UNDER_WAY), people["petugas"]
    if course is None:
        return
    cohort = form_cohort(
        course,
        [people[name] for name in MEMBERS],
        by=officer,
        title="Perajin Kaliorang Contoh",
        starts_on=today() - dt.timedelta(days=3),
        ends_on=today() + dt.timedelta(days=25),
        mode="campuran",
        place="Balai Desa Kaliorang",
        teacher=people["dewi"],
    )
    there = [people[name] for name in MEMBERS if name != ABSENT]
    when = {"held_on": today() - dt.timedelta(days=3), "starts_at": dt.time(9)}
    hold_meeting(cohort, there, by=officer, topic="Mengenal kemasan", jp=4, **when)
