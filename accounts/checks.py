"""What must not be on a server; `manage.py check --deploy` refuses it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured


@register(Tags.security, deploy=True)
def check_demo_is_off(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse demo mode together with server settings: its passwords are printed in the README."""
    if settings.SERVER and settings.DEMO:
        return [
            Error(
                "Demo mode is on together with server settings.",
                hint="Unset IKM_DEMO where IKM_SERVER is set: demo sign-ins are public.",
                id="accounts.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_secret_key_is_given(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a server without its own secret key."""
    if settings.SERVER and not _has_secret_key():
        return [Error("SECRET_KEY is missing.", hint="Set SECRET_KEY to a long random text.", id="accounts.E002")]
    return []


def _has_secret_key() -> bool:
    """Say whether Django has a secret key; it raises where the key is empty."""
    try:
        return bool(settings.SECRET_KEY)
    except ImproperlyConfigured:
        return False
