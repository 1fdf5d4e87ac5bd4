"""Consent: once, with the sentence as it was shown."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.consenting import SENTENCES
from accounts.models import Consent, ConsentKind
from accounts.public import has_consent, record_consent, withdraw_consent


def test_agreeing_twice_records_once(cast):
    Consent.objects.all().delete()
    first, second = record_consent(cast.ratna), record_consent(cast.ratna)
    assert first == second and has_consent(cast.ratna) and not has_consent(cast.hasan)


def test_record_keeps_the_sentence_when_it_changes_later(cast, monkeypatch):
    row = record_consent(cast.ratna)
    monkeypatch.setitem(SENTENCES, ConsentKind.LEARNING, type(SENTENCES[ConsentKind.LEARNING])(2, "Kalimat baru."))
    row.refresh_from_db()
    assert row.version == 1 and row.text != "Kalimat baru."
    withdraw_consent(cast.ratna)
    assert record_consent(cast.ratna).version == 2


def test_withdrawing_what_was_not_given_changes_nothing(cast):
    Consent.objects.all().delete()
    assert withdraw_consent(cast.ratna) is False
    assert not Consent.objects.exists() and not cast.ratna.data_requests.exists()


def test_database_holds_one_active_consent_of_a_kind(cast):
    row = record_consent(cast.ratna)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(person=cast.ratna, kind=row.kind, version=1, text="x", given_at=timezone.now())
