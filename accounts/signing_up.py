"""Signing up: the answers wait in the browser's session until the code sent to the number is typed in.

So nobody can prepare an account, with a password of their own, for somebody else's number. A number that already has
an account goes the same way: same page, same code, and in the end the account that is there.
"""

import datetime as dt
from typing import Any

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.utils import passthrough_next_redirect_url
from allauth.core import context, ratelimit
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.consenting import record_consent
from accounts.models import User
from accounts.naming import make_username
from accounts.signals import person_signed_up
from core import clock

SESSION_KEY = "sign_up"
KEPT_SECONDS = 24 * 60 * 60  # unfinished sign-ups, in the session and as a row


def may_send_code(phone: str) -> bool:
    """Count one more code for this number and this address; say whether the limits allow it."""
    return ratelimit.consume(context.request, action="request_login_code", key=phone)


def begin_sign_up(
    request: HttpRequest,
    *,
    phone: str,
    answers: dict[str, Any],
    password: str,
    extra: dict[str, Any],
    typed: dict[str, Any],
) -> HttpResponse:
    """Send a code to `phone` and keep the answers until it comes back; return the way to the code form.

    `answers`: full_name, village_id, regency_id, lives_elsewhere, is_minor, guardian_name. `extra` is handed on by
    `person_signed_up`. `typed` fills the form again when the person comes back to it. All three hold JSON values;
    `password` may be empty.
    """
    User.objects.filter(phone=phone, is_pending=True).update(date_joined=clock.now())  # the day given to it begins anew
    person = User.objects.filter(phone=phone).first() or _pending_person(phone, answers["full_name"])
    request.session[SESSION_KEY] = {
        "phone": phone,
        "answers": answers,
        "password": make_password(password) if password else "",
        "extra": extra,
        "typed": typed,
    }
    request.session.set_expiry(KEPT_SECONDS)
    LoginCodeVerificationProcess.initiate(request=request, user=person, phone=phone)
    return HttpResponseRedirect(passthrough_next_redirect_url(request, reverse("account_confirm_login_code"), "next"))


def is_own_sign_up(request: HttpRequest | None, phone: str) -> bool:
    """Say whether this browser sent the sign-up form with `phone`."""
    waiting = request.session.get(SESSION_KEY) if request is not None else None
    return waiting is not None and waiting["phone"] == phone


def finish_sign_up(request: HttpRequest, person: User) -> None:
    """Fill the account whose number was just verified with the waiting answers.

    An account that was in use already keeps what it holds. One that an officer made and nobody has opened yet keeps
    its name and gets the rest.
    """
    if not is_own_sign_up(request, person.phone or ""):
        return
    waiting = request.session.pop(SESSION_KEY)
    if person.last_login:
        messages.info(request, "Nomor ini sudah terdaftar. Anda masuk ke akun yang sudah ada.")
        return
    is_new = person.is_pending
    with transaction.atomic():
        _fill(person, waiting)
        record_consent(person, guardian_name=waiting["answers"]["guardian_name"])
        person_signed_up.send(sender=User, person=person, answers=waiting["extra"], is_new=is_new)


def forget_unfinished_sign_ups() -> int:
    """Delete the rows of sign-ups whose code never came back; return how many. Nothing else hangs on them."""
    old = clock.now() - dt.timedelta(seconds=KEPT_SECONDS)
    return User.objects.filter(is_pending=True, date_joined__lt=old).delete()[0]


def _pending_person(phone: str, full_name: str) -> User:
    """Make the row that carries the code; the same form sent twice at once makes one."""
    try:
        with transaction.atomic():
            return User.objects.create_user(make_username(full_name), full_name=full_name, phone=phone, is_pending=True)
    except IntegrityError:
        person = User.objects.filter(phone=phone).first()
        return person or _pending_person(phone, full_name)


def _fill(person: User, waiting: dict[str, Any]) -> None:
    """Write the answers into the row."""
    answers = waiting["answers"]
    if person.is_pending:
        person.full_name = answers["full_name"]
        person.is_pending = False
        if waiting["password"]:
            person.password = waiting["password"]
    if not person.village_id and not person.regency_id:
        person.village_id, person.regency_id = answers["village_id"], answers["regency_id"]
        person.lives_elsewhere = answers["lives_elsewhere"]
    person.is_minor = person.is_minor or answers["is_minor"]
    person.save()
