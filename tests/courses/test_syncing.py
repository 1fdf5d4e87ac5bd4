"""What phones did without a signal becomes records by the same rules as on the pages."""

import io
import uuid
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts.collecting import own_data
from courses.attempting import save_answer, start_quiz
from courses.blocks import questions_of
from courses.models import (
    Attempt,
    AttemptKind,
    LearnerQuestion,
    LessonProgress,
    TaskPhoto,
    TaskSubmission,
    VideoPosition,
)
from sync.models import PhoneEvent, PhoneFile
from tests.factories.courses_content import block, make_lesson, quiz_block, text_block
from tests.factories.courses_records import (
    finish_lessons,
    hand_in,
    lessons_of,
    make_enrolment,
    make_person,
    photo_file,
    quiz_lesson,
    take_final,
    task_lesson,
)
from tests.factories.media import make_source
from tests.sync.phone import Phone, event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def enrolment(db):
    return make_enrolment()


@pytest.fixture
def phone(enrolment):
    return Phone(enrolment.person)


def done(lesson):
    return event("lesson_done", {"lesson": lesson.pk})


def go(lesson, *, right=None, block_id=None, questions=None):
    """Return a go at the lesson's quiz with `right` right answers, all without it."""
    shown = questions or lesson.quiz_questions
    right = len(shown) if right is None else right
    answers = [
        {"question": each.key, "option": each.correct if n < right else (each.correct + 1) % 4}
        for n, each in enumerate(shown)
    ]
    return event("quiz", {"lesson": lesson.pk, "block": block_id or lesson.quiz_key, "answers": answers})


def task(lesson, *files, text="Sudah saya kerjakan."):
    return event("task", {"lesson": lesson.pk, "text": text}, files=files)


def question(lesson, text="Kantong mana yang tepat untuk keripik?", key=None):
    return event("question", {"lesson": lesson.pk, "text": text, "form_key": key or str(uuid.uuid4())})


def test_lesson_read_without_a_signal_is_done_once(enrolment, phone):
    lesson = lessons_of(enrolment)[0]
    result = phone.result(done(lesson))
    assert (result["state"], result["message"]) == ("accepted", "")
    assert result["next"].startswith("/kursus/")
    assert phone.states(done(lesson)) == ["accepted"]  # from her other phone
    assert LessonProgress.objects.count() == 1
    assert phone.progress()["done"] == [lesson.pk]


def test_lesson_with_a_quiz_is_done_by_its_quiz(enrolment, phone):
    quiz = quiz_lesson(enrolment)
    result = phone.result(done(quiz))
    assert (result["state"], result["message"][:20]) == ("refused", "Pelajaran ini selesa")
    assert phone.states(go(quiz), done(quiz)) == ["accepted", "accepted"]


def test_whole_module_in_one_batch_counts_in_order(enrolment, phone):
    read, quiz = lessons_of(enrolment)[0], quiz_lesson(enrolment)
    name = phone.photo(photo_file())
    batch = [done(read), go(quiz, right=1), go(quiz), task(read, name), question(read)]
    assert phone.states(*batch) == ["accepted"] * 5
    assert phone.states(*batch) == ["accepted"] * 5
    told = phone.progress()
    assert sorted(told["done"]) == sorted([read.pk, quiz.pk])
    assert told["quizzes"] == {str(quiz.pk): 100}
    assert told["tasks"] == {str(read.pk): "menunggu"}
    assert Attempt.objects.count() == 2
    assert LearnerQuestion.objects.count() == 1


def test_nobody_is_enrolled_by_an_event(enrolment):
    stranger = Phone(make_person())
    lesson = task_lesson(enrolment)
    name = stranger.photo(photo_file())
    for one in (done(lesson), go(quiz_lesson(enrolment)), task(lesson, name)):
        result = stranger.result(one)
        assert (result["state"], result["message"]) == (
            "refused",
            "Anda belum ikut kursus ini. Tekan Ikuti kursus dahulu.",
        )
        assert result["next"] == f"/kursus/{enrolment.course.slug}/"
    assert stranger.states(question(lesson)) == ["accepted"]  # open to everybody with an account


def test_event_refused_for_want_of_an_enrolment_counts_after_joining(enrolment):
    person = make_person()
    other = Phone(person)
    one = done(lessons_of(enrolment)[0])
    assert other.states(one) == ["refused"]
    make_enrolment(person, enrolment.course)
    assert other.states(one) == ["accepted"]


