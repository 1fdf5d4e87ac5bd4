"""How values are worded: numbers, spans of days, text that can be printed."""

import datetime as dt

import pytest

from certificates.wording import breakable, in_words, is_latin, printable, span_of_days


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (20, "dua puluh"),
        (24, "dua puluh empat"),
        (19, "sembilan belas"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (365, "tiga ratus enam puluh lima"),
        (1000, "seribu"),
        (2026, "dua ribu dua puluh enam"),
    ],
)
def test_number_in_words(number, words):
    assert in_words(number) == words


def test_span_of_days_names_month_and_year_once():
    day = dt.date
    assert span_of_days(day(2026, 11, 3), day(2026, 11, 14)) == "3 s.d. 14 November 2026"
    assert span_of_days(day(2026, 10, 30), day(2026, 11, 14)) == "30 Oktober s.d. 14 November 2026"
    assert span_of_days(day(2025, 12, 30), day(2026, 1, 2)) == "30 Desember 2025 s.d. 2 Januari 2026"
    assert span_of_days(day(2026, 11, 3), day(2026, 11, 3)) == "3 November 2026"


def test_printable_text_has_neither_emoji_nor_hidden_signs():
    assert printable("Keripik 🔥\u200b Ma\u00adntap\u202e\n 30°C") == "Keripik Mantap 30°C"
    assert printable("A\u0301") == "Á"
    assert is_latin("Đặng") is False
    assert is_latin("Keripik Ñandú – 30°C")


def test_number_goes_on_in_a_new_line_only_behind_a_slash():
    assert breakable("500.9/0001/A&B/2026") == "500.9/<wbr>0001/<wbr>A&amp;B/<wbr>2026"
