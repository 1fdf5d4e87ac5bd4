"""Takes demo certificates away again. Real ones are never deleted: the register keeps every number."""

from django.db import transaction

from certificates.models import Certificate, NumberCounter, Series


def remove_demo_certificates() -> int:
    """Delete the demo register with its files and counter; return how many certificates it held."""
    rows = Certificate.objects.filter(series=Series.DEMO)
    files = [(row.file.storage, row.file.name) for row in rows if row.file.name]
    with transaction.atomic():
        removed = rows.count()
        rows.update(replaces=None)
        rows.delete()
        NumberCounter.objects.filter(series=Series.DEMO).delete()
    for storage, name in files:
        storage.delete(name)
    return removed
