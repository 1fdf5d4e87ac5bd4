"""An officer enrols a class of 40 from a pasted list: preview, confirm, nothing twice."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import PageLogEntry

from businesses.public import business_of
from desk.enrolling_class import ENROL_CLASS_ACTION
from desk.showing_people import place_words
from messaging.models import OutboxMessage

FORTY = "\n".join(f"Peserta {n}; 0812 3456 70{n:02}; Bumi Etam; Usaha {n}" for n in range(40))


def _people():
    return get_user_model().objects.filter(phone__startswith="+6281234567")


def _post(client, course, text, **more):
    return client.post(reverse("desk_class"), {"course": course.pk, "text": text, **more})


@pytest.mark.parametrize(
    ("member", "allowed"),
    [("petugas", True), ("admin", True), ("kepala", False), ("dewi", False), ("hasan", False), ("ratna", False)],
)
def test_only_officers_and_administrators_enrol_classes(client, cast, course, member, allowed):
    client.force_login(getattr(cast, member))
    assert (client.get(reverse("desk_class")).status_code == 200) is allowed
    _post(client, course, "Siti; 081234567890; Bumi Etam", confirm="1")
    assert _people().exists() is allowed


def test_preview_writes_nothing(client, cast, course):
    client.force_login(cast.petugas)
    page = _post(client, course, FORTY).content.decode()
    assert "Daftarkan 40 peserta" in page
    assert "0812-3456-7039" in page
    assert not _people().exists()


def test_class_of_forty_gets_accounts_without_codes_and_the_course(client, cast, course):
    client.force_login(cast.petugas)
    answer = _post(client, course, FORTY, confirm="1")
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "40 peserta didaftarkan ke Kemasan Produk IKM, 40 di antaranya dengan akun baru." in page
    assert _people().count() == course.enrolments.count() == 40
    person = _people().get(phone="+6281234567007")
    assert (person.full_name, person.village.name, business_of(person).name) == ("Peserta 7", "Bumi Etam", "Usaha 7")
    assert not person.has_usable_password()
    assert course.enrolments.get(person=person).enrolled_by == cast.petugas
    assert not OutboxMessage.objects.filter(is_secret=True).exists()


def test_second_line_of_one_business_is_its_worker(client, cast, course):
    client.force_login(cast.petugas)
    text = (
        "Siti; 0812 3456 7001; Bumi Etam; Keripik Contoh\n"
        "Tono; 0812 3456 7002; Bumi Etam; keripik contoh\n"
        "Budi; 0812 3456 7003; Kota Bontang; Keripik Contoh"
    )
    assert "Dicatat sebagai pekerja di usaha baris 1." in _post(client, course, text).content.decode()
    _post(client, course, text, confirm="1")
    siti, tono, budi = _people().order_by("phone")
    assert business_of(siti) == business_of(tono) != business_of(budi)
    assert [person.memberships.get().part for person in (siti, tono, budi)] == ["owner", "worker", "owner"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_class_is_enrolled_without_a_broker_at_the_cost_of_one_bell(client, cast, course, no_broker, caplog):
    client.force_login(cast.petugas)
    assert _post(client, course, FORTY, confirm="1").status_code == 302
    assert OutboxMessage.objects.count() == course.enrolments.count() == 40
    assert len([record for record in caplog.records if "on_commit" in record.message]) == 1


def test_list_sent_twice_changes_nothing(client, cast, course):
    client.force_login(cast.petugas)
    for _ in range(2):
        _post(client, course, FORTY, confirm="1")
    assert _people().count() == course.enrolments.count() == 40
    assert PageLogEntry.objects.filter(action=ENROL_CLASS_ACTION).count() == 1
    assert OutboxMessage.objects.count() == 40


def test_known_number_is_reused_and_what_the_account_says_stays(client, cast, course):
    client.force_login(cast.petugas)
    _post(client, course, "Nama Lain; 0899-0000-0001; Bumi Etam; Usaha Baru", confirm="1")
    cast.ratna.refresh_from_db()
    assert (cast.ratna.full_name, cast.ratna.village) == ("Ratna Contoh", None)
    assert course.enrolments.get().person == cast.ratna
    assert get_user_model().objects.count() == 6


def test_person_from_another_regency_is_enrolled_with_it(client, cast, course):
    client.force_login(cast.petugas)
    _post(client, course, "Siti; 081234567890; Kota Bontang", confirm="1")
    person = _people().get()
    assert (person.village, person.regency.name) == (None, "Kota Bontang")


def test_person_from_another_province_is_enrolled_as_such(client, cast, course):
    client.force_login(cast.petugas)
    _post(client, course, "Siti; 081234567890; luar Kaltim", confirm="1")
    person = _people().get()
    assert (person.village, person.regency, person.lives_elsewhere) == (None, None, True)
    assert place_words(person) == "Luar Kalimantan Timur"


def test_bad_lines_stay_in_the_form_and_good_ones_go_through(client, cast, course):
    client.force_login(cast.petugas)
    text = "Siti; 081234567890; Bumi Etam\nTono; 0812; Bumi Etam\nWati; 081234567891; Bumi Etm"
    preview = _post(client, course, text).content.decode()
    assert "2 perlu diperbaiki" in preview
    assert "Maksudnya Bumi Etam (Kaubun)?" in preview
    answer = _post(client, course, text, confirm="1")
    page = answer.content.decode()
    assert _people().get().full_name == "Siti"
    assert "2 baris belum didaftarkan." in page
    assert "Tono; 0812; Bumi Etam\nWati; 081234567891; Bumi Etm</textarea>" in page


def test_going_back_keeps_what_was_pasted(client, cast, course):
    client.force_login(cast.petugas)
    page = _post(client, course, "Siti; 0812; Bumi Etam", change="1").content.decode()
    assert "Siti; 0812; Bumi Etam</textarea>" in page
    assert "Periksa daftar" in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"course": "", "text": "Siti"}, "Pilih kursusnya."),
        ({"course": "999999", "text": "Siti"}, "Kursus ini tidak terbit."),
        ({"text": ""}, "Tempel daftar pesertanya."),
        ({"text": " \n"}, "Daftar masih kosong."),
        ({"text": "a;b;c\n" * 61}, "61 baris"),
    ],
)
def test_form_says_what_is_missing(client, cast, course, data, sentence):
    client.force_login(cast.petugas)
    page = client.post(reverse("desk_class"), {"course": course.pk, **data}).content.decode()
    assert sentence in page


def test_unpublished_course_is_not_offered(client, cast, course):
    course.live = False
    course.save()
    client.force_login(cast.petugas)
    assert "Kursus ini tidak terbit." in _post(client, course, FORTY, confirm="1").content.decode()
    assert not _people().exists()


def test_pasted_text_is_shown_as_text(client, cast, course):
    client.force_login(cast.petugas)
    page = _post(client, course, "<script>alert(1)</script>; 081234567890; <b>Desa</b>").content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>Desa" not in page
