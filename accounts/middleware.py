"""Keeps the admin behind a second factor, and limits from ending as errors."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import RateLimited
from allauth.core.ratelimit import respond_429
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode

from accounts.permissions import can_enter_studio

GetResponse = Callable[[HttpRequest], HttpResponseBase]
STUDIO_PREFIX = "/studio/"
# Coming and going: the first leads to our sign-in, the second only ends a session.
OPEN_DOORS = {"/studio/login/", "/studio/logout/"}
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SecondFactorMiddleware:
    """Lets nobody into the admin without a second factor, whichever door they came in by, and no learner at all.

    Whoever has none is led to set one up; whoever has one but signed in without it is asked for it. Off in demo mode.
    Stands behind AccountMiddleware, which allauth's functions need.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path.startswith(STUDIO_PREFIX) and path not in OPEN_DOORS and request.user.is_authenticated:
            if not can_enter_studio(request.user):
                raise PermissionDenied
            step = None if settings.DEMO else second_factor_step(request)
            if step is not None:
                return step
        return self.get_response(request)


class RateLimitMiddleware:
    """Answers with our page where allauth lets its own limit fall through: it would end as a server error."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Turn a number's exhausted limit into 429."""
        return respond_429(request) if isinstance(exception, RateLimited) else None


def second_factor_step(request: HttpRequest) -> HttpResponseBase | None:
    """Return the way to what is still missing, or None if this session has shown its second factor."""
    user = request.user
    if not is_mfa_enabled(user, FACTORS):
        messages.info(request, "Pasang pengaman akun dulu. Setelah itu ruang kerja terbuka.")
        return redirect("mfa_index")
    records = get_authentication_records(request, user)
    if any(record["method"] == "mfa" for record in records):
        return None
    methods = get_adapter().get_reauthentication_methods(user)
    back = request.get_full_path() if request.method == "GET" else STUDIO_PREFIX
    return redirect(f"{methods[0]['url']}?{urlencode({'next': back})}")
