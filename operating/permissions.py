"""Who may see how the installation runs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from accounts.public import Role, has_role

Person = Any  # accounts.User or AnonymousUser; the class stays behind its room's door


def can_see_status(person: Person) -> bool:
    """Administrators keep the machine."""
    return has_role(person, Role.ADMIN)


def may_read_metrics(request: HttpRequest) -> bool:
    """Whoever brings METRICS_TOKEN as bearer token; nobody where there is none."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return bool(settings.METRICS_TOKEN) and kind == "Bearer" and constant_time_compare(token, settings.METRICS_TOKEN)