@pytest.mark.parametrize("gone", ["lesson", "module", "course"])
def test_lesson_that_is_no_longer_published_is_late_in_words(enrolment, phone, gone):
    lesson = lessons_of(enrolment)[0]
    page = {"lesson": lesson, "module": lesson.module, "course": enrolment.course}[gone]
    page.live = False
    page.save()
    result = phone.result(done(lesson))
    assert (result["state"], result["message"][:36]) == ("late", "Pelajaran ini sudah tidak ditayangka")
    assert result["next"] == ("/kursus/" if gone == "course" else f"/kursus/{enrolment.course.slug}/")
    assert not LessonProgress.objects.exists()


def test_lesson_that_never_was_is_late_too(phone):
    assert phone.states(event("lesson_done", {"lesson": 2**31 - 1})) == ["late"]


@pytest.mark.parametrize("lesson", [None, "1", 1.5, True, -1, 2**40, {"a": 1}])
def test_lesson_is_named_by_a_number(phone, lesson):
    assert phone.states(event("lesson_done", {"lesson": lesson})) == ["refused"]
    assert not PhoneEvent.objects.exists()


def test_farthest_place_in_a_video_counts(enrolment, phone):
    source = make_source()
    lesson = make_lesson(lessons_of(enrolment)[0].module, body=[block("video", source.pk)])

    def at(seconds, source_id=source.pk):
        return event("video_position", {"lesson": lesson.pk, "source": source_id, "at_s": seconds})

    assert phone.states(at(30), at(90), at(60)) == ["accepted"] * 3
    assert phone.progress()["positions"] == {str(source.pk): 90}
    assert phone.states(at(5, source_id=source.pk + 1)) == ["late"]
    assert phone.states(at(-1), at(10**6), at("5")) == ["refused"] * 3
    assert own_data(phone.person)["Belajar tanpa sinyal"]["posisi video"][0]["sampai detik"] == 90


# --- Quizzes ------------------------------------------------------------------------------------


def test_quiz_is_marked_here_and_only_grows(enrolment, phone):
    quiz = quiz_lesson(enrolment)
    assert phone.states(go(quiz), go(quiz, right=0)) == ["accepted", "accepted"]
    assert list(Attempt.objects.order_by("number").values_list("number", "score")) == [(1, 100), (2, 0)]
    assert phone.progress()["quizzes"] == {str(quiz.pk): 100}
    assert phone.progress()["done"] == [quiz.pk]


def test_two_phones_of_one_person_merge(enrolment, phone):
    other = Phone(phone.person, device=str(uuid.uuid4()))
    read, quiz = lessons_of(enrolment)[0], quiz_lesson(enrolment)
    phone.results(done(read), go(quiz, right=0))
    other.results(go(quiz))
    assert phone.progress() == other.progress()
    assert sorted(phone.progress()["done"]) == sorted([read.pk, quiz.pk])
    assert phone.progress()["quizzes"] == {str(quiz.pk): 100}


def test_go_on_the_phone_stands_beside_one_begun_on_the_site(enrolment, phone):
    quiz = quiz_lesson(enrolment)
    begun = start_quiz(enrolment, quiz)
    save_answer(begun.pk, 1, 0, by=enrolment.person)
    assert phone.states(go(quiz)) == ["accepted"]
    begun.refresh_from_db()
    assert begun.is_open
    assert Attempt.objects.filter(kind=AttemptKind.QUIZ).count() == 2


def test_answers_to_questions_that_are_gone_do_not_count(enrolment, phone):
    module = lessons_of(enrolment)[0].module
    lesson = make_lesson(module, title="Kuis", slug="kuis-lain", body=[quiz_block(questions=3)])
    old = go(lesson, right=1)  # the first answer right, the other two wrong
    raw = list(lesson.body.raw_data)
    kept = raw[0]["value"]["questions"]
    raw[0]["value"]["questions"] = kept[:2]
    lesson.body = raw
    lesson.save()
    result = phone.result(old)
    assert result["state"] == "accepted"
    assert result["message"] == "1 jawaban tidak dihitung karena soalnya sudah diganti pengajar. Nilai kuis: 50."


def test_questions_that_came_later_do_not_count_against_the_learner(enrolment, phone):
    module = lessons_of(enrolment)[0].module
    lesson = make_lesson(module, title="Kuis", slug="kuis-lain", body=[quiz_block(questions=3)])
    result = phone.result(go(lesson, questions=lesson.quiz_questions[:2]))
    assert result["state"] == "accepted"
    assert Attempt.objects.get().score == 100
    assert Attempt.objects.get().answers.count() == 2


