"""Puts files back that were lost, byte for byte."""

from certificates.errors import RemakeFailed
from certificates.logging_acts import record_act
from certificates.models import ActKind, Certificate
from certificates.models.certificate import private_storage
from certificates.proofs import remake
from certificates.storing import store_pdf


def remake_lost() -> tuple[int, list[str]]:
    """Make every missing file again; return how many came back and the numbers of those that could not."""
    made, failed = 0, []
    for certificate in Certificate.objects.public().order_by("pk").iterator():
        if private_storage().exists(certificate.file.name or ""):
            continue
        try:
            store_pdf(remake(certificate))
        except RemakeFailed:
            failed.append(certificate.number_text)
        else:
            record_act(certificate, ActKind.REMADE)
            made += 1
    return made, failed
