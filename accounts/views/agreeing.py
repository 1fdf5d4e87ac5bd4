"""Asks for consent whoever came into an account that the office made from a list."""

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from accounts.consenting import GUARDIAN_SENTENCE, consent_sentence, has_consent, record_consent
from accounts.forms import ConsentForm
from accounts.models import User


@login_required
@never_cache
def ask_consent(request: HttpRequest) -> HttpResponse:
    """Show the sentence, record the agreement, go on to where the person wanted to go."""
    person = cast(User, request.user)
    wanted = get_next_redirect_url(request) or get_adapter(request).get_login_redirect_url(request)
    if has_consent(person):
        return redirect(wanted)
    form = ConsentForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        record_consent(form.save(), guardian_name=form.cleaned_data["guardian_name"])
        return redirect(wanted)
    context = {"form": form, "sentence": consent_sentence(), "guardian_sentence": GUARDIAN_SENTENCE, "next": wanted}
    return render(request, "accounts/ask_consent.html", context)
