"""Drawing test questions: never one that a module quiz shows, in the real courses too."""

import pytest
from django.core.management import call_command

from courses.drawing import draw_questions, shuffle_options
from courses.errors import QuestionsMissing
from courses.models import BankQuestion, CoursePage
from courses.outline import outline_of
from tests.factories.courses_content import bank_question, make_course, make_lesson, question_item

pytestmark = pytest.mark.django_db


def plain(text):
    return "".join(char for char in text.casefold() if char.isalnum())


def test_draws_without_repeating_and_only_what_is_in_use():
    course = make_course(bank=20)
    BankQuestion.objects.filter(course=course, text="Pertanyaan tes 1?").update(is_active=False)
    texts = [question.text for question in draw_questions(course, 19)]
    assert len(set(texts)) == 19
    assert "Pertanyaan tes 1?" not in texts


def test_small_bank_is_asked_whole_and_an_empty_one_is_said():
    course = make_course(bank=3)
    assert len(draw_questions(course, 15)) == 3
    BankQuestion.objects.all().delete()
    with pytest.raises(QuestionsMissing):
        draw_questions(course, 15)


def test_other_courses_questions_stay_away():
    make_course(bank=5)
    course = make_course()
    bank_question(course, 77).save()
    assert [question.text for question in draw_questions(course, 15)] == ["Pertanyaan tes 77?"]


def test_bank_question_that_a_quiz_shows_is_never_drawn():
    course = make_course(bank=3)
    body = [{"type": "quiz", "id": "k", "value": {"questions": [question_item("pertanyaan  TES 2 ...")]}}]
    make_lesson(course.modules()[0], body=body)
    assert {question.text for question in draw_questions(course, 9)} == {"Pertanyaan tes 1?", "Pertanyaan tes 3?"}


def test_shuffled_options_keep_the_right_one():
    question = bank_question(make_course()).as_question()
    shown = [shuffle_options(question) for _ in range(40)]
    assert len({tuple(snapshot["options"]) for snapshot in shown}) > 5
    for snapshot in shown:
        assert sorted(snapshot["options"]) == sorted(question.options)
        assert snapshot["options"][snapshot["correct"]] == "Benar"


def test_no_question_of_the_ten_courses_tests_is_shown_in_a_module_quiz():
    call_command("load_reference", verbosity=0)
    call_command("load_courses", verbosity=0)
    assert CoursePage.objects.live().count() == 10
    quizzed = {
        plain(question.text): lesson.title
        for course in CoursePage.objects.all()
        for lesson in outline_of(course).lessons
        for question in lesson.quiz_questions
    }
    banked = [plain(text) for text in BankQuestion.objects.values_list("text", flat=True)]
    assert len(quizzed) > 100
    assert len(banked) > 300
    assert not [text for text in banked if text in quizzed]
    for course in CoursePage.objects.all():
        assert len(draw_questions(course, 15)) == 15
