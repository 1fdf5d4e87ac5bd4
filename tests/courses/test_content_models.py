"""What pages know about themselves."""

import pytest
from django.core.exceptions import ValidationError

from courses.outline import outline_of
from tests.factories.courses_content import (
    bank_question,
    make_course,
    make_lesson,
    make_module,
    question_item,
    quiz_block,
    text_block,
)

pytestmark = pytest.mark.django_db


def test_course_adds_up_the_jp_of_published_modules_only():
    course = make_course(modules=2)
    make_module(course, number=3, jp=9, live=False)
    assert course.total_jp == 8


def test_course_lists_lessons_in_order_and_leaves_out_drafts():
    course = make_course(modules=2, lessons=2, quiz=True)
    hidden = make_module(course, number=3, live=False)
    draft = make_lesson(course.modules()[0], live=False)
    lessons = list(outline_of(course).lessons)
    assert len(lessons) == 6
    assert draft not in lessons
    assert not set(lessons) & set(hidden.get_children())
    assert [lesson.slug for lesson in lessons].count("kuis") == 2
    assert [lesson.module.number for lesson in lessons] == [1, 1, 1, 2, 2, 2]


def test_lesson_knows_its_questions_and_task_by_their_ids():
    module = make_course(lessons=1, quiz=True, task=True).modules()[0]
    reading, quiz = [page.specific for page in module.get_children()]
    assert reading.task.title == "Praktik modul 1"
    assert not reading.has_quiz
    assert quiz.has_quiz
    assert quiz.quiz_key == quiz.body[0].id
    assert [question.key for question in quiz.quiz_questions] == [
        item.id for item in quiz.body[0].value["questions"].bound_blocks
    ]
    assert quiz.quiz_questions[0].options[quiz.quiz_questions[0].correct] == "Melindungi"


def test_quiz_refuses_two_options_that_read_the_same():
    module = make_course().modules()[0]
    raw = quiz_block(1)
    raw["value"]["questions"] = [question_item()]
    raw["value"]["questions"][0]["value"]["option_c"] = "melindungi "
    lesson = make_lesson(module, body=[raw])
    with pytest.raises(ValidationError):
        lesson.body.stream_block.clean(lesson.body)


def test_bank_question_wants_four_different_options():
    question = bank_question(make_course())
    question.options = ["a", "b", "c", "A"]
    with pytest.raises(ValidationError, match="Dua pilihan berbunyi sama"):
        question.full_clean()
    question.options = ["a", "b", "c"]
    with pytest.raises(ValidationError, match="keempat"):
        question.full_clean()


def test_minutes_grow_with_words_and_questions():
    module = make_course().modules()[0]
    long = make_lesson(module, body=[{"type": "text", "value": f"<p>{'kata ' * 650}</p>", "id": "x"}])
    assert long.minutes == 5
    assert make_lesson(module).minutes == 1
    assert make_lesson(module, body=[quiz_block(4)]).minutes == 3


def test_block_definitions_stay_out_of_migrations():
    from courses.models import LessonPage

    _, _, args, kwargs = LessonPage._meta.get_field("body").deconstruct()
    assert args == []
    assert not {"block_types", "block_lookup"} & set(kwargs)


def test_opening_is_plain_text_of_a_fitting_length():
    lesson = make_lesson(make_course().modules()[0], body=[text_block("<p>Gula &amp; <b>garam</b>. " + "kata " * 60)])
    assert lesson.opening.startswith("Gula & garam. kata")
    assert len(lesson.opening) <= 155
    assert make_lesson(make_course().modules()[0], body=[quiz_block()]).opening == ""
