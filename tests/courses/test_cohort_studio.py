"""Classes in `/studio/angkatan/`: forming, following, meetings, attendance, writing, closing; and who may."""

import datetime as dt
import io
import re
import uuid

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.clock import today
from courses.cohorts.closing import plan_closing
from courses.cohorts.gathering import join_cohort
from courses.cohorts.sheet import attendance_sheet
from courses.cohorts.sheet_photos import add_sheet_photo
from courses.models import Attendance, AttendanceSheetPhoto, Cohort, CohortState, MarkedBy, Meeting, Presence
from courses.permissions import can_manage_cohorts, can_mark_attendance, can_see_cohort
from messaging.models import OutboxMessage
from tests.factories.courses_cohorts import make_cohort, make_meeting, mark_present
from tests.factories.courses_content import make_course
from tests.factories.courses_records import make_person, photo_file

pytestmark = pytest.mark.django_db
LIST, NEW = "/studio/angkatan/", "/studio/angkatan/baru/"


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def address(name, cohort, *more):
    return reverse(f"cohorts:{name}", args=[cohort.pk, *more])


def filled(course, **changes):
    values = {
        "course": course.pk,
        "title": "Perajin Busang",
        "number": "",
        "starts_on": "2026-11-03",
        "ends_on": "2026-11-14",
        "mode": "luring",
        "place": "Balai Desa Contoh",
        "capacity": "40",
        "rule": "kursus",
        "min_attendance": "80",
        "teacher": "",
    }
    return {**values, **changes}


@pytest.fixture
def office(client, cast):
    client.force_login(cast.petugas)
    return client


def test_office_manages_teacher_marks_head_looks(cast):
    cohort = make_cohort(teacher=cast.dewi)
    people = (cast.petugas, cast.admin, cast.kepala, cast.dewi, cast.hasan, cast.ratna)
    assert [can_manage_cohorts(person) for person in people] == [True, True, False, False, False, False]
    assert [can_mark_attendance(person, cohort) for person in people] == [True, True, False, True, False, False]
    assert [can_see_cohort(person, cohort) for person in people] == [True, True, True, True, False, False]


def test_mentor_who_teaches_a_class_sees_that_one_alone(cast):
    own, other = make_cohort(teacher=cast.hasan), make_cohort()
    assert can_see_cohort(cast.hasan, own)
    assert can_mark_attendance(cast.hasan, own)
    assert not can_see_cohort(cast.hasan, other)


def test_empty_list_says_what_to_do(office):
    assert "Belum ada angkatan. Tambah sekarang" in text_of(office.get(LIST))


def test_list_searches_filters_and_pages(office):
    course = make_course(title="Sablon Kaus")
    for number in range(32):
        make_cohort(course, title=f"Sablon {number}")
    other = make_cohort(title="Teh kelor", is_open=True, members=1)
    assert "Halaman 1 dari 2" in text_of(office.get(LIST))
    found = text_of(office.get(LIST, {"q": "kelor"}))
    assert "Teh kelor" in found
    assert "Sablon 3" not in found
    filtered = text_of(office.get(LIST, {"course": other.course_id, "state": "berjalan"}))
    assert "Teh kelor" in filtered
    assert "Sablon 3" not in filtered
    assert "Tidak ada yang cocok" in text_of(office.get(LIST, {"state": "ditutup"}))


@pytest.mark.parametrize("screen", ["list", "class", "meeting", "close"])
def test_screens_cost_the_same_for_one_and_for_three(office, screen):
    counts = []
    for members in (1, 3):
        cohort = make_cohort(members=members)
        meeting = make_meeting(cohort)
        mark_present(meeting, *cohort.members.all())
        addresses = {
            "list": LIST,
            "class": address("inspect", cohort),
            "meeting": address("meeting", cohort, meeting.pk),
            "close": address("close", cohort),
        }
        office.get(addresses[screen])  # what the admin looks up once
        with CaptureQueriesContext(connection) as queries:
            assert office.get(addresses[screen]).status_code == 200
        counts.append(len(queries))
        if screen == "list":
            make_cohort()
    assert counts[0] == counts[1]


