"""An offer on the phone: why it fits, a yes by one tap, a no with a reason; signed in or by the signed link."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mentoring.agreeing import AGREEMENT
from mentoring.answering import accept, decline
from mentoring.errors import LinkInvalid, NotYourPair, ProposalMoved
from mentoring.explaining import why_fits
from mentoring.forms import DeclineForm
from mentoring.links import SIDES, read_link
from mentoring.models import Proposal
from mentoring.permissions import can_answer, side_of
from mentoring.places import district_of
from mentoring.views.access import RELATED, faults_as_pages, for_people, own_offer


@for_people
def offer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an offer to whoever's turn it is, and take the answer."""
    proposal = own_offer(request.user, pk)
    side = side_of(request.user, proposal)
    if request.method == "POST":
        if not can_answer(request.user, proposal):
            raise ProposalMoved
        return _answer(request, proposal, side, by=request.user)
    return _show(request, proposal, side, is_open=can_answer(request.user, proposal))


@faults_as_pages
def answer_page(request: HttpRequest, token: str) -> HttpResponse:
    """The same by the signed link of the message, without signing in. Nothing is done by opening it."""
    proposal_id, side = read_link(token)
    proposal = Proposal.objects.select_related(*RELATED, "weight_set").filter(pk=proposal_id).first()
    if proposal is None:
        raise LinkInvalid
    is_open = proposal.state == SIDES[side]
    if request.method == "POST":
        return _answer(request, proposal, side, by=None)
    if not is_open:
        raise ProposalMoved
    return _show(request, proposal, side, is_open=True)


def _answer(request: HttpRequest, proposal: Proposal, side: str, *, by: Any) -> HttpResponse:
    """Do what was pressed; a no without a reason shows the offer again."""
    if request.POST.get("jawab") == "terima":
        mentorship = accept(proposal.pk, side, by=by)
        if mentorship and by:
            messages.success(request, "Anda dan mentor sudah saling setuju. Nomornya dapat Anda buka di halaman ini.")
            return redirect("mentor_pair", mentorship.pk)
        return _thanks(request, "Terima kasih, jawaban Anda sudah kami terima.", is_accepted=True)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _show(request, proposal, side, is_open=True, form=form)
    decline(proposal.pk, side, by=by, **form.cleaned_data)
    return _thanks(request, "Terima kasih atas jawabannya. Tidak apa-apa; kami carikan yang lain.")


def _thanks(request: HttpRequest, words: str, *, is_accepted: bool = False) -> HttpResponse:
    return render(request, "mentoring/answered.html", {"words": words, "is_accepted": is_accepted})


def _show(
    request: HttpRequest, proposal: Proposal, side: str, *, is_open: bool, form: DeclineForm | None = None
) -> HttpResponse:
    """Show what may be known before both agreed: place, trade, skills; the business's name only where they allow it."""
    if side not in SIDES:
        raise NotYourPair
    other = proposal.mentee if side == "mentor" else proposal.mentor
    context = {
        "proposal": proposal,
        "side": side,
        "is_open": is_open,
        "other": other,
        "district": district_of(other),
        "business": other.business if other.shows_business else None,
        "sector": other.business.sector if other.business else None,
        "needs": proposal.mentee.needs.all(),
        "skills": proposal.mentor.skills.all(),
        "why": why_fits(proposal),
        "rules": AGREEMENT,
        "form": form or DeclineForm(),
    }
    return render(request, "mentoring/offer.html", context)
