"""What phones did without a signal becomes records by the same rules as on the pages."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.collecting import own_data
from courses.models import Attempt, LearnerQuestion, LessonPage, LessonProgress, VideoPosition
from sync.models import PhoneEvent
from tests.courses.phone_events import done, go, question, task
from tests.factories.courses_content import block, make_lesson
from tests.factories.courses_records import (
    finish_lessons,
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


def test_progress_reads_no_lessons_while_nothing_changes_and_sees_what_did(enrolment, phone):
    lesson = quiz_lesson(enrolment)
    phone.states(go(lesson))
    with CaptureQueriesContext(connection) as queries:
        assert phone.progress()["done"] == [lesson.pk]
    assert not any(LessonPage._meta.db_table in query["sql"] for query in queries)
    lesson.unpublish()
    assert phone.progress()["done"] == []


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
