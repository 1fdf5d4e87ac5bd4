"""Asks for a missing consent, keeps the admin behind a second factor, names the account, ends limits in words."""

import logging
from collections.abc import Callable

from allauth.core.exceptions import RateLimited
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from redis.exceptions import RedisError

from accounts.consenting import CONSENT_MISSING, is_consent_missing
from accounts.permissions import can_enter_studio
from accounts.second_factor import STUDIO_PREFIX, second_factor_step
from accounts.tagging import account_tag
from core.middleware import unavailable

logger = logging.getLogger(__name__)

# Where nothing is learned about anybody: the question itself, leaving, reading what happens with data, files, machines.
FREE_OF_CONSENT = (
    "/persetujuan/",
    "/keluar/",
    "/studio/logout/",
    "/privasi/",
    "/bantuan/",
    "/saya/data/",
    "/periksa/",
    "/static/",
    "/berkas/",
    "/sehat/",
    "/kirim/",
    # The same for everybody: a worker follows no redirect, and what is saved opens without asking anybody.
    "/sw.js",
    "/manifest.webmanifest",
    "/luring/",
    "/tersimpan/",
    "/simpan/",
    "/sinkron/",  # asks for it in its own words: a script follows no redirect to a form
)
GetResponse = Callable[[HttpRequest], HttpResponseBase]
# Coming and going: the first leads to our sign-in, the second only ends a session.
OPEN_DOORS = {"/studio/login/", "/studio/logout/"}


class ConsentMiddleware:
    """Leads whoever signed in without ever having been asked for consent to that question, before data are kept.

    Costs nothing once answered: the mark, set at sign-in, is gone then. Stands before SecondFactorMiddleware.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_free = request.path_info.startswith(FREE_OF_CONSENT) or settings.SESSION_COOKIE_NAME not in request.COOKIES
        if is_free or not request.session.get(CONSENT_MISSING):
            return self.get_response(request)
        if request.user.is_authenticated and is_consent_missing(request.user):
            wanted = request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL
            return redirect(f"{reverse('consent_ask')}?{urlencode({'next': wanted})}")
        request.session.pop(CONSENT_MISSING)
        return self.get_response(request)


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
            step = second_factor_step(request)
            if step is not None:
                return step
        return self.get_response(request)


class RateLimitMiddleware:
    """Answers with our page where allauth lets its own limit fall through: it would end as a server error.

    The counts stand in Redis, for all nodes together. Where Redis is away nothing is let through uncounted, so that
    nobody finds a code by trying: what needs a count answers 503 until it is back, and all else goes on.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Turn a number's exhausted limit into 429, and a count that can't be kept into 503."""
        if isinstance(exception, RateLimited):
            return respond_429(request)
        if isinstance(exception, RedisError):
            logger.warning("refused for want of Redis: %s", type(exception).__name__)
            return unavailable(request)
        return None


class AccountTagMiddleware:
    """Says in `X-Account` whose page this is, so that a phone keeps private things of two people apart.

    Only where the view or its template asked who reads: a page that didn't is everybody's, and asking costs a query.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _is_reader_known(request) and request.user.is_authenticated:
            response.headers["X-Account"] = account_tag(request.user)
            patch_vary_headers(response, ("Cookie",))
        return response


def _is_reader_known(request: HttpRequest) -> bool:
    """Say whether `request.user` was looked up, or set by signing in or out."""
    return not isinstance(request.user, SimpleLazyObject) or hasattr(request, "_cached_user")
