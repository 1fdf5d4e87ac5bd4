"""Amounts as people here write them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserFault
from core.money import MoneyAmbiguous, MoneyRejected, MoneyWithCommas, RupiahField, parse_rupiah
from core.templatetags.formats import rupiah


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        ("1.250.000", 1_250_000),
        ("1250000", 1_250_000),
        ("Rp 1.250.000,00", 1_250_000),
        ("Rp1.250.000", 1_250_000),
        ("Rp.\u00a01.250.000", 1_250_000),
        ("1,25 juta", 1_250_000),
        ("1,7 miliar", 1_700_000_000),
        ("350 ribu", 350_000),
        ("25jt", 25_000_000),
        ("0", 0),
        (" 500 ", 500),
    ],
)
def test_amount_is_read(raw, amount):
    assert parse_rupiah(raw) == amount


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("1,250,000", MoneyWithCommas),
        ("1,250,000.00", MoneyWithCommas),
        ("1.5", MoneyAmbiguous),
        ("1.5 juta", MoneyAmbiguous),
        ("1.250.00", MoneyRejected),
        ("0,5", MoneyRejected),
        ("banyak", MoneyRejected),
        ("-5", MoneyRejected),
        ("=1+1", MoneyRejected),
        ("9" * 30, MoneyRejected),
    ],
)
def test_what_cannot_be_read_says_how(raw, fault):
    with pytest.raises(fault) as told:
        parse_rupiah(raw)
    assert isinstance(told.value, UserFault)
    assert "Contoh" in told.value.message or "misalnya" in told.value.message


@given(st.integers(min_value=0, max_value=10**15))
def test_what_we_print_is_read_back(amount):
    assert parse_rupiah(rupiah(amount)) == amount


def test_field_shows_thousands_and_explains():
    field = RupiahField(required=False)
    assert field.clean("1,5 juta") == 1_500_000
    assert field.clean("") is None
    assert field.prepare_value(1_500_000) == "1.500.000"
    with pytest.raises(ValidationError, match="titik, bukan koma"):
        field.clean("1,500,000")
