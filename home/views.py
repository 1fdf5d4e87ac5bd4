"""Learner screens that join several rooms."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.public import can_enter_studio
from businesses.public import business_of, can_change_businesses
from certificates.public import certificates_of
from core import clock
from core.content_version import content_version
from core.pages_cache import kept
from courses.public import CourseCard, courses_of, published_courses
from home.models import HelpSettings
from media.public import can_upload_videos

SHOWN_COURSES = 3


def home(request: HttpRequest) -> HttpResponse:
    """Show a stranger what this is, and a learner the one next step."""
    if request.user.is_authenticated:
        return _learner_home(request)
    return render(request, "home/welcome.html", {"courses": published_courses()[:SHOWN_COURSES]})


def _learner_home(request: HttpRequest) -> HttpResponse:
    mine = courses_of(request.user)
    business = business_of(request.user)
    return render(
        request,
        "home/learner.html",
        {
            "greeting": greeting_at(clock.now()),
            "business": business,
            "next_up": next((course for course in mine if course.next_url), None),
            "is_new": not mine,
            "paused": [course for course in mine if not course.url and not course.is_completed],
            "courses": _courses_for(business, without={course.course_id for course in mine}),
        },
    )


def _courses_for(business: Any, *, without: Collection[int]) -> list[CourseCard]:
    """Return a few courses not taken yet: first those for the business's own line, then those for everybody."""
    sector = business.sector_id if business else None
    every = kept("course-cards", content_version(), published_courses)
    cards = [card for card in every if card.course_id not in without]
    return sorted(cards, key=lambda card: _distance(card, sector))[:SHOWN_COURSES]


def _distance(card: CourseCard, sector: int | None) -> int:
    """Return 0 for a course of this line of business, 1 for one for everybody, 2 for one of other lines."""
    if not card.sector_ids:
        return 1
    return 0 if sector in card.sector_ids else 2


def greeting_at(moment: dt.datetime) -> str:
    """Return the greeting of the hour in Kutai Timur: pagi until 11, siang until 15, sore until 18, then malam."""
    hour = timezone.localtime(moment).hour
    part = next((name for end, name in ((11, "pagi"), (15, "siang"), (18, "sore")) if hour < end), "malam")
    return f"Selamat {part}"


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Show the person's courses and certificates, and the way to their data."""
    is_staff_member = can_enter_studio(request.user)
    return render(
        request,
        "home/mine.html",
        {
            "business": business_of(request.user),
            "my_courses": courses_of(request.user),
            "certificates": certificates_of(request.user),
            "is_staff_member": is_staff_member,
            "may_record": can_change_businesses(request.user),
            "may_upload": is_staff_member and can_upload_videos(request.user),
        },
    )


def help_page(request: HttpRequest) -> HttpResponse:
    """Show how to reach the office and how the most frequent things are done."""
    return render(request, "home/help.html", {"office": HelpSettings.load(request_or_site=request)})
