"""Tasks done without a signal: photos ahead, judged as on the page, handed in once."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from courses.models import TaskPhoto, TaskSubmission
from sync.models import PhoneFile
from tests.courses.phone_events import task
from tests.factories.courses_records import hand_in, make_person, photo_file, quiz_lesson, task_lesson
from tests.sync.phone import Phone, event

pytestmark = pytest.mark.django_db


def bomb():
    """Return a picture of few bytes and many pixels."""
    Image.new("1", (9000, 9000)).save(out := io.BytesIO(), "PNG")
    return out.getvalue()


def test_task_with_photos_arrives_re_encoded_and_the_raw_ones_go(enrolment, phone):
    names = [phone.photo(photo_file(colour=colour)) for colour in ("red", "blue")]
    one = task(task_lesson(enrolment), *names)
    assert phone.states(one) == ["accepted"]
    assert phone.states(one) == ["accepted"]
    assert TaskSubmission.objects.get().text == "Sudah saya kerjakan."
    assert TaskPhoto.objects.count() == 2
    assert not PhoneFile.objects.exists()


def test_task_whose_photo_is_missing_is_refused_until_it_comes(enrolment, phone):
    data = photo_file()
    name = Phone(make_person()).photo(data)  # somebody else's is not hers
    one = task(task_lesson(enrolment), name)
    result = phone.result(one)
    assert (result["state"], result["message"]) == (
        "refused",
        "Foto tugas belum sampai di sini. Kirim lagi tugasnya bersama fotonya.",
    )
    phone.photo(data)
    assert phone.states(one) == ["accepted"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<svg onload='alert(1)'/>", "Berkas ini bukan foto yang dapat dibaca."),
        (b"\xff\xd8\xff", "Berkas ini bukan foto yang dapat dibaca."),
        (photo_file(size=(1200, 1200))[:2000], "Foto ini rusak atau terpotong"),
        (bomb(), "Gambar ini terlalu lebar atau tinggi."),
    ],
)
def test_what_is_no_picture_is_refused_in_words(enrolment, phone, data, sentence):
    result = phone.result(task(task_lesson(enrolment), phone.photo(data)))
    assert result["state"] == "refused"
    assert result["message"].startswith(sentence)
    assert not TaskSubmission.objects.exists()


def test_task_is_judged_as_on_the_page(enrolment, phone):
    lesson = task_lesson(enrolment)
    names = [phone.photo(photo_file(colour=colour)) for colour in ("red", "blue", "green", "white")]
    results = phone.results(task(lesson), task(lesson, *names), task(lesson, names[0], text=" "))
    assert [result["message"] for result in results] == [
        "Pilih sedikitnya satu foto hasil tugas.",
        "Kirim paling banyak 3 foto. Pilih yang paling jelas.",
        "Tulis keterangan singkat tentang tugas Anda.",
    ]
    assert phone.states(event("task", {"lesson": lesson.pk, "text": 5}, files=names[:1])) == ["refused"]


def test_task_that_another_phone_sent_first_is_late(enrolment, phone):
    hand_in(enrolment, text="Dari HP lain.")
    result = phone.result(task(task_lesson(enrolment), phone.photo(photo_file())))
    assert (result["state"], result["message"][:26]) == ("late", "Tugas ini sudah dikirim. T")
    assert TaskSubmission.objects.count() == 1


def test_task_that_arrived_by_the_pages_form_is_the_same_one(enrolment, phone):
    hand_in(enrolment, text="Sudah saya kerjakan.")
    assert phone.states(task(task_lesson(enrolment), phone.photo(photo_file()))) == ["accepted"]
    assert TaskSubmission.objects.count() == 1


def test_task_of_a_lesson_without_one_is_late(enrolment, phone):
    assert phone.states(task(quiz_lesson(enrolment), phone.photo(photo_file()))) == ["late"]


def test_full_disk_is_ours_and_the_task_comes_again(enrolment, phone):
    one = task(task_lesson(enrolment), phone.photo(photo_file(colour="orange")))
    folder = Path(default_storage.path("tasks"))
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder.rename(folder.with_name("tasks-aside"))
    folder.write_text("a file where a folder should be")
    try:
        assert phone.post(one).status_code == 500
    finally:
        folder.unlink()
        aside.rename(folder)
    assert phone.states(one) == ["accepted"]