def test_class_is_formed_and_gets_the_next_number(office):
    course = make_course()
    make_cohort(course, number=6)
    answer = office.post(NEW, filled(course))
    cohort = Cohort.objects.get(title="Perajin Busang", number=7)
    assert answer.url == address("inspect", cohort)
    assert cohort.state == CohortState.DRAFT
    assert "Tambahkan pesertanya dahulu" in text_of(office.get(answer.url))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2026-11-01"}, "Tanggal selesai tidak boleh sebelum tanggal mulai."),
        ({"place": ""}, "Isi tempatnya: angkatan ini bertemu muka."),
        ({"number": "6"}, "Nomor angkatan ini sudah dipakai di kursus tersebut."),
        ({"capacity": "0"}, "lebih besar dari atau sama dengan 1"),
    ],
)
def test_form_says_what_is_wrong(office, changes, sentence):
    course = make_course()
    make_cohort(course, number=6, title="Lain")
    answer = office.post(NEW, filled(course, **changes))
    assert sentence in text_of(answer)
    assert not Cohort.objects.filter(title="Perajin Busang").exists()


def test_course_without_lessons_is_passed_by_attendance(office):
    course = make_course(lessons=0)
    assert "Pilih syarat kehadiran." in text_of(office.post(NEW, filled(course)))
    assert office.post(NEW, filled(course, rule="kehadiran")).status_code == 302


def test_seats_stay_enough_for_who_is_in(office):
    cohort = make_cohort(members=3)
    answer = office.post(address("edit", cohort), filled(cohort.course, capacity="2", number=cohort.number))
    assert "Angkatan ini sudah berisi 3 peserta." in text_of(answer)


def test_starting_asks_first(office):
    cohort = make_cohort(members=2, is_open=False)
    assert "2 peserta menerima pesan" in text_of(office.get(address("open", cohort)))
    cohort.refresh_from_db()
    assert cohort.state == CohortState.DRAFT
    office.post(address("open", cohort))
    cohort.refresh_from_db()
    assert cohort.is_open


def test_only_an_empty_draft_is_deleted(office):
    filled_one = make_cohort(members=1, is_open=False)
    office.post(address("delete", filled_one))
    empty = make_cohort()
    assert office.get(address("delete", empty)).status_code == 200
    office.post(address("delete", empty))
    assert list(Cohort.objects.all()) == [filled_one]


def test_member_is_removed_after_asking(office):
    cohort = make_cohort(members=1)
    member = cohort.members.get()
    url = address("remove_member", cohort, member.pk)
    assert "Kemajuan belajarnya di kursus tetap tersimpan." in text_of(office.get(url))
    assert cohort.members.exists()
    office.post(url)
    assert not cohort.members.exists()


def test_member_of_another_class_is_not_found(office):
    cohort, other = make_cohort(members=1), make_cohort(members=1)
    assert office.post(address("remove_member", cohort, other.members.get().pk)).status_code == 404
    assert other.members.exists()


def test_those_behind_are_shown_alone(office):
    start = {"starts_on": today() - dt.timedelta(days=8), "ends_on": today() + dt.timedelta(days=1)}
    cohort = make_cohort(members=1, **start)
    page = text_of(office.get(address("inspect", cohort)))
    assert "1 peserta tertinggal." in page
    assert "Tertinggal: Baru 0%, waktunya sudah 80%" in page
    assert "Hanya yang tertinggal (1)" in text_of(office.get(address("inspect", cohort), {"tampil": "tertinggal"}))


def test_numbers_of_phones_are_for_the_office(client, cast):
    cohort = make_cohort(members=1, teacher=cast.dewi)
    for person, shown in ((cast.petugas, True), (cast.dewi, False), (cast.kepala, False)):
        client.force_login(person)
        assert ("tel:" in client.get(address("inspect", cohort)).content.decode()) is shown


