"""Lines from the editor become cues, and of two people who save nobody loses anything."""

import pytest

from media.captions import Cue
from media.errors import CaptionsChanged
from media.models import Source, Transcript
from media.transcribing import check_lines, cues_of, lines_from, read_lines, save_captions, stamp_of
from tests.media.showing import show

HALO, LABEL = Cue(1000, 2500, "Halo"), Cue(3000, 4250, "Label\nwajib")


@pytest.fixture
def source(cast):
    return show(cast.dewi)


def again(source):
    return Source.objects.get(pk=source.pk)


def faults(*rows):
    keys = ("start", "end", "text")
    return [line.fault for line in check_lines(read_lines([dict(zip(keys, row, strict=True)) for row in rows]))[1]]


def test_first_and_later_saves_are_kept(source, cast):
    save_captions(source, [HALO], seen=stamp_of(again(source)), by=cast.dewi)
    save_captions(source, [HALO, LABEL], seen=stamp_of(again(source)), by=cast.petugas)
    assert cues_of(again(source)) == (HALO, LABEL)
    assert again(source).transcript.updated_by == cast.petugas
    save_captions(source, [], seen=stamp_of(again(source)), by=cast.dewi)
    assert cues_of(again(source)) == ()


@pytest.mark.parametrize("seen", ["", "2020-01-01T00:00:00+00:00", "2020-99-99T00:00:00+00:00", "x"])
def test_second_of_two_people_is_told_and_overwrites_nothing(source, cast, seen):
    save_captions(source, [HALO], seen="", by=cast.petugas)
    with pytest.raises(CaptionsChanged, match="Petugas Contoh sudah lebih dulu menyimpan"):
        save_captions(source, [LABEL], seen=seen, by=cast.dewi)
    assert cues_of(again(source)) == (HALO,)


def test_second_press_of_the_button_is_no_conflict(source, cast):
    save_captions(source, [HALO], seen="", by=cast.dewi)
    seen = stamp_of(again(source))
    for _ in range(2):
        save_captions(source, [LABEL], seen=seen, by=cast.dewi)
    save_captions(source, [LABEL], seen="", by=cast.dewi)
    assert Transcript.objects.count() == 1


def test_lines_that_are_shown_are_read_back_the_same():
    cues, checked = check_lines(lines_from([HALO, LABEL]))
    assert (cues, [line.fault for line in checked]) == ([HALO, LABEL], ["", ""])


def test_every_mistake_has_a_sentence_beside_its_line():
    assert faults(("a", "2", "x")) == ["Waktu mulai belum terbaca. Tulis seperti 01:23,4."]
    assert faults(("1", "", "x")) == ["Waktu selesai belum terbaca. Tulis seperti 01:25,0."]
    assert faults(("2", "2", "x")) == ["Waktu selesai harus sesudah waktu mulai."]
    assert faults(("1", "2", " ")) == ["Teksnya masih kosong. Isi, atau hapus baris ini."]
    assert "500" in faults(("1", "2", "x" * 501))[0]
    assert faults(("5", "6", "a"), ("1", "2", "b"), ("5", "7", "c"))[1].startswith("Baris ini mulai lebih awal")
    assert faults(("5", "6", "a"), ("1", "2", "b"), ("5", "7", "c"))[2] == ""
    assert faults(*[("1", "2", "x")] * 5001)[5000] == "Paling banyak 5000 baris."


@pytest.mark.parametrize("typed", [None, 5, "x", {}, [1, "a", None], [{}], [{"start": "", "end": "", "text": " "}]])
def test_nothing_comes_of_nonsense(typed):
    assert read_lines(typed) == []


def test_odd_values_become_text():
    (line,) = read_lines([{"start": 1, "end": ["x"], "text": {"a": "\u202e\x00b"}, "more": 1}])
    assert (line.start, line.end) == ("1", "['x']")
