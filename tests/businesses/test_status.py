"""Active, dormant, inactive, closed: by the rule, with the clock stopped, and by a person's word."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from businesses.changing_status import declare_status
from businesses.extensions import register_sign_of_life, signs_of_life
from businesses.models import Business, BusinessStatus, Note, RegistrySettings, StatusChange
from businesses.public import register_business
from businesses.reviewing_status import count_moves, last_signs, review_statuses
from businesses.status_rule import Life, months_before, status_by_rule
from tests.factories.courses_content import make_course
from tests.factories.courses_records import finish_lessons, make_enrolment

ACTIVE, DORMANT, INACTIVE, CLOSED = BusinessStatus
TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (dt.date(2026, 11, 22), 6, dt.date(2026, 5, 22)),
        (dt.date(2026, 8, 31), 6, dt.date(2026, 2, 28)),
        (dt.date(2024, 8, 31), 6, dt.date(2024, 2, 29)),
        (dt.date(2026, 1, 15), 1, dt.date(2025, 12, 15)),
        (dt.date(2026, 12, 31), 12, dt.date(2025, 12, 31)),
        (dt.date(2026, 5, 31), 18, dt.date(2024, 11, 30)),
    ],
)
def test_months_count_by_the_calendar(day, months, earlier):
    assert months_before(day, months) == earlier


@pytest.mark.parametrize(
    ("sign", "attempts", "status"),
    [
        (TODAY, 0, ACTIVE),
        (dt.date(2026, 5, 22), 9, ACTIVE),
        (dt.date(2026, 5, 21), 0, DORMANT),
        (dt.date(2025, 11, 22), 2, DORMANT),
        (dt.date(2025, 11, 21), 1, DORMANT),
        (dt.date(2025, 11, 21), 2, INACTIVE),
    ],
)
@pytest.mark.parametrize("was", [ACTIVE, DORMANT, INACTIVE])
def test_rule_counts_silence_and_attempts(was, sign, attempts, status):
    life = Life(was, is_declared=False, last_sign_on=sign, attempts=attempts)
    assert status_by_rule(life, RegistrySettings(), today=TODAY) == status


@pytest.mark.parametrize("status", [DORMANT, INACTIVE, CLOSED])
def test_word_of_a_person_stays(status):
    assert status_by_rule(Life(status, True, TODAY), RegistrySettings(), today=TODAY) == status


def test_office_changes_the_rule(business, at):
    at(dt.date(2026, 11, 22))
    Business.objects.update(created_at=dt.datetime(2026, 7, 1, tzinfo=dt.UTC))
    assert review_statuses() == 0
    rule = RegistrySettings.load()
    rule.dormant_after_months = 3
    rule.save()
    assert review_statuses() == 1
    assert Business.objects.get().status == DORMANT


def test_business_falls_silent_and_comes_back(business, at):
    born = business.created_at.date()
    year = born.year + 1
    at(dt.date(year, born.month, 1) + dt.timedelta(days=45))  # 13 months and more
    assert review_statuses() == 1
    business.refresh_from_db()
    assert business.status == DORMANT
    for day in (1, 2):
        note(business, dt.date(year, born.month, day), was_reached=False)
    assert review_statuses() == 1
    business.refresh_from_db()
    assert business.status == INACTIVE
    assert review_statuses() == 0  # once more changes nothing
    note(business, dt.date(year, born.month, 3), was_reached=True)
    assert review_statuses() == 1
    business.refresh_from_db()
    assert (business.status, business.last_sign_on) == (ACTIVE, dt.date(year, born.month, 3))
    moves = list(StatusChange.objects.order_by("pk").values_list("was", "became", "by"))
    assert moves == [
        ("", ACTIVE, None),
        (ACTIVE, DORMANT, None),
        (DORMANT, INACTIVE, None),
        (INACTIVE, ACTIVE, None),
    ]


def note(business, day, *, was_reached):
    """Write down a call."""
    return Note.objects.create(
        business=business, kind=Note.Kind.PHONE, happened_on=day, was_reached=was_reached, text="Menelepon."
    )


def test_plain_note_is_neither_contact_nor_attempt(business, at):
    at(business.created_at.date() + dt.timedelta(days=500))
    for _ in range(3):
        Note.objects.create(business=business, happened_on=business.created_at.date(), text="Catatan kantor.")
    review_statuses()
    assert Business.objects.get().status == DORMANT


def test_attempt_before_the_last_sign_does_not_count(business, at):
    born = business.created_at.date()
    for days in (1, 2):
        note(business, born - dt.timedelta(days=days), was_reached=False)
    at(born + dt.timedelta(days=500))
    review_statuses()
    assert Business.objects.get().status == DORMANT


def test_production_and_learning_are_signs_of_life(business, cast, at):
    Business.objects.update(created_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC), produced_on=dt.date(2021, 3, 4))
    assert last_signs([Business.objects.get()]) == {business.pk: dt.date(2021, 3, 4)}
    enrolment = make_enrolment(cast.ratna, make_course(slug="belajar"))
    finish_lessons(enrolment)
    enrolment.lessons_done.update(done_at=dt.datetime(2026, 6, 1, 23, 30, tzinfo=dt.UTC))
    assert last_signs([Business.objects.get()]) == {business.pk: dt.date(2026, 6, 2)}  # WITA


def test_day_that_has_not_come_is_no_sign(business, at):
    at(dt.date(2027, 1, 1))
    Business.objects.update(produced_on=dt.date(2030, 1, 1))
    assert last_signs([Business.objects.get()]) == {business.pk: dt.date(2027, 1, 1)}


def test_sign_of_life_is_registered_once():
    name = next(iter(signs_of_life()))
    with pytest.raises(ValueError, match="twice"):
        register_sign_of_life(name, lambda people: {})


def test_declared_status_keeps_reason_source_and_day(business, cast):
    day = dt.date(2026, 3, 1)
    version = business.version
    declare_status(business, CLOSED, by=cast.petugas, reason="owner", source="ketua RT", stopped_on=day, note="Pindah.")
    change = StatusChange.objects.first()
    assert (change.was, change.became, change.reason, change.by) == (ACTIVE, CLOSED, "owner", cast.petugas)
    assert (change.source, change.stopped_on, change.note) == ("ketua RT", day, "Pindah.")
    business.refresh_from_db()
    assert (business.status, business.version) == (CLOSED, version + 1)
    assert review_statuses() == 0
    assert Business.objects.count() == 1  # nothing is deleted


def test_business_declared_active_is_handed_back_to_the_rule(business, cast, at):
    declare_status(business, INACTIVE, by=cast.petugas)
    at(business.created_at.date() + dt.timedelta(days=500))
    declare_status(business, ACTIVE, by=cast.petugas)
    assert (business.status, business.is_declared) == (ACTIVE, False)
    at(business.created_at.date() + dt.timedelta(days=800))
    review_statuses()
    assert Business.objects.get().status == DORMANT


def test_in_and_out_are_counted(business, cast, at):
    day = business.created_at.date()
    everything = Business.objects.all()
    assert count_moves(everything, since=day, until=day) == {"in": 1, "out": 0, "new": 1}
    at(day + dt.timedelta(days=10))
    declare_status(business, CLOSED, by=cast.petugas)
    at(day + dt.timedelta(days=20))
    declare_status(business, ACTIVE, by=cast.petugas)
    later = {"since": day + dt.timedelta(days=1), "until": day + dt.timedelta(days=20)}
    assert count_moves(everything, **later) == {"in": 1, "out": 1, "new": 0}
    assert count_moves(everything.none(), **later) == {"in": 0, "out": 0, "new": 0}


def test_review_asks_as_often_for_many(business, cast, django_assert_num_queries, places):
    review_statuses()
    with CaptureQueriesContext(connection) as at_one:
        review_statuses()
    for name in "ABC":
        register_business(cast.hasan, name=name)
    review_statuses()
    with django_assert_num_queries(len(at_one)):
        review_statuses()