def test_letter_sent_twice_by_the_same_screen_goes_out_once(office):
    cohort = make_cohort(members=2)
    key = re.search(r'name="form_key" value="([^"]+)"', office.get(address("write", cohort)).content.decode())[1]
    for _ in range(2):
        office.post(address("write", cohort), {"text": "Bawa contoh produk.", "form_key": key})
    assert OutboxMessage.objects.filter(template="angkatan_pesan").count() == 2
    page = text_of(office.get(address("inspect", cohort)))
    assert "Bawa contoh produk." in page
    assert "2 penerima, oleh Petugas Contoh" in page


def test_letter_without_text_is_refused(office):
    cohort = make_cohort(members=1)
    page = office.post(address("write", cohort), {"text": " ", "form_key": str(uuid.uuid4())})
    assert "Tulis pesannya." in text_of(page)


def test_meeting_lies_within_the_class_and_at_a_time_of_its_own(office):
    cohort = make_cohort()
    values = {"topic": "Label", "held_on": today().isoformat(), "starts_at": "09:00", "jp": "4", "place": ""}
    office.post(address("plan_meeting", cohort), values)
    meeting = Meeting.objects.get()
    assert (meeting.topic, meeting.minutes) == ("Label", 180)
    assert "sudah punya pertemuan" in text_of(office.post(address("plan_meeting", cohort), values))
    late = {**values, "held_on": (today() + dt.timedelta(days=30)).isoformat()}
    assert "di antara tanggal mulai" in text_of(office.post(address("plan_meeting", cohort), late))
    office.post(address("change_meeting", cohort, meeting.pk), {**values, "jp": "2"})
    meeting.refresh_from_db()
    assert meeting.jp == 2
    assert "0 catatan kehadiran" in text_of(office.get(address("delete_meeting", cohort, meeting.pk)))
    office.post(address("delete_meeting", cohort, meeting.pk))
    assert not Meeting.objects.exists()


def test_typed_list_is_kept_with_who_typed_it(office, cast):
    cohort = make_cohort(members=3)
    one, two, three = cohort.members.all()
    meeting = make_meeting(cohort)
    url = address("meeting", cohort, meeting.pk)
    office.post(url, {f"m{one.pk}": "hadir", f"m{two.pk}": "izin"})
    marks = {mark.member_id: (mark.state, mark.how, mark.marked_by) for mark in Attendance.objects.all()}
    assert marks == {
        one.pk: (Presence.PRESENT, MarkedBy.SHEET, cast.petugas),
        two.pk: (Presence.EXCUSED, MarkedBy.SHEET, cast.petugas),
    }
    page = office.get(url)
    assert "1 hadir, 1 belum dicatat" in text_of(page)
    assert page.content.decode().count("checked") == 2
    assert three.pk not in marks


def test_photo_of_the_paper_list_stands_beside_the_typing(office, cast):
    cohort = make_cohort(members=1)
    meeting = make_meeting(cohort)
    upload = SimpleUploadedFile("daftar.jpg", photo_file(size=(3000, 2000)), "image/jpeg")
    office.post(address("add_photo", cohort, meeting.pk), {"photo": upload})
    photo = AttendanceSheetPhoto.objects.get()
    assert (photo.width, photo.uploaded_by) == (2200, cast.petugas)
    assert (
        reverse("cohorts:photo", args=[photo.pk]) in office.get(address("meeting", cohort, meeting.pk)).content.decode()
    )
    office.post(address("meeting", cohort, meeting.pk), {f"m{cohort.members.get().pk}": "hadir"})
    assert Attendance.objects.get().how == MarkedBy.PHOTO


def test_what_is_no_photo_is_refused_in_words(office):
    cohort = make_cohort(members=1)
    meeting = make_meeting(cohort)
    upload = SimpleUploadedFile("daftar.jpg", b"<script>alert(1)</script>", "image/jpeg")
    page = office.post(address("add_photo", cohort, meeting.pk), {"photo": upload})
    assert "bukan foto yang dapat dibaca" in text_of(page)
    assert "Pilih atau ambil fotonya dahulu." in text_of(office.post(address("add_photo", cohort, meeting.pk)))
    assert not AttendanceSheetPhoto.objects.exists()


