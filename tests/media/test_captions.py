"""Caption files as programs and people write them, read into plain cues, and written back."""

import random
import time

import pytest

from media.captions import (
    MAX_BYTES,
    Cue,
    clean_text,
    field_time,
    parse_captions,
    parse_time,
    spoken_time,
    to_srt,
    to_vtt,
)
from media.errors import CaptionLineUnread, CaptionsTooBig, NotCaptions

HALO = Cue(1000, 2500, "Halo, Bapak dan Ibu")
LABEL = Cue(3000, 4250, "Label wajib memuat\nnama produk")
SRT = """1
00:00:01,000 --> 00:00:02,500
Halo, Bapak dan Ibu

2
00:00:03,000 --> 00:00:04,250
Label wajib memuat
nama produk
"""
VTT = """WEBVTT

00:01.000 --> 00:02.500
Halo, Bapak dan Ibu

00:03.000 --> 00:04.250
Label wajib memuat
nama produk
"""


def one(text):
    (cue,) = parse_captions(text.encode())
    return cue


@pytest.mark.parametrize(
    "content",
    [
        SRT.encode(),
        VTT.encode(),
        SRT.encode("utf-8-sig"),
        SRT.replace("\n", "\r\n").encode(),
        SRT.replace("\n", "\r").encode(),
        SRT.encode("utf-16"),
        SRT.encode("utf-16-le"),
        SRT.encode("utf-16-be"),
        SRT.replace(",000", ".000").replace(",2", ".2").replace(",5", ".5").encode(),
        SRT.replace("00:00:0", "0:0").encode(),
        SRT.replace("\n\n", "\n").encode(),
        SRT.replace("\n\n", "\n \n\n\n").encode(),
        SRT.rstrip().encode(),
        VTT.replace("2.500", "2.500 align:start position:10%").encode(),
        VTT.replace("WEBVTT", "WEBVTT - Pelajaran 3\nKind: captions\nLanguage: id").encode(),
        VTT.replace("00:01.", "pembuka\n00:01.").encode(),
        VTT.replace("00:03.", "NOTE diperiksa\ndua kali\n\nSTYLE\n::cue{color:red}\n\n00:03.").encode(),
        VTT.replace("Halo", "<v Dewi><c.kuning>Halo</c></v><00:01.500>").encode(),
        SRT.replace("Halo", r'{\an8}<font color="red">Halo</font>').encode(),
    ],
)
def test_files_of_all_makes_say_the_same(content):
    assert parse_captions(content) == [HALO, LABEL]


def test_windows_letters_are_read():
    assert parse_captions("1\n00:00:01,000 --> 00:00:02,000\n“Kopi” – café".encode("cp1252"))[0].text == "“Kopi” – café"


def test_cues_come_in_the_order_of_time_and_may_overlap():
    text = "1\n00:09 --> 00:12\nC\n\n2\n00:01 --> 00:05\nA\n\n3\n00:04 --> 00:08\nB\n"
    assert [cue.text for cue in parse_captions(text.encode())] == ["A", "B", "C"]


def test_text_after_an_empty_line_goes_on():
    assert one("1\n00:00:01,000 --> 00:00:02,000\nHalo\n\nIbu\n").text == "Halo\nIbu"


def test_signs_of_text_stay_and_tags_go():
    assert one("WEBVTT\n\n00:01.000 --> 00:02.000\n3 &lt; 5 &amp; a < b <b>ya</b>").text == "3 < 5 & a < b ya"
    assert one("1\n00:00:01,000 --> 00:00:02,000\nR&D 2 < 3 > 1").text == "R&D 2 < 3 > 1"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (6, SRT.replace("00:00:03,000", "00:00:0x,000")),
        (6, SRT.replace("00:00:03,000 -->", "00:00:03,000")),
        (6, SRT.replace("00:00:03,000 -->", "00:00:03,000 ->")),
        (6, SRT.replace("00:00:04,250", "00:00:03,000")),
        (6, SRT.replace("00:00:04,250", "00:00:75,000")),
        (6, SRT.replace("00:00:03,000 --> 00:00:04,250\n", "")),
        (1, "Halo, ini bukan takarir\n" + SRT),
        (3, VTT.replace("00:01.000 --> 00:02.500", "00:01.000 -->")),
        (2, "1\n00:00:01,000 --> 00:00:02,000\n" + "a" * 501 + "\n"),
    ],
)
def test_line_that_cannot_be_read_is_named(line, text):
    with pytest.raises(CaptionLineUnread, match=f"^Baris {line} dari berkas"):
        parse_captions(text.encode())


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x00\x00\x18ftypmp42" * 9, b"Halo", b"WEBVTT\n", b"\xff\xfe", b"-->\x00\xff"]
)
def test_what_is_no_caption_file_is_told_apart(content):
    with pytest.raises(NotCaptions):
        parse_captions(content)


