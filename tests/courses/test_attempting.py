"""Goes at quizzes and tests."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from core.clock import now
from courses.attempting import save_answer, start_final, start_pretest, start_quiz, submit_attempt
from courses.errors import (
    AnswerFixed,
    AnswersMissing,
    AttemptClosed,
    ChoiceUnknown,
    FinalAttemptsUsed,
    FinalNotOpen,
    FinalTooEarly,
    FinalUnneeded,
    NotYourAttempt,
    PositionUnknown,
    PretestTaken,
    PretestTooLate,
    QuestionsMissing,
    QuizMissing,
)
from courses.models import Answer, Attempt, AttemptKind, AttemptState, LessonProgress
from courses.outline import revision_of
from messaging.models import OutboxMessage
from tests.factories.courses_content import make_course
from tests.factories.courses_records import (
    answer_all,
    finish_lessons,
    finish_tasks,
    lessons_of,
    make_enrolment,
    make_person,
    quiz_lesson,
    take_final,
)

pytestmark = pytest.mark.django_db


def wait_a_day(enrolment):
    """Move the submitted final tests one day into the past."""
    finals = Attempt.objects.filter(enrolment=enrolment, kind=AttemptKind.FINAL, state=AttemptState.SUBMITTED)
    for attempt in finals:
        Attempt.objects.filter(pk=attempt.pk).update(submitted_at=attempt.submitted_at - dt.timedelta(hours=24))


@pytest.fixture
def ready(db):
    """Someone who has read everything, passed the quizzes and handed in nothing."""
    enrolment = make_enrolment()
    finish_lessons(enrolment)
    return enrolment


def test_pretest_asks_ten_questions_of_the_bank_once():
    enrolment = make_enrolment()
    attempt = start_pretest(enrolment)
    assert attempt.answers.count() == 10
    assert start_pretest(enrolment) == attempt
    submit_attempt(attempt.pk, by=enrolment.person)
    with pytest.raises(PretestTaken):
        start_pretest(enrolment)


def test_pretest_may_be_left_with_gaps_and_counts_for_nothing():
    enrolment = make_enrolment()
    attempt = start_pretest(enrolment)
    for position in (1, 2, 3):
        answer = attempt.answers.get(position=position)
        save_answer(attempt.pk, position, answer.snapshot["correct"], by=enrolment.person)
    assert submit_attempt(attempt.pk, by=enrolment.person).score == 30
    with pytest.raises(FinalNotOpen):
        start_final(enrolment)


def test_pretest_closes_when_the_final_test_begins(ready):
    start_pretest(ready)
    start_final(ready)
    with pytest.raises(PretestTooLate):
        start_pretest(ready)


def test_test_without_bank_says_so():
    enrolment = make_enrolment(bank=0)
    with pytest.raises(QuestionsMissing):
        start_pretest(enrolment)


def test_quiz_answer_is_fixed_once_its_explanation_was_shown():
    enrolment = make_enrolment()
    attempt = start_quiz(enrolment, quiz_lesson(enrolment))
    save_answer(attempt.pk, 1, 0, by=enrolment.person)
    assert save_answer(attempt.pk, 1, 0, by=enrolment.person).choice == 0
    with pytest.raises(AnswerFixed):
        save_answer(attempt.pk, 1, 1, by=enrolment.person)


def test_quiz_is_marked_with_its_last_answer_and_passing_finishes_the_lesson():
    enrolment = make_enrolment()
    lesson = quiz_lesson(enrolment)
    attempt = answer_all(start_quiz(enrolment, lesson))
    assert (attempt.state, attempt.score) == (AttemptState.SUBMITTED, 100)
    progress = LessonProgress.objects.get(enrolment=enrolment, lesson=lesson)
    assert progress.content_revision == attempt.content_revision == revision_of(lesson)


def test_failed_quiz_leaves_the_lesson_open_and_may_be_repeated_at_once():
    enrolment = make_enrolment()
    lesson = quiz_lesson(enrolment)
    answer_all(start_quiz(enrolment, lesson), right=1)
    assert not LessonProgress.objects.filter(enrolment=enrolment, lesson=lesson).exists()
    second = start_quiz(enrolment, lesson)
    assert second.number == 2
    answer_all(second)
    assert LessonProgress.objects.filter(enrolment=enrolment, lesson=lesson).exists()


def test_lesson_without_quiz_starts_none():
    enrolment = make_enrolment()
    with pytest.raises(QuizMissing):
        start_quiz(enrolment, lessons_of(enrolment)[0])


def test_final_waits_until_every_lesson_and_quiz_is_done():
    enrolment = make_enrolment(modules=2)
    with pytest.raises(FinalNotOpen) as fault:
        start_final(enrolment)
    assert "4 pelajaran" in fault.value.message
    finish_lessons(enrolment)
    assert start_final(enrolment).answers.count() == 15


def test_final_is_drawn_anew_and_options_are_shuffled(ready):
    first = take_final(ready, right=0)
    wait_a_day(ready)
    second = start_final(ready)
    questions = [[answer.question_key for answer in attempt.answers.all()] for attempt in (first, second)]
    assert questions[0] != questions[1]
    assert len(set(questions[1])) == 15
    orders = {tuple(answer.snapshot["options"]) for answer in Answer.objects.filter(attempt__in=[first, second])}
    assert len(orders) > 5
    for answer in second.answers.all():
        assert answer.snapshot["options"][answer.snapshot["correct"]] == "Benar"


def test_final_gives_three_goes_a_day_apart_and_the_best_counts(ready, cast):
    finish_tasks(ready, by=cast.dewi)
    take_final(ready, right=9)
    with pytest.raises(FinalTooEarly) as fault:
        start_final(ready)
    assert "WITA" in fault.value.message
    wait_a_day(ready)
    take_final(ready, right=6)
    wait_a_day(ready)
    take_final(ready, right=3)
    wait_a_day(ready)
    with pytest.raises(FinalAttemptsUsed):
        start_final(ready)
    ready.refresh_from_db()
    assert not ready.is_completed
    texts = list(
        OutboxMessage.objects.filter(template__startswith="belum_lulus").order_by("pk").values("template", "text")
    )
    assert [row["template"] for row in texts] == ["belum_lulus", "belum_lulus", "belum_lulus_habis"]
    assert "Nilai Anda 60" in texts[0]["text"]
    assert "mencoba 2 kali" in texts[0]["text"]
    assert "Nilai terbaik Anda 60" in texts[2]["text"]


def test_final_resumes_the_open_attempt(ready):
    assert start_final(ready) == start_final(ready)


def test_final_wants_every_answer_before_it_is_handed_in(ready):
    attempt = start_final(ready)
    save_answer(attempt.pk, 1, 0, by=ready.person)
    with pytest.raises(AnswersMissing) as fault:
        submit_attempt(attempt.pk, by=ready.person)
    assert "14 soal" in fault.value.message
    attempt.refresh_from_db()
    assert attempt.is_open


def test_final_answers_may_change_until_handed_in(ready):
    attempt = answer_all(start_final(ready), right=0)
    assert answer_all(attempt).is_open
    submitted = submit_attempt(attempt.pk, by=ready.person)
    assert submitted.score == 100
    assert submit_attempt(attempt.pk, by=ready.person).submitted_at == submitted.submitted_at
    with pytest.raises(AttemptClosed):
        save_answer(attempt.pk, 1, (attempt.answers.get(position=1).snapshot["correct"] + 1) % 4, by=ready.person)


def test_passed_course_closes_the_final_test(ready, cast):
    finish_tasks(ready, by=cast.dewi)
    take_final(ready)
    ready.refresh_from_db()
    with pytest.raises(FinalUnneeded):
        start_final(ready)


def test_someone_elses_attempt_is_refused(ready):
    attempt = start_final(ready)
    stranger = make_person()
    with pytest.raises(NotYourAttempt):
        save_answer(attempt.pk, 1, 0, by=stranger)
    with pytest.raises(NotYourAttempt):
        submit_attempt(attempt.pk, by=stranger)
    with pytest.raises(NotYourAttempt):
        save_answer(attempt.pk + 999, 1, 0, by=ready.person)


@pytest.mark.parametrize(
    ("position", "choice", "error"), [(1, 4, ChoiceUnknown), (1, -1, ChoiceUnknown), (16, 0, PositionUnknown)]
)
def test_garbage_is_refused(ready, position, choice, error):
    with pytest.raises(error):
        save_answer(start_final(ready).pk, position, choice, by=ready.person)


def refused_by_database(**values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(started_at=now(), **values)


def test_database_holds_one_open_attempt_and_its_numbers():
    enrolment = make_enrolment()
    lesson = quiz_lesson(enrolment)
    start_pretest(enrolment)
    quiz = start_quiz(enrolment, lesson)
    refused_by_database(enrolment=enrolment, kind=AttemptKind.PRETEST, number=2)
    refused_by_database(
        enrolment=enrolment, kind=AttemptKind.QUIZ, lesson=lesson, block_id=lesson.quiz_key, number=quiz.number + 1
    )
    refused_by_database(enrolment=enrolment, kind=AttemptKind.QUIZ, number=1)
    refused_by_database(enrolment=enrolment, kind=AttemptKind.FINAL, number=1, lesson=lesson, block_id="x")
    refused_by_database(enrolment=enrolment, kind=AttemptKind.FINAL, number=1, state=AttemptState.SUBMITTED)
    refused_by_database(
        enrolment=enrolment,
        kind=AttemptKind.FINAL,
        number=1,
        state=AttemptState.SUBMITTED,
        submitted_at=now(),
        score=101,
    )


def test_two_courses_and_two_people_do_not_meet():
    one = make_enrolment()
    other = make_enrolment(course=one.course)
    third = make_enrolment(person=one.person, course=make_course(bank=12))
    assert len({start_pretest(enrolment).pk for enrolment in (one, other, third)}) == 3
