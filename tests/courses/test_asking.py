"""Questions under a lesson."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser

from courses.addresses import lesson_path
from courses.asking import MOST_SHOWN, MOST_WAITING, answer_question, ask_question, first_questions, questions_under
from courses.errors import QuestionAnswered, TooManyQuestions
from courses.models import LearnerQuestion
from courses.outline import outline_of
from messaging.models import OutboxMessage
from tests.factories.courses_content import make_course
from tests.factories.courses_records import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson():
    return outline_of(make_course()).lessons[0]


def ask(person, lesson, text="Apakah kantong bekas boleh dipakai?"):
    return ask_question(person, lesson, text=text, form_key=uuid.uuid4())


def test_same_form_sent_twice_asks_once(lesson):
    person, key = make_person(), uuid.uuid4()
    first = ask_question(person, lesson, text="Apa itu segel?", form_key=key)
    assert ask_question(person, lesson, text="Apa itu segel?", form_key=key) == first
    assert LearnerQuestion.objects.count() == 1


def test_two_people_may_ask_the_same_under_one_key(lesson):
    key = uuid.uuid4()
    askers = [make_person(), make_person()]
    questions = [ask_question(asker, lesson, text="Apa itu segel?", form_key=key) for asker in askers]
    assert [question.person for question in questions] == askers


def test_unanswered_question_is_seen_only_by_who_asked(lesson, cast):
    asker = make_person()
    question = ask(asker, lesson)
    assert list(questions_under(lesson, asker)) == [question]
    assert not questions_under(lesson, make_person())
    assert not questions_under(lesson, AnonymousUser())
    answer_question(question, answer="Tidak boleh.", hide=False, by=cast.dewi)
    assert list(questions_under(lesson, AnonymousUser())) == [question]


def test_hidden_answer_stays_between_two(lesson, cast):
    asker = make_person()
    question = answer_question(ask(asker, lesson), answer="Kami hubungi Anda.", hide=True, by=cast.dewi)
    assert not questions_under(lesson, AnonymousUser())
    assert list(questions_under(lesson, asker)) == [question]


def test_question_is_answered_once_and_the_asker_is_told(lesson, cast):
    question = ask(make_person(), lesson)
    answer_question(question, answer="Tidak boleh.", hide=False, by=cast.dewi)
    with pytest.raises(QuestionAnswered):
        answer_question(question, answer="Boleh.", hide=False, by=cast.petugas)
    question.refresh_from_db()
    assert question.answer == "Tidak boleh."
    text = OutboxMessage.objects.get(template="pertanyaan_dijawab").text
    assert lesson.title in text
    assert "Tidak boleh" not in text  # the answer itself is read on the page


def test_nobody_fills_the_queue(lesson, cast):
    asker = make_person()
    questions = [ask(asker, lesson) for _ in range(MOST_WAITING)]
    with pytest.raises(TooManyQuestions):
        ask(asker, lesson)
    again = ask_question(asker, lesson, text="Sama", form_key=questions[-1].form_key)
    assert again == questions[-1]  # the same form sent twice is still no fault
    answer_question(questions[0], answer="Ya.", hide=False, by=cast.dewi)
    ask(asker, lesson)


def test_lesson_shows_the_newest_and_ones_own_and_leads_to_all(client, lesson, cast):
    person = make_person()
    rows = [
        answer_question(ask(asker, lesson, f"Pertanyaan nomor {n}?"), answer="Ya.", hide=False, by=cast.dewi)
        for n, asker in enumerate([cast.ratna, *[person] * 9])
    ]
    assert list(first_questions(lesson, AnonymousUser())) == rows[-MOST_SHOWN:]
    assert list(first_questions(lesson, cast.ratna)) == [rows[0], *rows[-MOST_SHOWN:]]
    address = f"/belajar/pelajaran/{lesson.pk}/pertanyaan/"
    assert address in client.get(lesson_path(lesson)).content.decode()
    page = client.get(address).content.decode()
    assert all(row.text in page for row in rows)
