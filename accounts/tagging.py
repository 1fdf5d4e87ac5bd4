"""An opaque name for an account: phones keep under it what is private, and say whose it is when they send it."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.crypto import salted_hmac

LENGTH = 16


def account_tag(user: AbstractBaseUser | AnonymousUser) -> str:
    """Return 16 hex digits that tell accounts apart and nothing else; an empty string for strangers."""
    if not user.is_authenticated:
        return ""
    return salted_hmac("accounts.tag", str(user.pk), algorithm="sha256").hexdigest()[:LENGTH]
