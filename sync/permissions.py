"""Who may send what from a phone."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.public import Role, account_tag, has_role, is_second_factor_settled


def can_send(user: Any) -> bool:
    """Say whether `user` has a queue here at all: everybody with an account that is open."""
    return bool(user.is_authenticated and user.is_active)


def is_account(user: Any, told: object) -> bool:
    """Say whether what is sent belongs to `user`: the phone names the account it was made under."""
    return told == account_tag(user)


def is_own_page(request: HttpRequest) -> bool:
    """Say whether a page of ours sends this. Browsers say who does; what says nothing is no browser.

    Stands in for the token against forged requests, which a service worker has not: other sites can't send our
    content types without asking first, and we allow none to.
    """
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return site == "same-origin" and (origin is None or origin in own)


def can_bring_for(user: Any, person: Any) -> bool:
    """Say whether `user` may hand in a result file of `person`: their own, and as an officer anybody's."""
    return can_send(user) and (user.pk == person.pk or has_role(user, Role.OFFICER, Role.ADMIN))


def has_shown_enough_for(request: HttpRequest, person: Any) -> bool:
    """Say whether the session is sure enough for this person's file: somebody else's needs the second factor."""
    return request.user.pk == person.pk or is_second_factor_settled(request)
