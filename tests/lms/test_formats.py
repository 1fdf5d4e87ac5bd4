"""Dates and times read and look as people here write them."""

import datetime as dt

import pytest
from django import forms
from django.utils import formats

DAY = dt.datetime(2026, 11, 2, 9, 5)  # noqa: DTZ001  what is shown has no zone


def test_dates_and_times_are_shown_the_indonesian_way():
    assert formats.date_format(DAY, "DATE_FORMAT") == "2 Nov 2026"
    assert formats.date_format(DAY, "DATETIME_FORMAT") == "2 Nov 2026, 09.05"
    assert formats.date_format(DAY, "SHORT_DATE_FORMAT") == "02/11/2026"


@pytest.mark.parametrize("typed", ["02/11/2026", "2-11-2026", "2/11/26", "2 Nov 2026", "2026-11-02"])
def test_day_stands_before_month_in_what_people_type(typed):
    assert forms.DateField().clean(typed) == DAY.date()


def test_month_before_day_is_not_read():
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean("11/22/2026")


@pytest.mark.parametrize("typed", ["02/11/2026 09.05", "02/11/2026 09:05"])
def test_time_may_have_a_dot_or_a_colon(typed):
    assert forms.DateTimeField().clean(typed).replace(tzinfo=None) == DAY