def test_quiz_that_is_another_one_by_now_is_late(enrolment, phone):
    quiz = quiz_lesson(enrolment)
    old = go(quiz)
    quiz.body = [quiz_block()]
    quiz.save()
    result = phone.result(old)
    assert (result["state"], result["message"][:31]) == ("late", "Kuis ini sudah diganti pengajar")
    assert result["next"] == f"/kursus/{enrolment.course.slug}/"
    quiz.body = [text_block()]
    quiz.save()
    assert phone.states(go(quiz, questions=questions_of(quiz_block()), block_id=str(uuid.uuid4()))) == ["late"]
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    "answers",
    [None, [], "x", [1], [{"question": "a"}], [{"question": 1, "option": 1}], [{"question": "a", "option": "1"}]],
)
def test_answers_in_another_shape_are_refused(enrolment, phone, answers):
    quiz = quiz_lesson(enrolment)
    body = {"lesson": quiz.pk, "block": quiz.quiz_key, "answers": answers}
    assert phone.states(event("quiz", body)) == ["late" if answers == [] else "refused"]
    assert not Attempt.objects.exists()


def test_option_that_is_not_there_and_two_answers_to_one_question_are_refused(enrolment, phone):
    quiz = quiz_lesson(enrolment)
    one = go(quiz)
    one["body"]["answers"][0]["option"] = 4
    two = go(quiz)
    two["body"]["answers"].append(two["body"]["answers"][0])
    assert phone.states(one, two) == ["refused", "refused"]
    assert not Attempt.objects.exists()


def bomb():
    """Return a picture of few bytes and many pixels."""
    Image.new("1", (9000, 9000)).save(out := io.BytesIO(), "PNG")
    return out.getvalue()


# --- Tasks --------------------------------------------------------------------------------------


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


# --- Questions ----------------------------------------------------------------------------------


def test_question_sent_by_form_and_by_queue_is_one(enrolment, phone):
    lesson, key = lessons_of(enrolment)[0], str(uuid.uuid4())
    phone.client.post(f"/belajar/pelajaran/{lesson.pk}/tanya/", {"text": "Kantong mana yang tepat?", "form_key": key})
    assert phone.states(question(lesson, key=key)) == ["accepted"]
    assert LearnerQuestion.objects.count() == 1


def test_question_is_judged_as_on_the_page(enrolment, phone):
    lesson = lessons_of(enrolment)[0]
    assert phone.result(question(lesson, text="Apa?"))["message"].startswith("Pertanyaan terlalu pendek.")
    assert phone.states(question(lesson, text="Apa\0itu kemasan?")) == ["refused"]
    assert phone.states(question(lesson, key="no uuid")) == ["refused"]
    assert phone.states(*[question(lesson) for _ in range(11)]) == ["accepted"] * 10 + ["refused"]


# --- Progress -----------------------------------------------------------------------------------


def test_progress_costs_the_same_for_one_course_and_three(enrolment, phone, django_assert_num_queries):
    phone.results(go(quiz_lesson(enrolment)))
    with CaptureQueriesContext(connection) as queries:
        phone.client.get("/sinkron/")
    once = len(queries)
    for _ in range(2):
        other = make_enrolment(enrolment.person)
        phone.results(go(quiz_lesson(other)), done(lessons_of(other)[0]))
    with django_assert_num_queries(once):
        told = phone.client.get("/sinkron/").json()
    assert len(told["progress"]["courses"]) == 3
    assert once <= 12


def test_progress_tells_the_final_test(enrolment, phone):
    assert phone.progress()["final"] == {"best": None, "attempts_left": 3, "passed": False}
    finish_lessons(enrolment)
    take_final(enrolment)
    assert phone.progress()["final"] == {"best": 100, "attempts_left": 2, "passed": True}
    assert phone.progress()["completed"] is False


def test_records_go_with_the_person(enrolment, phone):
    source = make_source()
    lesson = make_lesson(lessons_of(enrolment)[0].module, body=[block("video", source.pk)])
    phone.results(event("video_position", {"lesson": lesson.pk, "source": source.pk, "at_s": 5}))
    enrolment.person.delete()
    assert not VideoPosition.objects.exists()