def test_photo_opens_for_who_marks_and_for_nobody_else(client, cast):
    cohort = make_cohort(teacher=cast.dewi)
    picture = photo_file()
    photo = add_sheet_photo(make_meeting(cohort), io.BytesIO(picture), size_bytes=len(picture), by=cast.petugas)
    url = reverse("cohorts:photo", args=[photo.pk])
    for person, status in ((cast.petugas, 200), (cast.dewi, 200), (cast.kepala, 404)):
        client.force_login(person)
        answer = client.get(url)
        assert answer.status_code == status
        if status == 200:
            assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"


def test_file_of_a_photo_goes_with_its_last_row(office, django_capture_on_commit_callbacks):
    cohort = make_cohort()
    picture = photo_file(colour="olive")
    rows = [
        add_sheet_photo(make_meeting(cohort), io.BytesIO(picture), size_bytes=len(picture), by=None) for _ in range(2)
    ]
    for row, is_left in zip(rows, (True, False), strict=True):
        with django_capture_on_commit_callbacks(execute=True):
            office.post(address("remove_photo", cohort, row.meeting_id, row.pk))
        assert default_storage.exists(row.file) is is_left


def test_sheet_is_a_pdf_with_every_name(office):
    cohort = make_cohort(members=2)
    answer = office.get(address("sheet", cohort, make_meeting(cohort).pk))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_name_on_the_sheet_is_never_evaluated(cast):
    cohort = make_cohort(is_open=False)
    join_cohort(cohort.pk, make_person(full_name='#panic("x") *tebal* $a$ ' + "N" * 90))
    assert attendance_sheet(make_meeting(cohort), list(cohort.members.all())).startswith(b"%PDF")


def test_code_is_shown_for_a_running_class_and_renews_itself(office):
    cohort = make_cohort(members=1)
    meeting = make_meeting(cohort)
    answer = office.get(address("code", cohort, meeting.pk))
    assert "<svg" in answer.content.decode()
    assert answer.headers["Refresh"] == "60"
    assert "no-store" in answer.headers["Cache-Control"]
    draft = make_cohort(members=1, is_open=False)
    assert office.get(address("code", draft, make_meeting(draft).pk)).status_code == 302


def test_closing_shows_who_gets_what_then_closes(office):
    cohort = make_cohort(members=2, by_attendance=True)
    good, _ = cohort.members.all()
    mark_present(make_meeting(cohort), good)
    page = office.get(address("close", cohort))
    assert "Sertifikat: 1 , Surat Keterangan Mengikuti: 0 , Tidak ada: 1" in text_of(page)
    cohort.refresh_from_db()
    assert cohort.is_open
    answer = office.post(address("close", cohort), {"seen": plan_closing(cohort).fingerprint}, follow=True)
    assert "Angkatan ditutup. Sertifikat: 1, Surat Keterangan Mengikuti: 0, Tidak ada: 1." in text_of(answer)
    again = office.post(address("close", cohort), {"seen": "x"}, follow=True)
    assert "Angkatan ini sudah ditutup" in text_of(again)


def test_closing_with_an_old_list_shows_the_new_one(office):
    cohort = make_cohort(members=1, by_attendance=True)
    page = office.post(address("close", cohort), {"seen": "lama"})
    assert "Ada yang berubah sejak daftar ini ditampilkan." in text_of(page)
    cohort.refresh_from_db()
    assert cohort.is_open


def test_closed_class_offers_no_changes(office):
    cohort = make_cohort(members=1)
    meeting = make_meeting(cohort)
    office.post(address("close", cohort), {"seen": plan_closing(cohort).fingerprint})
    assert "Tambah pertemuan" not in text_of(office.get(address("inspect", cohort)))
    page = text_of(office.get(address("meeting", cohort, meeting.pk)))
    assert "kehadiran tidak dapat diubah" in page
    assert "Simpan kehadiran" not in page
    office.post(address("delete_meeting", cohort, meeting.pk))
    assert Meeting.objects.filter(pk=meeting.pk).exists()
    office.post(address("edit", cohort), filled(cohort.course, number=cohort.number, title="Lain"))
    assert not Cohort.objects.filter(title="Lain").exists()