def test_big_files_and_endless_ones_are_refused():
    with pytest.raises(CaptionsTooBig):
        parse_captions(b"a" * (MAX_BYTES + 1))
    with pytest.raises(CaptionLineUnread, match="lebih dari 5000"):
        parse_captions(b"0:01 --> 0:02\na\n\n" * 5001)


def test_hostile_text_is_read_in_no_time_and_written_harmless():
    nasty = "1\n00:00:01,000 --> 00:00:02,000\n" + "<a" * 200 + "<script>alert(1)</script>\x00\x07\u202egnp.exe"
    with pytest.raises(NotCaptions):
        parse_captions(nasty.encode())
    text = one(nasty.replace("\x00", "")).text
    assert "script" not in text and "\u202e" not in text and "\x07" not in text
    assert "<script" not in to_vtt([Cue(0, 1, "<script>alert(1)</script>")])
    for evil in ("<" * 900_000, "{\\" * 450_000, "0:1" * 300_000, "NOTE" * 200_000):
        with pytest.raises((CaptionLineUnread, NotCaptions)):
            parse_captions(f"{evil}\n--> \n".encode()[-MAX_BYTES:])


@pytest.mark.parametrize(
    "evil",
    [
        ("1:00 " + "1" * 1900 + "\n") * 450,
        ("1:00" + " 1" * 900 + "\n") * 450,
        "1:00 " + "1" * 900_000,
        "1:00" + " " * 900_000,
        ("<" + "1" * 1900 + "\n") * 450,
        "<a" * 400_000,
    ],
    ids=range(6),
)
def test_hostile_text_after_a_time_costs_no_time_either(evil):
    began = time.process_time()
    with pytest.raises(CaptionLineUnread):
        parse_captions(f"1\n0:01 --> 0:02\nHalo\n{evil}\n".encode())
    assert time.process_time() - began < 1


def test_line_longer_than_anybody_speaks_is_refused():
    for text in ("a" * 2001, "&#" + "1" * 5000 + ";"):
        with pytest.raises(CaptionLineUnread, match="dibaca: lebih dari 2000 huruf"):
            parse_captions(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}\n".encode())


def test_written_files_are_read_back_the_same():
    letters = "abc <>&-–>\n{}\"' 12:00 é\u3042"
    dice = random.Random(7)
    cues = []
    for number in range(200):
        text = clean_text("".join(dice.choice(letters) for _ in range(40))) or "a"
        cues.append(Cue(number * 1000, number * 1000 + dice.randint(1, 3000), text))
    assert parse_captions(to_vtt(cues).encode()) == cues
    plain = [Cue(cue.start_ms, cue.end_ms, f"Baris {number}\nlagi") for number, cue in enumerate(cues)]
    assert parse_captions(to_srt(plain).encode()) == plain
    assert to_vtt([HALO]) == "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nHalo, Bapak dan Ibu\n"


def test_arrow_in_the_text_does_not_break_a_file():
    for write in (to_vtt, to_srt):
        (cue,) = parse_captions(write([Cue(0, 1000, "kiri --> kanan")]).encode())
        assert cue.text in ("kiri --> kanan", "kiri → kanan")


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("01:23,450", 83_450),
        ("1:23.45", 83_450),
        ("01.23", 83_000),
        ("1.02.03", 3_723_000),
        ("1.23,5", 83_500),
        ("1:02:03,004", 3_723_004),
        ("75:00", 4_500_000),
        (" 83 ", 83_000),
        ("83,5", 83_500),
        ("", None),
        ("a", None),
        ("1:75", None),
        ("1:2:3:4", None),
        ("-1", None),
        ("1,2,3", None),
        ("٣", None),
        ("99999:99", None),
    ],
)
def test_times_are_read_as_people_type_them(text, ms):
    assert parse_time(text) == ms


def test_times_are_shown_for_fields_and_for_readers():
    assert (field_time(83_450), field_time(3_723_004)) == ("01:23,450", "01:02:03,004")
    assert (spoken_time(83_450), spoken_time(3_723_004)) == ("01.23", "1.02.03")
    assert parse_time(field_time(3_723_004)) == 3_723_004
