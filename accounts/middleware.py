"""Keeps the admin behind a second factor, and limits from ending as errors."""

from collections.abc import Callable

from allauth.core.exceptions import RateLimited
from allauth.core.ratelimit import respond_429
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from accounts.permissions import can_enter_studio
from accounts.second_factor import STUDIO_PREFIX, second_factor_step

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# Coming and going: the first leads to our sign-in, the second only ends a session.
OPEN_DOORS = {"/studio/login/", "/studio/logout/"}


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
    """Answers with our page where allauth lets its own limit fall through: it would end as a server error."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Turn a number's exhausted limit into 429."""
        return respond_429(request) if isinstance(exception, RateLimited) else None
