"""What a learner does about a class: scanning the code, reading their class, asking for their letter."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.cohorts.attendance_code import code_address
from courses.cohorts.exporting import collect_own_data
from courses.cohorts.gathering import join_cohort
from courses.models import Attendance, MarkedBy, Participation
from courses.permissions import can_mark_attendance, seen_cohorts
from tests.factories.courses_cohorts import make_cohort, make_meeting, mark_present
from tests.factories.courses_content import make_course
from tests.factories.courses_records import finish_lessons, make_enrolment

pytestmark = pytest.mark.django_db


def path_of(meeting):
    return re.sub(r"^https?://[^/]+", "", code_address(meeting))


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def running(cast):
    """A running class of Ratna's and its meeting."""
    cohort = make_cohort(members=1)
    join_cohort(cohort.pk, cast.ratna)
    return cohort, make_meeting(cohort)


def test_scan_shows_whom_it_marks_and_marks_with_one_tap(client, cast, running):
    _, meeting = running
    client.force_login(cast.ratna)
    page = client.get(path_of(meeting))
    assert "Dicatat atas nama Ratna Contoh" in text_of(page)
    assert not Attendance.objects.exists()
    done = client.post(path_of(meeting))
    assert "Kehadiran tercatat" in text_of(done)
    mark = Attendance.objects.get()
    assert (mark.member.enrolment.person, mark.how, mark.marked_by) == (cast.ratna, MarkedBy.QR, cast.ratna)


def test_scan_before_the_sign_in_still_counts_after_it(client, cast, running, settings):
    _, meeting = running
    path = path_of(meeting)
    first = client.get(path)
    assert first.url.startswith("/masuk/?next=/hadir/")
    settings.COURSES_ATTENDANCE_CODE_SECONDS = -1  # the code grew old while the message with the sign-in code came
    client.post("/masuk/", {"login": "ratna", "password": "demo-ikm-2026"})
    assert client.post(path).status_code == 200
    assert Attendance.objects.get().member.enrolment.person == cast.ratna


@pytest.mark.parametrize("change", ["old", "forged", "nonsense", "other meeting"])
def test_code_that_does_not_hold_is_refused(client, cast, running, settings, change):
    cohort, meeting = running
    path = path_of(meeting)
    if change == "old":
        settings.COURSES_ATTENDANCE_CODE_SECONDS = -1
    path = {
        "old": path,
        "forged": f"{path[:-3]}xx/",
        "nonsense": "/hadir/1/",
        "other meeting": path.replace(f"/{meeting.pk}:", f"/{make_meeting(cohort).pk}:"),
    }[change]
    client.force_login(cast.ratna)
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 409
        assert "Pindai lagi kode terbaru" in text_of(answer)
    assert not Attendance.objects.exists()


def test_scan_kept_for_the_sign_in_runs_out(client, cast, running, settings):
    _, meeting = running
    path = path_of(meeting)
    client.get(path)
    settings.COURSES_ATTENDANCE_CODE_SECONDS = settings.COURSES_ATTENDANCE_SIGN_IN_SECONDS = -1
    client.force_login(cast.ratna)
    assert client.post(path).status_code == 409


def test_who_is_not_in_the_class_is_sent_to_the_officer(client, cast, running):
    client.force_login(cast.hasan)
    answer = client.post(path_of(running[1]))
    assert "Minta petugas mencatat kehadiran Anda" in text_of(answer)
    assert not Attendance.objects.exists()


def test_course_page_shows_class_and_meetings_at_the_same_cost(client, cast):
    client.force_login(cast.ratna)
    counts = []
    for meetings in (1, 3):
        cohort = make_cohort(make_course(lessons=0), by_attendance=True, members=1)
        member = join_cohort(cohort.pk, cast.ratna)
        for number in range(meetings):
            mark_present(make_meeting(cohort, topic=f"Praktik {number}"), member)
        url = f"/kursus/{cohort.course.slug}/"
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            page = text_of(client.get(url))
        assert "Praktik 0" in page
        assert "Sertifikat diberikan bila kehadiran Anda paling sedikit 80%." in page
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_letter_is_asked_for_once_and_from_the_first_lesson_on(client, cast):
    course = make_course(lessons=1, bank=20)
    enrolment = make_enrolment(cast.ratna, course)
    client.force_login(cast.ratna)
    url, page = f"/belajar/{course.slug}/surat-keterangan/", f"/kursus/{course.slug}/"
    assert "Minta surat keterangan" not in text_of(client.get(page))
    finish_lessons(enrolment)
    assert "Minta surat keterangan" in text_of(client.get(page))
    assert "bukan sertifikat kelulusan" in text_of(client.get(url))
    assert not Participation.objects.exists()
    assert "Permintaan diterima" in text_of(client.post(url, follow=True))
    assert "sudah pernah Anda minta" in text_of(client.post(url, follow=True))
    assert Participation.objects.get().enrolment == enrolment
    assert "Minta surat keterangan" not in text_of(client.get(page))


def test_who_does_not_follow_the_course_gets_no_letter(client, cast):
    course = make_course(lessons=1)
    client.force_login(cast.ratna)
    assert client.post(f"/belajar/{course.slug}/surat-keterangan/").status_code == 409
    assert not Participation.objects.exists()


def test_in_a_running_class_no_letter_is_offered(client, cast):
    cohort = make_cohort(members=1)
    finish_lessons(join_cohort(cohort.pk, cast.ratna).enrolment)
    client.force_login(cast.ratna)
    assert "Minta surat keterangan" not in text_of(client.get(f"/kursus/{cohort.course.slug}/"))


def test_own_data_holds_class_and_attendance(cast, running):
    cohort, meeting = running
    mark_present(meeting, *cohort.members.all())
    [member] = collect_own_data(cast.ratna)["angkatan"]
    assert member["kursus"] == cohort.course.title
    assert member["kehadiran"][0]["kehadiran"] == "Hadir"
    assert isinstance(member["kehadiran"][0]["tanggal"], dt.date)


def test_nobody_signed_in_sees_or_marks_anything(running):
    assert not seen_cohorts(AnonymousUser()).exists()
    assert not can_mark_attendance(AnonymousUser(), running[0])
