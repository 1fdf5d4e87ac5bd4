"""Classes: seats, starting, attendance by JP, writing once, and what the database itself refuses."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.clock import now, today
from courses.cohorts.attending import attended_by, mark_scanned, mark_sheet
from courses.cohorts.errors import (
    CohortHasBegun,
    CohortIsClosed,
    CohortIsEmpty,
    CohortIsFull,
    CohortNotOpen,
    NotAMember,
)
from courses.cohorts.following import expected_percent, follow_cohort
from courses.cohorts.gathering import join_cohort, next_number, open_cohort, remove_member
from courses.cohorts.writing import write_to_cohort
from courses.models import Attendance, Cohort, CohortState, MarkedBy, Presence
from messaging.models import OutboxMessage
from tests.factories.courses_cohorts import make_cohort, make_meeting, mark_present
from tests.factories.courses_content import make_course
from tests.factories.courses_records import finish_lessons, make_person

pytestmark = pytest.mark.django_db


def _letters(template):
    return OutboxMessage.objects.filter(template=template)


def test_joining_enrols_and_joining_again_changes_nothing(cast):
    cohort = make_cohort()
    first = join_cohort(cohort.pk, cast.ratna, by=cast.petugas)
    again = join_cohort(cohort.pk, cast.ratna, by=cast.petugas)
    assert first == again
    assert first.enrolment.course == cohort.course
    assert (first.enrolment.enrolled_by, first.added_by) == (cast.petugas, cast.petugas)


def test_the_last_seat_is_given_once():
    cohort = make_cohort(members=1, capacity=1)
    with pytest.raises(CohortIsFull, match=r"\(1\)"):
        join_cohort(cohort.pk, make_person())
    assert cohort.members.count() == 1
    assert cohort.course.enrolments.count() == 1


def test_starting_tells_everybody_once_and_later_members_when_they_join(cast):
    cohort = make_cohort(members=2, is_open=False)
    assert not _letters("angkatan_dimulai").exists()
    open_cohort(cohort.pk, by=cast.petugas)
    with pytest.raises(CohortHasBegun):
        open_cohort(cohort.pk, by=cast.petugas)
    assert _letters("angkatan_dimulai").count() == 2
    join_cohort(cohort.pk, make_person())
    assert _letters("angkatan_dimulai").count() == 3
    assert "tatap muka di Balai Desa Contoh" in _letters("angkatan_dimulai").first().text


def test_empty_class_cannot_start(cast):
    with pytest.raises(CohortIsEmpty):
        open_cohort(make_cohort().pk, by=cast.petugas)


def test_removed_member_keeps_the_enrolment(cast):
    cohort = make_cohort(members=1)
    member = cohort.members.get()
    remove_member(member, by=cast.petugas)
    assert not cohort.members.exists()
    assert cohort.course.enrolments.filter(pk=member.enrolment_id).exists()


def test_numbers_run_within_a_course():
    cohort = make_cohort(number=4)
    assert next_number(cohort.course) == 5
    assert next_number(make_course()) == 1


def test_attendance_is_weighed_by_jp_and_an_excuse_does_not_count():
    cohort = make_cohort(members=3)
    one, two, three = cohort.members.all()
    long, short = make_meeting(cohort, jp=6), make_meeting(cohort, jp=2)
    mark_present(long, one, two)
    mark_sheet(short, {one.pk: Presence.PRESENT, two.pk: Presence.EXCUSED, three.pk: Presence.PRESENT}, by=None)
    percents = {pk: attended.percent for pk, attended in attended_by(cohort).items()}
    assert percents == {one.pk: 100, two.pk: 75, three.pk: 25}


def test_scanning_twice_marks_once_and_never_overwrites_who_wrote_it(cast):
    cohort = make_cohort(members=1)
    member, meeting = cohort.members.get(), make_meeting(cohort)
    mark_present(meeting, member, by=cast.petugas)
    mark_scanned(meeting, member.enrolment.person)
    mark = Attendance.objects.get()
    assert (mark.how, mark.marked_by) == (MarkedBy.SHEET, cast.petugas)


def test_scan_beats_a_wrong_absence_and_strangers_are_refused(cast):
    cohort = make_cohort(members=1)
    member, meeting = cohort.members.get(), make_meeting(cohort)
    mark_present(meeting, by=cast.petugas)
    mark_scanned(meeting, member.enrolment.person)
    assert (Attendance.objects.get().state, Attendance.objects.get().how) == (Presence.PRESENT, MarkedBy.QR)
    with pytest.raises(NotAMember):
        mark_scanned(meeting, cast.ratna)


def test_nothing_is_marked_before_the_class_runs_or_after_it_closed():
    draft = make_cohort(members=1, is_open=False)
    with pytest.raises(CohortNotOpen):
        mark_present(make_meeting(draft), draft.members.get())
    closed = make_cohort(members=1)
    meeting, member = make_meeting(closed), closed.members.get()
    Cohort.objects.filter(pk=closed.pk).update(state=CohortState.CLOSED, closed_at=now())
    for act in (
        lambda: mark_present(meeting, member),
        lambda: mark_scanned(meeting, member.enrolment.person),
        lambda: join_cohort(closed.pk, make_person()),
        lambda: remove_member(member, by=None),
    ):
        with pytest.raises(CohortIsClosed):
            act()


def test_marks_of_another_class_are_left_out():
    cohort, other = make_cohort(members=1), make_cohort(members=1)
    assert mark_sheet(make_meeting(cohort), {other.members.get().pk: Presence.PRESENT}, by=None) == 0
    assert not Attendance.objects.exists()


def test_letter_goes_to_every_member_once(cast):
    cohort = make_cohort(members=3)
    key = uuid.uuid4()
    letter, is_new = write_to_cohort(cohort, "Bawa contoh produk.", form_key=key, by=cast.petugas)
    again, is_new_again = write_to_cohort(cohort, "Bawa contoh produk.", form_key=key, by=cast.petugas)
    assert (is_new, is_new_again, letter == again, letter.receivers) == (True, False, True, 3)
    assert _letters("angkatan_pesan").count() == 3
    assert "Bawa contoh produk." in _letters("angkatan_pesan").first().text


@pytest.mark.parametrize(("day", "percent"), [(-3, 0), (0, 0), (5, 50), (10, 100), (40, 100)])
def test_expected_share_follows_the_days(day, percent):
    first = dt.date(2026, 11, 3)
    assert expected_percent(first, first + dt.timedelta(days=9), first + dt.timedelta(days=day)) == percent


def test_who_lags_behind_is_named_and_who_finished_is_not():
    start = {"starts_on": today() - dt.timedelta(days=8), "ends_on": today() + dt.timedelta(days=1)}
    cohort = make_cohort(make_course(lessons=2), members=2, **start)
    done, lagging = cohort.members.order_by("pk")
    finish_lessons(done.enrolment)
    words = {row.member.pk: row.behind for row in follow_cohort(cohort)}
    assert words == {done.pk: "", lagging.pk: "Baru 0%, waktunya sudah 80%"}


def test_who_missed_the_last_two_meetings_is_named():
    cohort = make_cohort(members=2)
    there, away = cohort.members.order_by("pk")
    for day in (2, 1, 0):
        mark_present(
            make_meeting(cohort, held_on=today() - dt.timedelta(days=day)), there, *([away] if day == 2 else [])
        )
    words = {row.member.pk: row.behind for row in follow_cohort(cohort)}
    assert words[away.pk] == "Tidak hadir 2 pertemuan terakhir"
    assert words[there.pk] == ""


def test_following_costs_the_same_for_one_and_for_three():
    counts = []
    for members in (1, 3):
        cohort = make_cohort(members=members)
        mark_present(make_meeting(cohort), *cohort.members.all())
        with CaptureQueriesContext(connection) as queries:
            assert len(follow_cohort(Cohort.objects.get(pk=cohort.pk))) == members
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity": 0},
        {"capacity": 201},
        {"min_attendance": 0},
        {"min_attendance": 101},
        {"place": ""},
        {"ends_on": dt.date(2000, 1, 1)},
        {"state": CohortState.CLOSED},
    ],
)
def test_database_refuses_a_class_that_cannot_be(wrong):
    cohort = make_cohort()
    with pytest.raises(IntegrityError), transaction.atomic():
        Cohort.objects.filter(pk=cohort.pk).update(**wrong)


def test_database_keeps_numbers_members_and_marks_single():
    cohort = make_cohort(members=1)
    member, meeting = cohort.members.get(), make_meeting(cohort)
    mark_present(meeting, member)
    for row in (cohort, member, meeting, Attendance.objects.get()):
        copy = type(row).objects.get(pk=row.pk)
        copy.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)
