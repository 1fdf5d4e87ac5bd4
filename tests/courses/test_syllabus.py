"""A course file that breaks the grammar is refused with file, line and what is wrong."""

import pytest

from courses.loading import CONTENT
from courses.syllabus import SyllabusFault, read_syllabus

GOOD = """---
slug: contoh
judul: Kursus Contoh
ringkas: Belajar contoh: singkat saja.
sasaran: Semua
total_jp: 5
nilai_lulus: 70
modul: 2
ditinjau: belum
---
# Kursus Contoh

Setelah selesai, peserta mampu memberi contoh.

## Modul 1. Awal (2 JP)

### 1.1 Pertama
Paragraf satu
masih satu.

Paragraf <b>dua</b> & lagi.

**Praktik:** foto satu contoh.

### Kuis Modul 1
1. Berapa?
   - [ ] satu
   - [x] dua
   - [ ] tiga
   - [ ] empat
   Pembahasan: Dua.

## Modul 2. Akhir (3 JP)

### 2.1 Kedua
Teks.

## Bank soal

Perlu ditinjau pengajar sebelum dipakai.

1. Mengapa?
   - [x] karena
   - [ ] sebab
   - [ ] entah
   - [ ] tidak
   Pembahasan: Karena.
"""


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a course file and reads it."""

    def write_and_read(text):
        path = tmp_path / "contoh.md"
        path.write_text(text, encoding="utf-8")
        return read_syllabus(path)

    return write_and_read


def test_reads_every_part_of_a_course(write):
    course = write(GOOD)
    assert (course.slug, course.title, course.pass_mark, course.is_reviewed) == ("contoh", "Kursus Contoh", 70, False)
    assert course.summary == "Belajar contoh: singkat saja."
    assert course.intro == ["Setelah selesai, peserta mampu memberi contoh."]
    first, second = course.modules
    assert (first.title, first.jp, second.jp) == ("Awal", 2, 3)
    assert first.lessons[0].paragraphs == ["Paragraf satu masih satu.", "Paragraf <b>dua</b> & lagi."]
    assert first.lessons[0].task == "foto satu contoh."
    assert first.quiz[0].options[first.quiz[0].correct] == "dua"
    assert second.quiz == []
    assert [question.text for question in course.bank] == ["Mengapa?"]


def test_reads_all_ten_courses_of_the_project():
    courses = [read_syllabus(path) for path in CONTENT.glob("*.md")]
    assert len(courses) == 10
    assert sum(len(module.lessons) for course in courses for module in course.modules) == 117
    assert all(module.quiz for course in courses for module in course.modules)
    assert all(sum(bool(lesson.task) for lesson in module.lessons) == 1 for c in courses for module in c.modules)
    assert all(len(course.bank) >= 30 for course in courses)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("---\nslug", "slug", 1, "dimulai dengan"),
        ("ditinjau: belum\n---\n", "ditinjau: belum\n", 10, "bukan `kunci: nilai`"),
        ("slug: contoh\n", "", 1, "slug"),
        ("nilai_lulus: 70", "nilai_lulus: tujuh", 1, "harus angka"),
        ("nilai_lulus: 70", "nilai_lulus: 170", 1, "antara 1 dan 100"),
        ("modul: 2", "modul: 3", 1, "memuat 2 modul"),
        ("total_jp: 5", "total_jp: 6", 1, "jumlah JP modul 5"),
        ("## Modul 2. Akhir", "## Modul 3. Akhir", 33, "modul 2 diharapkan"),
        ("## Modul 2. Akhir (3 JP)", "## Modul 2. Akhir", 33, "tidak dikenal"),
        ("### 2.1", "### 2.2", 35, "pelajaran 2.1 diharapkan"),
        ("### 2.1", "### 1.2", 35, "di luar modul 1"),
        ("### 2.1 Kedua\nTeks.", "### 2.1 Kedua", 35, "belum berisi teks"),
        ("## Modul 2. Akhir (3 JP)\n", "## Modul 2. Akhir (3 JP)\nTeks lepas.\n", 34, "di dalam pelajaran"),
        ("foto satu contoh.\n", "foto satu contoh.\n\nLagi.\n", 25, "setelah `**Praktik:**`"),
        ("   - [x] dua", "   - [ ] dua", 26, "tepat satu pilihan"),
        ("   - [ ] tiga", "   - [x] tiga", 26, "ada 2"),
        ("   - [ ] tiga\n", "", 26, "empat pilihan"),
        ("   - [ ] tiga", "   - [ ] empat", 26, "empat pilihan yang berbeda; ada 3"),
        ("   Pembahasan: Dua.\n", "", 26, "Pembahasan"),
        ("   - [ ] tiga", "   * tiga", 29, "bukan pilihan jawaban"),
        ("1. Berapa?", "Berapa?", 26, "dimulai dengan nomor"),
        ("1. Mengapa?", "1. Berapa?", 42, "sudah ada di baris 26"),
        ("## Bank soal", "## Bank", 38, "tidak dikenal"),
    ],
)
def test_names_file_and_line_of_a_fault(write, old, new, line, words):
    assert old in GOOD
    with pytest.raises(SyllabusFault) as caught:
        write(GOOD.replace(old, new, 1))
    assert caught.value.message.startswith(f"contoh.md baris {line}: ")
    assert words in caught.value.message
