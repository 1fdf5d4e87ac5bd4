"""Writes the log: who did what with a certificate, and why. Nothing of it is ever changed."""

from typing import Any

from certificates.models import Act, ActKind, Certificate
from core.clock import now


def record_act(certificate: Certificate, kind: ActKind, *, by: Any = None, why: str = "") -> Act:
    """Write one act down; `by` None for what the system did."""
    name = by.full_name if by else ""
    return Act.objects.create(certificate=certificate, kind=kind, by=by, by_name=name, why=why, at=now())
