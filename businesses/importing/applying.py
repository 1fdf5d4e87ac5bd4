"""Writes the rows of an import, a few hundred in one transaction each; a worker that dies is gone on from."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.public import create_people, people_by_phone
from businesses.errors import ImporterGone, OwnerDiffers
from businesses.importing.checking import Candidate, Places, check_row, plain
from businesses.importing.columns import cells_of, without_nik
from businesses.importing.matching import find_same, find_similar, read_known
from businesses.importing.reading import Row, read_table
from businesses.models import (
    Business,
    BusinessStatus,
    Import,
    ImportRow,
    ImportState,
    LegalNumber,
    Membership,
    RowOutcome,
    StatusChange,
    YearFigures,
)
from businesses.permissions import districts_of
from businesses.sizing import size_businesses
from businesses.writing import IMPORT_ACTION, log_many
from core.clock import now, today
from core.errors import UserFault
from core.store import private_store

CHUNK = 500
# What lies in another kecamatan is neither named nor said to be there.
ELSEWHERE = "Baris ini perlu diperiksa petugas kabupaten sebelum dicatat."


def run_import(pk: int) -> None:
    """Take the rows of the import that are not done yet; for whoever claimed it. Done twice is done once."""
    batch = Import.objects.select_related("by").get(pk=pk)
    try:
        _heads, rows = read_table(private_store().local(batch.stored_as), batch.file_name)
        taker = Taker(batch)
        for chunk in _chunks(islice(rows, batch.rows_done, None)):
            taker.take(chunk)
    except UserFault as fault:
        Import.objects.filter(pk=pk).update(state=ImportState.FAILED, fault=fault.message)
        return
    Import.objects.filter(pk=pk, state=ImportState.RUNNING).update(state=ImportState.DONE, stored_as="")
    private_store().delete(batch.stored_as)


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


class Taker:
    """Takes chunks of rows of one import; what is known of the registry is read once and kept up to date."""

    def __init__(self, batch: Import) -> None:
        if batch.by is None:
            raise ImporterGone
        self.batch, self.year = batch, today().year
        self.limits = districts_of(batch.by)
        self.places, self.known = Places(self.limits), read_known()
        near = Business.objects.filter(village__district__in=self.limits or ())
        self.seen = None if self.limits is None else set(near.values_list("pk", flat=True))

    @transaction.atomic
    def take(self, chunk: list[Row]) -> None:
        """Write one chunk: whole, or not at all."""
        first = self.batch.rows_done + 1
        outcomes = [self.judge(number, row) for number, row in enumerate(chunk, start=first)]
        self._create([one for one in outcomes if one[0].outcome == RowOutcome.CREATED])
        self._update([one for one in outcomes if one[0].outcome == RowOutcome.UPDATED])
        ImportRow.objects.bulk_create([row for row, _, _ in outcomes])
        self.batch.rows_done += len(chunk)
        Import.objects.filter(pk=self.batch.pk).update(rows_done=self.batch.rows_done, heartbeat_at=now())

    def judge(self, number: int, raw: Row) -> tuple[ImportRow, Candidate, int | None]:
        """Return the outcome that the row will have, with the business that it means."""
        candidate = check_row(cells_of(raw, self.batch.mapping), self.places, year=self.year)
        row = ImportRow(batch=self.batch, number=number, outcome=RowOutcome.CREATED)
        raw = without_nik(raw, self.batch.heads, self.batch.mapping)
        if candidate.faults:
            row.outcome, row.message, row.raw = RowOutcome.WRONG, " ".join(candidate.faults)[:500], raw
            return row, candidate, None
        if same := find_same(candidate, self.known):
            row.outcome, row.business_id = RowOutcome.UPDATED, same
            return row, candidate, same
        similar = find_similar(candidate, self.known)
        if similar and not self.batch.takes_duplicates:
            near = {pk: why for pk, why in similar.items() if self.seen is None or pk < 0 or pk in self.seen}
            row.outcome, row.raw, row.message = RowOutcome.DUPLICATE, raw, _why(near) if near else ELSEWHERE
            row.business_id = min((pk for pk in near if pk > 0), default=None)
            return row, candidate, None
        if self.known.phones.get(candidate.phone, plain(candidate.owner)) != plain(candidate.owner):
            row.outcome, row.raw, row.message = RowOutcome.WRONG, raw, OwnerDiffers.sentence
            return row, candidate, None
        # Rows further down may mean this one: noted under a number of its own until it has an id.
        self.known.add(-number, candidate)
        return row, candidate, None

    def _create(self, outcomes: list[tuple[ImportRow, Candidate, int | None]]) -> None:
        if not outcomes:
            return
        owners = self._owners([candidate for _, candidate, _ in outcomes])
        stamp = {"updated_at": now(), "updated_by": self.batch.by}
        made = Business.objects.bulk_create([Business(**candidate.values, **stamp) for _, candidate, _ in outcomes])
        for (row, candidate, _), business in zip(outcomes, made, strict=True):
            row.business, row.version = business, business.version
            self.known.drop(-row.number, candidate)
            self.known.add(business.pk, candidate)
        pairs = list(zip(made, [candidate for _, candidate, _ in outcomes], strict=True))
        Membership.objects.bulk_create(
            [Membership(business=business, person=owner) for business, owner in zip(made, owners, strict=True)]
        )
        StatusChange.objects.bulk_create(
            [
                StatusChange(business=business, became=BusinessStatus.ACTIVE, by=self.batch.by, changed_on=today())
                for business in made
            ]
        )
        YearFigures.objects.bulk_create(
            [YearFigures(business=one, year=row.year, **row.figures) for one, row in pairs if row.figures]
        )
        LegalNumber.objects.bulk_create(
            [LegalNumber(business=one, kind=k, number=n) for one, row in pairs for k, n in row.numbers.items()]
        )
        size_businesses(Business.objects.filter(pk__in=[business.pk for business in made]))
        log_many(made, IMPORT_ACTION, by=self.batch.by, data={"import": self.batch.pk})

    def _owners(self, candidates: list[Candidate]) -> list[Any]:
        """Return an account for each: the one with the number, else a new one."""
        known = people_by_phone({one.phone for one in candidates if one.phone})
        new = [one for one in candidates if one.phone not in known]
        firsts = {one.phone or id(one): one for one in new}
        people = create_people(
            [
                {"full_name": one.owner, "phone": one.phone or None, "village_id": one.values.get("village_id")}
                for one in firsts.values()
            ]
        )
        made = dict(zip(firsts, people, strict=True))
        return [known.get(one.phone) or made[one.phone or id(one)] for one in candidates]

    def _update(self, outcomes: list[tuple[ImportRow, Candidate, int | None]]) -> None:
        """Write what differs and is filled in; what a business has and the file does not stays."""
        ids = [pk for _, _, pk in outcomes if pk and pk > 0]
        rows = {
            row.pk: row
            for row in Business.objects.filter(pk__in=ids).select_for_update(of=("self",)).select_related("village")
        }
        for row, candidate, pk in outcomes:
            business = rows.get(pk or 0)
            if business is None:  # means a row further up of the same file
                row.outcome, row.business_id = RowOutcome.SAME, None
                continue
            if self.limits is not None and (
                business.village is None or business.village.district_id not in self.limits
            ):
                row.outcome, row.business_id = RowOutcome.DUPLICATE, None
                row.message = ELSEWHERE
                continue
            row.before = write_differences(business, candidate)
            if not row.before:
                row.outcome = RowOutcome.SAME
                continue
            found = Business.objects.filter(pk=business.pk)
            found.update(version=F("version") + 1, updated_at=now(), updated_by=self.batch.by)
            row.version = business.version = business.version + 1
        touched = [row.business_id for row, _, _ in outcomes if row.outcome == RowOutcome.UPDATED]
        if touched:
            size_businesses(Business.objects.filter(pk__in=touched))
            changed = [rows[pk] for pk in dict.fromkeys(touched)]
            log_many(changed, IMPORT_ACTION, by=self.batch.by, data={"import": self.batch.pk})


def _why(similar: dict[int, str]) -> str:
    reasons = ", ".join(sorted(set(similar.values())))
    return f"Mirip {len(similar)} usaha yang sudah ada ({reasons})."


def write_differences(business: Business, candidate: Candidate) -> dict[str, Any]:
    """Write into `business` what the row says otherwise; return what stood there before, empty if nothing differs."""
    before: dict[str, Any] = {}
    values = {name: value for name, value in candidate.values.items() if getattr(business, name) != value}
    values.pop("name", None)  # agrees but for case
    if values:
        before["values"] = {name: getattr(business, name) for name in values}
        Business.objects.filter(pk=business.pk).update(**values)
        for name, value in values.items():
            setattr(business, name, value)
    if candidate.figures:
        kept = YearFigures.objects.filter(business=business, year=candidate.year).first()
        changed = {n: v for n, v in candidate.figures.items() if kept is None or getattr(kept, n) != v}
        if changed:
            before["year"] = candidate.year
            before["figures"] = {name: getattr(kept, name) for name in changed} if kept else None
            YearFigures.objects.update_or_create(business=business, year=candidate.year, defaults=changed)
    have = (
        set(LegalNumber.objects.filter(business=business).values_list("kind", "number")) if candidate.numbers else set()
    )
    new = [pair for pair in candidate.numbers.items() if pair not in have]
    if new:
        LegalNumber.objects.bulk_create([LegalNumber(business=business, kind=k, number=n) for k, n in new])
        before["numbers"] = new
    return before
