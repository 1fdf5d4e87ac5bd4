"""What the office is told about every line before anything is written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.public import enrol
from desk.checking_class import check_class
from desk.place_finding import Places


def _one(course, raw):
    [candidate] = check_class(raw, course)
    return candidate


@pytest.mark.parametrize(
    ("written", "village", "regency"),
    [
        ("Bumi Etam", "Bumi Etam", None),
        ("desa bumi etam", "Bumi Etam", None),
        ("Ds. Bumi Etam (Kec. Kaubun)", "Bumi Etam", None),
        ("Miau Baru (Kongbeng)", "Miau Baru", None),
        ("Miau Baru (Kombeng)", "Miau Baru", None),
        ("Kelurahan Teluk Lingga", "Teluk Lingga", None),
        ("Bumi Etam (Busang)", None, None),
        ("Kota Bontang", None, "Kota Bontang"),
        ("bontang", None, "Kota Bontang"),
        ("Kab. Berau", None, "Kabupaten Berau"),
        ("Kutai Timur", None, None),
    ],
)
def test_place_is_found_as_people_write_it(places, written, village, regency):
    found = Places().find(written)
    assert [found[0] and found[0].name, found[1] and found[1].name] == [village, regency]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("Siti; 0812 345; Bumi Etam", "terlalu pendek"),
        ("Siti; 0549 21234; Bumi Etam", "telepon rumah"),
        ("Siti; +60 12 345 6789; Bumi Etam", "luar negeri"),
        ("Siti; delapan; Bumi Etam", "tidak dapat dibaca"),
        ("Siti; ; Bumi Etam", "Nomor HP belum diisi"),
        ("Siti; 8,12346E+10; Bumi Etam", "terpotong oleh Excel"),
        ("Siti; 081234567890;", "Desa belum diisi"),
        ("Siti; 081234567890; Bumi Etm", "Maksudnya Bumi Etam (Kaubun)?"),
        (
            "Siti; 081234567890; Xyzzy",
            "Desa “Xyzzy” tidak ditemukan. Untuk peserta dari luar Kalimantan Timur, tulis: luar Kaltim.",
        ),
        ("; 081234567890; Bumi Etam", "Nama belum diisi"),
        ("Siti 081234567890", "Pisahkan nama, nomor HP, dan desa"),
        (f"{'S' * 121}; 081234567890; Bumi Etam", "paling panjang 120 huruf"),
    ],
)
def test_every_fault_has_its_sentence(course, raw, sentence):
    candidate = _one(course, raw)
    assert not candidate.is_good
    assert any(sentence in error for error in candidate.errors), candidate.errors


def test_a_number_twice_is_asked_about_in_the_second_line(course):
    first, second = check_class("Siti; 0812 3456 7890; Bumi Etam\nTono; +6281234567890; Bumi Etam", course)
    assert first.is_good
    assert second.errors == ["Nomor HP sama dengan baris 1. Satu nomor hanya untuk satu akun."]


def test_known_numbers_are_told_with_their_owner(course, cast):
    same, other = check_class("Ratna Contoh; 0899 0000 0001; Bumi Etam\nSiti; 0899 0000 0002; Bumi Etam", course)
    assert same.outcome == "Nomor sudah punya akun; akun itu yang didaftarkan."
    assert other.outcome == "Nomor sudah punya akun atas nama Hasan Contoh; akun itu yang didaftarkan."
    enrol(cast.ratna, course)
    assert "Sudah mengikuti" in _one(course, "Ratna; 0899 0000 0001; Bumi Etam").outcome


def test_closed_account_is_for_the_administrator(course, cast):
    cast.hasan.is_active = False
    cast.hasan.save()
    assert "sudah ditutup" in _one(course, "Hasan; 0899 0000 0002; Bumi Etam").errors[0]


def test_sixty_lines_cost_as_many_queries_as_one(course, cast, django_assert_num_queries):
    with CaptureQueriesContext(connection) as at_one:
        check_class("Ratna; 0899 0000 0001; Bumi Etam", course)
    known = [f"Contoh; 0899 0000 000{n}; Bumi Etam" for n in range(1, 7)]
    text = "\n".join([*known, *(f"Peserta {n}; 0812345670{n:02}; Bumi Etam" for n in range(54))])
    with django_assert_num_queries(len(at_one)):
        check_class(text, course)
    assert len(at_one) == 4
