"""What the screens share: sign in first, nothing kept by caches, faults as clear pages, only one's own rows."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from core.errors import UserFault
from mentoring.errors import NotYourPair
from mentoring.models import Mentorship, Proposal
from mentoring.permissions import can_see_offer, can_see_pair
from mentoring.places import WITH_PLACE

View = Callable[..., HttpResponse]
RELATED = [f"{side}__{place}" for side in ("mentor", "mentee") for place in WITH_PLACE]


def faults_as_pages(view: View) -> View:
    """Show a UserFault that nobody caught as a page that says what to do."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotYourPair as fault:
            return render(request, "mentoring/refused.html", {"fault": fault}, status=404)
        except UserFault as fault:
            return render(request, "mentoring/refused.html", {"fault": fault}, status=409)

    return wrapped


def for_people(view: View) -> View:
    """Ask to sign in first, then as `faults_as_pages`."""
    return faults_as_pages(login_required(view))


def own_offer(person: Any, pk: int) -> Proposal:
    """Return the proposal that was offered to this person. Raises NotYourPair."""
    proposal = Proposal.objects.select_related(*RELATED, "weight_set").filter(pk=pk).first()
    if proposal is None or not can_see_offer(person, proposal):
        raise NotYourPair
    return proposal


def own_pair(person: Any, pk: int) -> Mentorship:
    """Return the mentorship of this person. Raises NotYourPair."""
    mentorship = Mentorship.objects.select_related(*RELATED, "proposal__weight_set").filter(pk=pk).first()
    if mentorship is None or not can_see_pair(person, mentorship):
        raise NotYourPair
    return mentorship
