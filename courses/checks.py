"""What a server must have for courses as files; `manage.py check --deploy` asks for it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def check_pack_key_is_given(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a server whose signing key is a file of one machine: lost with it, and another one on the next."""
    if settings.SERVER and not settings.PACK_KEY:
        hint = "Set PACK_KEY: the text in var/pack_key where there is one, else a new key (docs/operations.md)."
        return [Error("PACK_KEY is missing.", hint=hint, id="courses.E001")]
    return []
