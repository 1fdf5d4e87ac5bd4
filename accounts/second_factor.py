"""Whether a session has shown its second factor, and the way to what is still missing."""

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
STUDIO_PREFIX = "/studio/"


def is_second_factor_settled(request: HttpRequest) -> bool:
    """Say whether this session may use what a role opens, also outside the studio. Demo mode asks for no factor.

    What people may do because something is their own needs no second factor: ask for that first.
    """
    if settings.DEMO:
        return True
    return request.user.is_authenticated and is_mfa_enabled(request.user, FACTORS) and _has_shown_factor(request)


def second_factor_step(request: HttpRequest) -> HttpResponseBase | None:
    """Return the way to what is still missing, or None if this session has shown its second factor."""
    if is_second_factor_settled(request):
        return None
    user = request.user
    if not is_mfa_enabled(user, FACTORS):
        messages.info(request, "Pasang pengaman akun dulu. Setelah itu studio terbuka.")
        return redirect("mfa_index")
    methods = get_adapter().get_reauthentication_methods(user)
    back = request.get_full_path() if request.method == "GET" else STUDIO_PREFIX
    return redirect(f"{methods[0]['url']}?{urlencode({'next': back})}")


def _has_shown_factor(request: HttpRequest) -> bool:
    """Say whether a factor was shown since signing in."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
