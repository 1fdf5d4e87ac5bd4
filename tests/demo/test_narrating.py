"""Lesson videos from text: long enough, not too long, in the format of an upload, and really spoken."""

import array

import av
import pytest

from demo.narrating import LONGEST_S, Sentence, make_lesson_video, shorten, split_sentences, spread
from demo.slides import fits, text_slide, title_slide, wrap
from demo.slides import font as typeface
from demo.speaking import Speech, as_spoken, speak
from media.pipeline.probe import probe as probe_file
from media.public import run_program

PARAGRAPHS = [
    "Kemasan punya empat tugas. Pertama, melindungi produk dari air, udara, dan cahaya. Kedua, memberi tahu isinya.",
    "Urutan itu penting! Kemasan cantik yang bocor membuat keripik melempem. **Mulailah** dari perlindungan.",
]


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    path = tmp_path_factory.mktemp("narrated") / "pelajaran.mp4"
    make_lesson_video("Mengapa kemasan menentukan", PARAGRAPHS, path, course_title="Kemasan Produk IKM")
    return path


def test_video_goes_the_way_of_any_upload(video):
    facts = probe_file(video)
    assert (facts.width, facts.height) == (1920, 1080)
    assert facts.audio_index is not None
    assert 60 <= facts.duration_s <= 120
    assert list(video.parent.iterdir()) == [video]


def test_picture_and_sound_end_together(video):
    with av.open(str(video)) as opened:
        ends = [float(stream.duration * stream.time_base) for stream in opened.streams]
        assert [stream.codec_context.name for stream in opened.streams] == ["h264", "aac"]
    assert abs(ends[0] - ends[1]) < 0.3


def test_narrator_is_heard_all_the_way(video):
    loud = set()
    mono = av.AudioResampler(format="s16", layout="mono")
    with av.open(str(video)) as opened:
        for frame in opened.decode(audio=0):
            for piece in mono.resample(frame):
                if max(array.array("h", bytes(piece.planes[0])[: piece.samples * 2])) > 2000:
                    loud.add(int(frame.time // 20))
    assert loud >= {0, 1, 2}


def test_same_texts_are_said_the_same_way(tmp_path):
    first, second = (speak(PARAGRAPHS, tmp_path, run_program) for _ in range(2))
    assert first == second
    assert all(3 < first.seconds(piece) < 20 for piece in first.pieces)


def test_long_text_is_cut_to_time_from_the_ends():
    speech = Speech(rate=100, pieces=[])
    slides = spread([split_sentences(" ".join(PARAGRAPHS))] * 12)
    for slide in slides:
        for sentence in slide:
            sentence.sound = speech.silence(4)
    kept = shorten(slides, speech, Sentence("Judul.", sound=speech.silence(2)))
    said_s = sum(4.35 for slide in kept for _ in slide)
    assert LONGEST_S * 0.8 < said_s < LONGEST_S
    assert kept[0][0].text == "Kemasan punya empat tugas."


def test_no_slide_is_fuller_than_can_be_read():
    long = "Kemasan sekunder menampung satu atau beberapa kemasan primer, misalnya kotak karton berisi enam bungkus. "
    slides = [[sentence.text for sentence in slide] for slide in spread([split_sentences(long * 9), ["Akhir."]])]
    assert all(fits(slide) and len(slide) <= 4 for slide in slides)
    assert sum(len(slide) for slide in slides) == 10
    assert slides[-1] == ["Akhir."]


def test_lines_stay_within_the_slide():
    lines = wrap("Keripik singkong " * 20, typeface(60), 1500)
    assert all(typeface(60).getlength(line) <= 1500 for line in lines)


def test_slides_have_the_right_size_and_mark_what_is_read():
    texts = split_sentences(PARAGRAPHS[0])
    first, second = (text_slide("Judul", texts, spoken=place, part="1 / 2", done=0.5) for place in (0, 1))
    assert first.size == title_slide("Judul", course="Kursus").size == (1920, 1080)
    assert first.tobytes() != second.tobytes()


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Harganya Rp15.000 per bungkus", "Harganya 15000 rupiah per bungkus"),
        ("Rp1,7 miliar", "1 koma 7 miliar rupiah"),
        ("Tebal 0,08 mm", "Tebal 0 koma 08 mm"),
        ("naik 12% dalam 3–5 hari", "naik 12 persen dalam 3 sampai 5 hari"),
        ("isi 100 g atau 2 kg", "isi 100 gram atau 2 kilogram"),
        ("nomor P-IRT bagi IKM", "nomor pe i er te bagi i ka em"),
        ("“baik digunakan sebelum”", "baik digunakan sebelum"),
    ],
)
def test_signs_are_read_as_people_say_them(written, spoken):
    assert as_spoken(written) == spoken
