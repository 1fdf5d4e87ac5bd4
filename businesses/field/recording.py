"""Writes down what came from the field, once; what resembles a known business waits for a person."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from businesses.errors import FieldNotAllowed
from businesses.field.finding import similar_to
from businesses.field.photos import keep_photos
from businesses.field.reading import FieldRow, read_row
from businesses.importing.applying import write_differences
from businesses.importing.checking import Candidate, plain
from businesses.models import (
    Business,
    FieldRecord,
    FieldState,
    LegalNumber,
    Membership,
    Need,
    RegistrySettings,
    YearFigures,
)
from businesses.permissions import can_change_businesses, districts_of
from businesses.registering import begin_history, find_owner, make_owner
from businesses.sizing import size_businesses
from businesses.writing import mark_changed
from core.clock import now
from sync.extensions import Event, Outcome

FIELD_ACTION = "businesses.field"
SIMILAR_PATH = "/lapangan/mirip/"
CHANGED = "Usaha ini sudah diubah orang lain, jadi perbaikan dari HP tidak dimasukkan. Periksa datanya di Studio."
OWNER_STAYS = "Sudah diperbaiki, kecuali nama atau nomor pemilik: ubah itu di Studio."


def record_in_field(event: Event) -> Outcome:
    """Take one row from an officer's phone. Raises a UserFault: the row stays there to be mended, alone."""
    if not can_change_businesses(event.person):
        raise FieldNotAllowed
    row = read_row(event.body, by=event.person)
    stand_in_line()
    record = FieldRecord.objects.filter(by=event.person, key=row.key).first()
    if record and record.revision >= row.revision:
        return Outcome()
    record = record or FieldRecord(by=event.person, key=row.key, made_at=event.made_at)
    record.revision, record.consent_text = row.revision, row.consent
    if record.business_id:
        return _correct(record, row, event)
    if record.state in {FieldState.JOINED, FieldState.DROPPED}:
        record.save()
        return Outcome(message="Catatan ini sudah diputuskan petugas, jadi perbaikannya tidak dimasukkan.")
    return _take(record, row, event)


def stand_in_line() -> None:
    """Let one row be compared and written at a time: two phones that bring the same business make it once."""
    RegistrySettings.load()
    RegistrySettings.objects.select_for_update().get()


def _take(record: FieldRecord, row: FieldRow, event: Event) -> Outcome:
    """Write a business down, or keep the row for a person who decides."""
    similar = similar_to(row.candidate)
    if similar:
        record.state, record.said = FieldState.SIMILAR, {**asdict(row.candidate), "needs": list(row.needs)}
        record.save()
        keep_photos(record, event.prepared, taken_at=event.made_at)
        reasons = ", ".join(sorted({one for words in similar.values() for one in words.split(", ")}))
        return Outcome(message=f"Mirip usaha yang sudah tercatat ({reasons}). Belum dicatat.", next_path=SIMILAR_PATH)
    write_new(record, row.candidate, row.needs, by=event.person)
    keep_photos(record, event.prepared, taken_at=event.made_at)
    return Outcome()


def write_new(record: FieldRecord, row: Candidate, needs: Any, *, by: Any) -> Business:
    """Write the row down as a new business with its owner, and note it in the record. Raises OwnerDiffers."""
    owner = find_owner(row.owner, row.phone) if row.phone else None
    business = Business.objects.create(**row.values, updated_at=now(), updated_by=by)
    owner = owner or make_owner(row.owner, row.phone, business.village)
    Membership.objects.create(business=business, person=owner)
    begin_history(business, by=by)
    _write_rows(business, row, needs)
    log(instance=business, action=FIELD_ACTION, user=by)
    record.state, record.said = FieldState.RECORDED, {}
    record.business, record.version = business, business.version
    record.save()
    return business


def _write_rows(business: Business, row: Candidate, needs: Any) -> None:
    """Write figures, numbers and needs that are not there yet."""
    if row.figures:
        YearFigures.objects.get_or_create(business=business, year=row.year, defaults=row.figures)
    for kind, number in row.numbers.items():
        LegalNumber.objects.get_or_create(business=business, kind=kind, number=number)
    known = set(business.needs.values_list("topic", flat=True))
    Need.objects.bulk_create(Need(business=business, topic=topic) for topic in needs if topic not in known)
    size_businesses(Business.objects.filter(pk=business.pk))


def _correct(record: FieldRecord, row: FieldRow, event: Event) -> Outcome:
    """Write what was corrected on the phone while an older state of it was being sent."""
    business = Business.objects.select_for_update(of=("self",)).select_related("village").get(pk=record.business_id)
    limits = districts_of(event.person)
    is_outside = limits is not None and (business.village is None or business.village.district_id not in limits)
    if business.version != record.version or is_outside:
        record.save()
        return Outcome(message=CHANGED)
    Business.objects.filter(pk=business.pk).update(name=row.candidate.name)
    write_differences(business, row.candidate)
    _write_rows(business, row.candidate, row.needs)
    mark_changed(business, by=event.person)
    log(instance=business, action=FIELD_ACTION, user=event.person)
    record.version = business.version + 1
    record.save()
    keep_photos(record, event.prepared, taken_at=event.made_at)
    return Outcome(message="" if _is_owner(business, row.candidate) else OWNER_STAYS)


def _is_owner(business: Business, row: Candidate) -> bool:
    """Say whether the row's owner is the business's: an account is not renamed from here."""
    owners = business.memberships.filter(part=Membership.Part.OWNER).values_list("person__full_name", "person__phone")
    return any(plain(name) == plain(row.owner) and (phone or "") == row.phone for name, phone in owners)


def join(record: FieldRecord, business: Business, *, by: Any) -> None:
    """Add to `business` what the record knows and it does not; nothing that is there changes."""
    said = dict(record.said)
    needs = said.pop("needs", ())
    row = Candidate(**said)
    values = {name: value for name, value in row.values.items() if getattr(business, name) in (None, "")}
    Business.objects.filter(pk=business.pk).update(**values)
    _write_rows(business, row, needs)
    mark_changed(business, by=by)
    log(instance=business, action=FIELD_ACTION, user=by)
    record.photos.update(business=business)
    record.state, record.said, record.business = FieldState.JOINED, {}, business
    record.save()


@transaction.atomic
def decide(record: FieldRecord, what: str, *, by: Any, business: Business | None = None, at: dt.datetime) -> None:
    """Settle a record that resembles another: `new`, `join` (with `business`) or `drop`. Raises OwnerDiffers."""
    stand_in_line()
    kept = FieldRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if kept.state != FieldState.SIMILAR:
        return
    kept.decided_by, kept.decided_at = by, at
    if what == "new":
        said = dict(kept.said)
        needs = said.pop("needs", ())
        business = write_new(kept, Candidate(**said), needs, by=by)
        kept.photos.update(business=business)
    elif what == "join" and business is not None:
        join(kept, business, by=by)
    elif what == "drop":
        kept.state, kept.said = FieldState.DROPPED, {}
        for photo in kept.photos.all():
            photo.delete()
        kept.save()
