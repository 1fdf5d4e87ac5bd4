"""Quizzes answered without a signal are marked here, by the questions that the phone showed."""

import uuid

import pytest

from courses.attempting import save_answer, start_quiz
from courses.blocks import questions_of
from courses.models import Attempt, AttemptKind
from tests.courses.phone_events import done, go
from tests.factories.courses_content import make_lesson, quiz_block, text_block
from tests.factories.courses_records import lessons_of, quiz_lesson
from tests.sync.phone import Phone, event

pytestmark = pytest.mark.django_db


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
