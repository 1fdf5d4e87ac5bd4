"""Lists as people paste them."""

import pytest

from desk.errors import ListEmpty, ListTooLong
from desk.pasted_list import read_list


@pytest.mark.parametrize(
    "raw",
    [
        "Siti Contoh\t0812 3456 7890\tBumi Etam\tKeripik Contoh",
        "Siti Contoh; 0812 3456 7890; Bumi Etam; Keripik Contoh",
        "Siti Contoh, 0812 3456 7890, Bumi Etam, Keripik Contoh",
        "1. Siti Contoh; 0812 3456 7890; Bumi Etam; Keripik Contoh",
        "12) Siti  Contoh ;0812 3456 7890;Bumi Etam;Keripik Contoh;",
        "- Siti Contoh; 0812 3456 7890; Bumi Etam; Keripik Contoh",
        "7\tSiti Contoh\t0812 3456 7890\tBumi Etam\tKeripik Contoh\t",
    ],
)
def test_columns_are_found_however_they_are_parted(raw):
    [line] = read_list(raw)
    assert (line.name, line.phone, line.place, line.business) == (
        "Siti Contoh",
        "0812 3456 7890",
        "Bumi Etam",
        "Keripik Contoh",
    )


def test_business_may_be_missing_and_may_hold_a_comma():
    first, second = read_list("Siti; 0812; Bumi Etam\nTono; 0813; Bumi Etam; Kopi, teh, dan kue")
    assert first.business == ""
    assert second.business == "Kopi, teh, dan kue"


def test_heading_and_blank_lines_are_passed_over_and_numbers_are_those_of_the_text():
    lines = read_list("Nama\tNo HP\tDesa\n\nSiti\t0812\tBumi Etam\n\t\t\nTono\t0813\tBumi Etam\n")
    assert [(line.number, line.name) for line in lines] == [(3, "Siti"), (5, "Tono")]


@pytest.mark.parametrize("text", ["", " \n\t\n", "Nama; Nomor HP; Desa"])
def test_empty_list_is_refused(text):
    with pytest.raises(ListEmpty):
        read_list(text)


def test_more_than_sixty_lines_are_refused_with_the_count():
    text = "\n".join(f"Peserta {n}; 08120000{n:04}; Bumi Etam" for n in range(61))
    with pytest.raises(ListTooLong, match="61 baris"):
        read_list(text)
    assert len(read_list("\n".join(text.splitlines()[:60]))) == 60
