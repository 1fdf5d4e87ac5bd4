"""What every address for the phone's scripts shares: JSON both ways, own pages only, and who is there is known."""

import functools
from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from accounts.public import is_consent_due
from core.errors import IkmError
from sync.errors import (
    BatchTooLarge,
    BatchUnreadable,
    ConsentNeeded,
    FileNotKept,
    ForeignPage,
    NoJson,
    OtherAccount,
    SignInNeeded,
    TooFast,
)
from sync.permissions import can_send, is_account, is_own_page

STATUSES: dict[type[IkmError], int] = {
    BatchUnreadable: 400,
    SignInNeeded: 401,
    ConsentNeeded: 403,
    ForeignPage: 403,
    OtherAccount: 409,
    BatchTooLarge: 413,
    NoJson: 415,
    TooFast: 429,
    FileNotKept: 507,
}
OTHER_STATUS = 422
ACCOUNT_HEADER = "X-Account"
RETRY_SECONDS = "60"
View = Callable[..., JsonResponse]


def phone_door(*methods: str, limit: str) -> Callable[[View], View]:
    """Let in who may send, say no in words, and keep caches out. A POST is JSON. `limit`: in ACCOUNT_RATE_LIMITS."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: Any, **values: Any) -> JsonResponse:
            try:
                _check_sender(request)
                response = _checked(view, request, methods, limit, args, values)
            except IkmError as fault:
                response = _refusal(fault)
            response.headers["Cache-Control"] = "no-store"
            return response

        return answer

    return wrap


def read_body(request: HttpRequest, *, most: int) -> bytes:
    """Return what was sent. Raises BatchTooLarge before more than `most` is read, BatchUnreadable when it stops."""
    try:
        data = request.read(most + 1)
    except OSError as error:  # the line broke
        raise BatchUnreadable from error
    if len(data) > most:
        raise BatchTooLarge
    return data


def _check_sender(request: HttpRequest) -> None:
    if not can_send(request.user):
        raise SignInNeeded
    if is_consent_due(request):
        raise ConsentNeeded
    told = request.headers.get(ACCOUNT_HEADER)
    if told is not None and not is_account(request.user, told):
        raise OtherAccount


def _checked(
    view: View,
    request: HttpRequest,
    methods: tuple[str, ...],
    limit: str,
    args: tuple[Any, ...],
    values: dict[str, Any],
) -> JsonResponse:
    if request.method not in methods:
        return JsonResponse({"code": "method"}, status=405, headers={"Allow": ", ".join(methods)})
    if not is_own_page(request):
        raise ForeignPage
    if request.method == "POST" and request.content_type != "application/json":
        raise NoJson
    if not ratelimit.consume(request, action=limit, user=request.user):
        raise TooFast
    return view(request, *args, **values)


def _refusal(fault: IkmError) -> JsonResponse:
    status = STATUSES.get(type(fault), OTHER_STATUS)
    told: dict[str, object] = {"code": fault.code, "message": fault.message}
    if isinstance(fault, SignInNeeded):
        told["url"] = reverse("account_login")
    elif isinstance(fault, ConsentNeeded):
        told["url"] = reverse("consent_ask")
    headers = {"Retry-After": RETRY_SECONDS} if isinstance(fault, TooFast) else None
    return JsonResponse(told, status=status, headers=headers)
