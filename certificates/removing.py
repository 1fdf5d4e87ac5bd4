"""Takes demo certificates away again. Real ones are never deleted: the register keeps every number."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from certificates.models import (
    Approval,
    Certificate,
    IssuerKey,
    NumberCounter,
    Proof,
    Series,
    SigningIdentity,
    StatusList,
)


def remove_demo_certificates() -> int:
    """Delete the demo register with its files, counter and decisions; return how many certificates it held.

    Keys with which nothing but the demo's was signed are forgotten too; a decision that covers a real one stays.
    """
    rows = Certificate.objects.filter(series=Series.DEMO)
    files = [(row.file.storage, row.file.name) for row in rows if row.file.name]
    with transaction.atomic():
        removed = rows.count()
        decisions = list(Approval.objects.filter(certificates__in=rows).distinct())
        rows.update(replaces=None)
        rows.delete()
        NumberCounter.objects.filter(series=Series.DEMO).delete()
        StatusList.objects.filter(series=Series.DEMO).delete()
        for decision in decisions:
            if not decision.certificates.exists():
                decision.delete()
        _forget_unused_keys()
    for storage, name in files:
        storage.delete(name)
    return removed


def _forget_unused_keys() -> None:
    """Delete identities and keys that stand behind no proof and no list any more."""
    SigningIdentity.objects.exclude(Exists(Proof.objects.filter(identity=OuterRef("pk")))).delete()
    for key in IssuerKey.objects.exclude(Exists(Proof.objects.filter(key=OuterRef("pk")))):
        if not StatusList.objects.filter(body__contains=key.name).exists():
            key.delete()
