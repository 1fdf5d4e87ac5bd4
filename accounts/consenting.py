"""Consent in plain words: giving it, withdrawing it, asking for it.

A changed sentence gets a new version; what was agreed to before stays as it was shown.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.models import Consent, ConsentKind, DataRequest, DataRequestState, User
from accounts.signals import consent_withdrawn
from core import clock


@dataclass(frozen=True)
class Sentence:
    """What a person agrees to, and its version."""

    version: int
    text: str


SENTENCES = {
    ConsentKind.LEARNING: Sentence(
        1,
        "Saya setuju dinas memakai nama, nomor HP, desa, usaha, dan hasil belajar saya untuk pelatihan, "
        "pendampingan, sertifikat, dan laporan dinas. Data saya tidak dijual. "
        "Persetujuan ini dapat saya tarik kapan saja di menu Data saya.",
    ),
    ConsentKind.NEWS: Sentence(
        1,
        "Saya mau menerima kabar kursus baru dan pengingat belajar lewat WhatsApp. "
        "Persetujuan ini dapat saya tarik kapan saja di menu Data saya.",
    ),
}
CONSENT_MISSING = "consent_missing"  # in the session of somebody who has to be asked
GUARDIAN_SENTENCE = "Saya orang tua atau wali peserta ini dan menyetujui hal di atas untuknya."


def consent_sentence(kind: ConsentKind = ConsentKind.LEARNING) -> str:
    """Return the sentence that `record_consent` records now, to be shown beside the box that is ticked."""
    return SENTENCES[kind].text


def has_consent(person: User, kind: ConsentKind = ConsentKind.LEARNING) -> bool:
    """Say whether `person` has agreed to `kind` and not withdrawn it."""
    return Consent.objects.filter(person=person, kind=kind, withdrawn_at__isnull=True).exists()


def is_consent_missing(person: User) -> bool:
    """Say whether `person` was never asked for consent to learning: the office made the account, from a list.

    Who withdrew it is not asked again: that is between them and the office, which has their request.
    """
    return not Consent.objects.filter(person=person, kind=ConsentKind.LEARNING).exists()


def is_consent_due(request: HttpRequest) -> bool:
    """Say whether the signed-in reader still has to be asked; costs a query only until they were."""
    return bool(request.session.get(CONSENT_MISSING)) and is_consent_missing(request.user)  # type: ignore[arg-type]


def record_consent(person: User, kind: ConsentKind = ConsentKind.LEARNING, *, guardian_name: str = "") -> Consent:
    """Record that `person` agrees now to the present sentence of `kind`; agreeing twice changes nothing.

    For a person under 17 `guardian_name` names the parent or guardian who agreed.
    """
    sentence = SENTENCES[kind]
    text = f"{sentence.text} {GUARDIAN_SENTENCE}" if guardian_name else sentence.text
    values = {"version": sentence.version, "text": text, "guardian_name": guardian_name, "given_at": clock.now()}
    try:
        with transaction.atomic():
            return Consent.objects.get_or_create(person=person, kind=kind, withdrawn_at=None, defaults=values)[0]
    except IntegrityError:  # the same form sent twice at the same moment
        return Consent.objects.get(person=person, kind=kind, withdrawn_at=None)


def withdraw_consent(person: User, kind: ConsentKind = ConsentKind.LEARNING) -> bool:
    """Withdraw `person`'s consent to `kind`; return False if there was none.

    Without consent to learning the office has to stop using the data: that is recorded as a request to it.
    """
    with transaction.atomic():
        active = Consent.objects.filter(person=person, kind=kind, withdrawn_at__isnull=True)
        if not active.update(withdrawn_at=clock.now()):
            return False
        if kind == ConsentKind.LEARNING:
            request_data_act(person, DataRequest.Kind.STOP)
    consent_withdrawn.send(sender=Consent, person=person, kind=kind)
    return True


def request_data_act(person: User, kind: DataRequest.Kind) -> DataRequest:
    """Record that `person` asks the office for `kind`; an open request of the kind is returned as it is."""
    try:
        with transaction.atomic():
            return DataRequest.objects.get_or_create(person=person, kind=kind, state=DataRequestState.OPEN)[0]
    except IntegrityError:
        return DataRequest.objects.get(person=person, kind=kind, state=DataRequestState.OPEN)


def cancel_data_request(person: User, pk: int) -> bool:
    """Take back `person`'s own open request; return False if there is none of that number."""
    own = DataRequest.objects.filter(pk=pk, person=person, state=DataRequestState.OPEN)
    return bool(own.update(state=DataRequestState.CANCELLED, closed_at=clock.now()))
