"""A pair's page: the other's number, goals, sessions, the question of fit, and the ways out."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from mentoring.agreeing import AGREEMENT
from mentoring.ending import answer_fit, complete, end, pause, resume
from mentoring.errors import MentorshipOver
from mentoring.explaining import why_fits
from mentoring.forms import EndForm, FeedbackForm, IncidentForm, SessionForm
from mentoring.goals import tick
from mentoring.meeting import confirm_session, is_fit_asked, log_session
from mentoring.models import Feedback, GoalStep
from mentoring.permissions import can_log_session, can_see_contact, side_of
from mentoring.reporting import give_feedback, report_incident
from mentoring.revealing import reveal_contact
from mentoring.syncing import other_of
from mentoring.views.access import for_people, own_pair


@for_people
def pair_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the pair and what to do next."""
    mentorship = own_pair(request.user, pk)
    side = side_of(request.user, mentorship)
    context = {
        "pair": mentorship,
        "side": side,
        "other": other_of(request.user, mentorship),
        "other_profile": mentorship.mentee if side == "mentor" else mentorship.mentor,
        "goals": mentorship.goals.prefetch_related("steps"),
        "sessions": mentorship.sessions.select_related("written_by")[:20],
        "asks_fit": is_fit_asked(mentorship, side),
        "may_see_contact": can_see_contact(request.user, mentorship),
        "has_feedback": Feedback.objects.filter(mentorship=mentorship, person=request.user).exists(),
        "why": why_fits(mentorship.proposal),
        "rules": AGREEMENT,
    }
    return render(request, "mentoring/pair.html", context)


@for_people
@require_POST
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the other's number, and write down that it was shown."""
    mentorship = own_pair(request.user, pk)
    found = reveal_contact(mentorship, request.user)
    return render(request, "mentoring/contact.html", {"pair": mentorship, "contact": found})


@for_people
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a session down."""
    mentorship = own_pair(request.user, pk)
    if not can_log_session(request.user, mentorship):
        raise MentorshipOver
    form = SessionForm(request.POST or None, mentorship=mentorship)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"] or uuid.uuid4()
        log_session(mentorship, form.values(), key=key, by=request.user)
        messages.success(request, "Pertemuan dicatat. Pasangan Anda diminta membenarkannya.")
        return redirect("mentor_pair", pk)
    context = {"form": form, "pair": mentorship, "other": other_of(request.user, mentorship)}
    return render(request, "mentoring/log.html", context)


@for_people
@require_POST
def confirm(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Say that a session was so."""
    mentorship = own_pair(request.user, pk)
    confirm_session(get_object_or_404(mentorship.sessions, pk=session), by=request.user)
    return redirect("mentor_pair", pk)


@for_people
@require_POST
def step(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Tick a step of a goal, or take the tick back."""
    mentorship = own_pair(request.user, pk)
    row = get_object_or_404(GoalStep.objects.select_related("goal__mentorship"), pk=step, goal__mentorship=mentorship)
    tick(row, is_done=request.POST.get("selesai") == "1", by=request.user)
    return redirect(f"/mentor/pasangan/{mentorship.pk}/#target")


@for_people
@require_POST
def change(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Do one of the small acts: the answer about fit, pausing, going on, completing."""
    mentorship = own_pair(request.user, pk)
    if what in ("cocok", "kurang-cocok"):
        answer_fit(mentorship, side_of(request.user, mentorship), fits=what == "cocok")
        if what == "kurang-cocok" and mentorship.is_live:
            return redirect("mentor_end", pk)
    elif acts := {"jeda": pause, "lanjut": resume, "selesai": complete}.get(what):
        acts(mentorship)
    return redirect("mentor_pair", pk)


@for_people
def end_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a reason that blames nobody, then end."""
    mentorship = own_pair(request.user, pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        end(mentorship, reason=form.cleaned_data["reason"])
        messages.success(request, "Pendampingan diakhiri. Terima kasih untuk waktu yang diberikan.")
        return redirect("mentor_feedback", pk)
    return render(request, "mentoring/end.html", {"form": form, "pair": mentorship})


@for_people
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """Take three marks, for the office alone."""
    mentorship = own_pair(request.user, pk)
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        give_feedback(mentorship, form.cleaned_data, by=request.user)
        messages.success(request, "Penilaian tersimpan. Hanya dinas yang membacanya.")
        return redirect("mentor")
    return render(request, "mentoring/feedback.html", {"form": form, "pair": mentorship})


@for_people
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a report to the office; the other side doesn't see it."""
    mentorship = own_pair(request.user, pk)
    form = IncidentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        report_incident(mentorship, form.cleaned_data["text"], by=request.user)
        messages.success(request, "Laporan diterima dinas. Pendampingan dijeda sampai petugas menghubungi Anda.")
        return redirect("mentor")
    return render(request, "mentoring/report.html", {"form": form, "pair": mentorship})
