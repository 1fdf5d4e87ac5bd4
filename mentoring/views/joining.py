"""`/mentor/`: what this is, where one stands, asking for a mentor, becoming one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentoring.applying import apply_as_mentor, set_paused
from mentoring.asking import ask_for_mentor, ask_for_review
from mentoring.ending import look_for_another, withdraw_person
from mentoring.forms import MenteeForm, MentorForm
from mentoring.models import LIVE_STATES, MenteeProfile, MenteeState, MentorProfile, Mentorship, MentorState, Proposal
from mentoring.models.proposals import OFFERED_STATES, ProposalState
from mentoring.standing import standing_of
from mentoring.views.access import RELATED, for_people


@never_cache
def mentor(request: HttpRequest) -> HttpResponse:
    """Show a stranger what this is; everybody else their own side or sides."""
    if not request.user.is_authenticated:
        return render(request, "mentoring/welcome.html", {"count": approved_count()})
    mentee = MenteeProfile.objects.filter(person=request.user).first()
    own = MentorProfile.objects.filter(person=request.user).first()
    context: dict[str, Any] = {"count": approved_count(), "mentee": mentee, "own": own}
    if mentee:
        context["standing"] = standing_of(mentee)
        context["may_review"] = mentee.state == MenteeState.SEEKING and not context["standing"].mentorship
    if own:
        pairs = Mentorship.objects.filter(mentor=own, state__in=LIVE_STATES)
        context["pairs"] = pairs.select_related(*RELATED).order_by("pk")
        offers = Proposal.objects.filter(mentor=own, state__in=OFFERED_STATES).select_related(*RELATED)
        context["offers"] = [one for one in offers if one.state == ProposalState.OFFERED_MENTOR]
        context["waiting"] = len(offers) - len(context["offers"])
    return render(request, "mentoring/home.html", context)


def approved_count() -> int:
    """Return how many mentors there are."""
    return MentorProfile.objects.filter(state=MentorState.APPROVED).count()


@for_people
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a mentor, or change what one needs."""
    mentee = MenteeProfile.objects.filter(person=request.user).first()
    form = MenteeForm(request.POST or None, initial=initial_of(mentee))
    if request.method == "POST" and form.is_valid():
        ask_for_mentor(request.user, form.values(), form.needs())
        messages.success(request, "Kebutuhan Anda tersimpan. Kami mencarikan mentor.")
        return redirect("mentor")
    return render(request, "mentoring/ask.html", {"form": form})


def initial_of(mentee: MenteeProfile | None) -> dict[str, Any]:
    """Return what the form shows of an earlier request."""
    if mentee is None:
        return {}
    values = {name: getattr(mentee, name) for name in MenteeForm.of_profile}
    return values | {f"need{need.rank}": need.topic for need in mentee.needs.all()}


@for_people
def apply(request: HttpRequest) -> HttpResponse:
    """Become a mentor, answer an invitation, or change what one told."""
    own = MentorProfile.objects.filter(person=request.user).first()
    initial = {name: getattr(own, name) for name in MentorForm.of_profile} if own else {}
    if own:
        initial["skills"] = list(own.skills.values_list("topic", flat=True))
    form = MentorForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        mentor = apply_as_mentor(request.user, form.values(), form.cleaned_data["skills"])
        is_new = mentor.state == MentorState.APPLIED
        messages.success(request, "Terima kasih. Dinas memeriksa pendaftaran Anda." if is_new else "Tersimpan.")
        return redirect("mentor")
    return render(request, "mentoring/apply.html", {"form": form, "own": own})


@for_people
@require_POST
def change(request: HttpRequest, what: str) -> HttpResponse:
    """Do one of the small acts of `/mentor/`: pause, go on, have an officer look, look for another."""
    own = MentorProfile.objects.filter(person=request.user).first()
    mentee = MenteeProfile.objects.filter(person=request.user).first()
    if own and what in ("jeda", "lanjut"):
        set_paused(own, is_paused=what == "jeda")
    elif mentee and what == "tinjau":
        ask_for_review(mentee)
    elif mentee and what == "cari-lagi":
        look_for_another(mentee)
    return redirect("mentor")


@for_people
def leave(request: HttpRequest) -> HttpResponse:
    """Ask first, then take the person out of mentoring and their consent back."""
    if request.method != "POST":
        return render(request, "mentoring/leave.html")
    withdraw_person(request.user)
    messages.success(request, "Anda sudah keluar dari pendampingan dan persetujuannya ditarik.")
    return redirect("mentor")
