"""Numbers of permits are brought to one form and checked softly."""

import datetime as dt

import pytest

from businesses.legal_numbers import normalise_number, number_warning, show_number
from businesses.models import LegalNumber
from businesses.public import register_business

DAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("kind", "raw", "number"),
    [
        ("nib", "NIB: 1234 5678 90123", "1234567890123"),
        ("pirt", "P-IRT 2056404010001-31", "205640401000131"),
        ("pirt", "SPP-IRT 205.6404.010001-31", "205640401000131"),
        ("halal", "id 6411 0000 1234 56789", "ID64110000123456789"),
        ("md", "BPOM RI MD 1234 5678 9012", "MD123456789012"),
        ("brand", " IDM 000 123 ", "IDM 000 123"),
    ],
)
def test_number_is_brought_to_one_form(kind, raw, number):
    assert normalise_number(kind, raw) == number
    assert normalise_number(kind, number) == number
    assert number_warning(kind, raw, today=DAY) == ""


@pytest.mark.parametrize(
    ("kind", "raw", "word"),
    [
        ("nib", "123", "13 angka"),
        ("nib", "12345678901234", "13 angka"),
        ("pirt", "905640401000131", "15 angka"),
        ("pirt", "2056404010001", "15 angka"),
        ("pirt", "2056404010001-25", "sampai tahun 2025"),
        ("halal", "KH12345678901234", "diawali ID"),
        ("md", "123", "diawali MD"),
    ],
)
def test_number_that_looks_wrong_is_warned_of(kind, raw, word):
    assert word in number_warning(kind, raw, today=DAY)


def test_number_is_shown_as_it_is_printed():
    assert show_number("pirt", "205640401000131") == "P-IRT 2056404010001-31"
    assert show_number("pirt", "123") == "123"
    assert show_number("nib", "1234567890123") == "1234567890123"


def test_one_nib_stands_with_two_businesses_and_a_wrong_one_is_kept(business, cast):
    other = register_business(cast.ratna, name="Amplang Contoh")
    for row in (business, other):
        LegalNumber.objects.create(business=row, kind="nib", number="1234567890123")
    wrong = LegalNumber(business=other, kind="nib", number="12-3")
    wrong.full_clean()
    wrong.save()
    assert list(other.numbers.values_list("number", flat=True)) == ["1234567890123", "123"]
