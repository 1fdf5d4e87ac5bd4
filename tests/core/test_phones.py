"""Phone numbers: whatever an owner types becomes E.164, or a sentence that says what is wrong."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserFault
from core.phones import (
    PhoneForeign,
    PhoneNotMobile,
    PhoneRejected,
    PhoneTooShort,
    display_phone,
    normalise_phone,
)


@pytest.mark.parametrize(
    "typed",
    [
        "0812 3456 7890",
        "+62 812-3456-7890",
        "62812.3456.7890",
        "(0812) 34567890",
        "812 3456 7890",
        "+62 0812 3456 7890",
        "0062 812 3456 7890",
        "  0812\u00a03456\u00a07890 ",
        "0812–3456–7890",
        "0812/3456/7890",
    ],
)
def test_mobile_number_in_any_form(typed):
    assert normalise_phone(typed) == "+6281234567890"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0811 2345 67", "+62811234567"), ("0899 0000 0001", "+6289900000001"), ("0812 3456 78901", "+62812345678901")],
)
def test_mobile_numbers_have_eight_to_eleven_digits_behind_the_eight(typed, number):
    assert normalise_phone(typed) == number


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("0812 345", PhoneTooShort),
        ("0812 3456 789012345", PhoneRejected),
        ("+60 12 345 6789", PhoneForeign),
        ("+1 202 555 0100", PhoneForeign),
        ("0549 21234", PhoneNotMobile),
        ("", PhoneRejected),
        ("tidak punya", PhoneRejected),
        ("+", PhoneRejected),
        ("\x00", PhoneRejected),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(typed, fault):
    with pytest.raises(fault) as refusal:
        normalise_phone(typed)
    assert refusal.value.message.endswith(".")


def test_land_line_is_taken_where_the_field_allows_it():
    assert normalise_phone("0549 21234", mobile=False) == "+6254921234"
    with pytest.raises(PhoneTooShort):
        normalise_phone("0549 21", mobile=False)


def test_foreign_number_is_taken_where_the_field_allows_it():
    assert normalise_phone("+60 12 345 6789", allow_foreign=True) == "+60123456789"


@pytest.mark.parametrize("typed", ["+82000", "+820000000", "+4920100000000000"])
def test_foreign_number_that_nobody_can_have_is_refused(typed):
    with pytest.raises(PhoneRejected):
        normalise_phone(typed, allow_foreign=True)


def test_land_line_with_too_many_digits_is_refused():
    with pytest.raises(PhoneRejected):
        normalise_phone("10000000000000", mobile=False)


@given(st.text(max_size=60) | st.from_regex(r"\+?[0-9 ().-]{1,25}", fullmatch=True), st.booleans(), st.booleans())
def test_any_text_becomes_a_number_or_a_sentence(typed, mobile, allow_foreign):
    try:
        number = normalise_phone(typed, mobile=mobile, allow_foreign=allow_foreign)
    except UserFault as fault:
        assert fault.message and fault.permanent
    else:
        assert re.fullmatch(r"\+[1-9][0-9]{5,14}", number)
        assert normalise_phone(number, mobile=mobile, allow_foreign=allow_foreign) == number


def test_number_is_shown_in_groups():
    assert display_phone("+6281234567890") == "0812-3456-7890"
    assert display_phone("+62811234567") == "0811-2345-67"
    assert display_phone("+6254921234") == "+6254921234"
    assert display_phone("belum diisi") == "belum diisi"
