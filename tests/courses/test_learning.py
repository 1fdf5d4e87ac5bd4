"""What pages show about the reader's own learning, and what lists of other rooms cost."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.attempting import start_pretest, start_quiz, submit_attempt
from courses.facing import face_of
from courses.learning import course_context, lesson_context, place_in
from courses.models import CoursePage
from courses.outline import outline_of
from courses.progressing import mark_lesson_done
from courses.public import courses_of, published_courses
from courses.submitting import decide_task
from courses.sweeping import complete_waiting
from courses.tasks import complete
from reference.models import Sector
from tests.factories.courses_content import bank_question, make_course, make_lesson
from tests.factories.courses_records import (
    answer_all,
    finish_lessons,
    finish_tasks,
    hand_in,
    lessons_of,
    make_enrolment,
    make_person,
    quiz_lesson,
    returned_task,
    take_final,
    task_lesson,
)

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def lesson_url(lesson):
    return f"/kursus/{lesson.course.slug}/{lesson.module.slug}/{lesson.slug}/"


def queries_of(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def step_of(enrolment):
    step = course_context(enrolment.person, enrolment.course).next_step
    return step.title if step else None


def test_one_next_step_leads_through_the_whole_course(cast):
    enrolment = make_enrolment()
    reading, quiz = lessons_of(enrolment)
    assert step_of(enrolment) == "Tes awal"
    submit_attempt(start_pretest(enrolment).pk, by=enrolment.person)
    assert step_of(enrolment) == reading.title
    mark_lesson_done(enrolment, reading)
    assert step_of(enrolment) == quiz.title
    answer_all(start_quiz(enrolment, quiz))
    assert step_of(enrolment) == "Tes akhir"
    take_final(enrolment, right=3)
    assert step_of(enrolment) == "Tugas praktik"  # the final test rests for a day
    submission = hand_in(enrolment)
    assert step_of(enrolment) is None
    decide_task(submission, accept=False, comment="Ulangi.", by=cast.dewi)
    assert step_of(enrolment) == "Tugas praktik"


def test_who_starts_reading_may_still_do_the_pretest_later():
    enrolment = make_enrolment()
    mark_lesson_done(enrolment, lessons_of(enrolment)[0])
    learning = course_context(enrolment.person, enrolment.course)
    assert learning.next_step.title == quiz_lesson(enrolment).title
    assert learning.progress.is_pretest_offered


def test_stranger_reads_everything_and_is_invited_to_sign_in(client):
    course = make_course(quiz=True, task=True, bank=20)
    for lesson in outline_of(course).lessons:
        page = client.get(lesson_url(lesson))
        assert page.status_code == 200
        assert ("Masuk untuk mengerjakan kuis" in text_of(page)) is lesson.has_quiz
        assert ("Masuk untuk mengirim tugas" in text_of(page)) is bool(lesson.task)
        assert (
            f"?next={lesson_url(lesson)}".replace("/", "%2F").replace("?next=%2F", "next=%2F") in page.content.decode()
        )
        assert "Melindungi" not in text_of(page)
    assert "Ikuti kursus ini" in text_of(client.get(f"/kursus/{course.slug}/"))


def test_lesson_page_shows_quiz_and_task_as_they_stand(client, cast):
    enrolment = make_enrolment()
    client.force_login(enrolment.person)
    quiz, task = quiz_lesson(enrolment), task_lesson(enrolment)
    assert "Mulai kuis" in text_of(client.get(lesson_url(quiz)))
    assert "Kirim foto tugas" in text_of(client.get(lesson_url(task)))
    start_quiz(enrolment, quiz)
    returned_task(enrolment, by=cast.dewi, comment="Segel belum terlihat.")
    assert "Lanjutkan kuis" in text_of(client.get(lesson_url(quiz)))
    assert "Perbaiki Segel belum terlihat. Kirim perbaikan" in text_of(client.get(lesson_url(task)))
    answer_all(start_quiz(enrolment, quiz), right=1)
    assert "Nilai 50" in text_of(client.get(lesson_url(quiz)))
    answer_all(start_quiz(enrolment, quiz))
    assert "Selesai, nilai 100" in text_of(client.get(lesson_url(quiz)))
    assert "Pelajaran ini selesai" in text_of(client.get(lesson_url(quiz)))


def test_course_page_shows_the_readers_place(client, cast):
    enrolment = make_enrolment()
    client.force_login(enrolment.person)
    address = f"/kursus/{enrolment.course.slug}/"
    assert "0% selesai" in text_of(client.get(address))
    finish_lessons(enrolment)
    assert "100% selesai" in text_of(client.get(address))
    assert "Sudah dapat dikerjakan" in text_of(client.get(address))
    finish_tasks(enrolment, by=cast.dewi)
    take_final(enrolment)
    page = text_of(client.get(address))
    assert "✓ Lulus" in page
    assert "Isi evaluasi kursus" in page


def test_my_courses_say_where_to_go_on(cast):
    person = make_person()
    done, running = make_enrolment(person), make_enrolment(person)
    finish_lessons(done)
    finish_tasks(done, by=cast.dewi)
    take_final(done)
    mark_lesson_done(running, lessons_of(running)[0])
    first, last = courses_of(person)
    assert (first.enrolment_id, first.percent, first.is_completed) == (running.pk, 50, False)
    assert first.next_url == lesson_url(quiz_lesson(running))
    assert (last.enrolment_id, last.percent, last.is_completed, last.next_url) == (done.pk, 100, True, "")


def test_course_without_test_questions_leads_past_the_pretest_and_says_why_it_cannot_end(cast):
    enrolment = make_enrolment(task=False, bank=0)
    course = enrolment.course
    assert not course_context(enrolment.person, course).progress.is_pretest_offered
    assert courses_of(enrolment.person)[0].next_title == outline_of(course).lessons[0].title
    finish_lessons(enrolment)
    learning = course_context(enrolment.person, course)
    assert learning.next_step is None
    assert "belum disiapkan pengajar" in learning.waiting_words
    bank_question(course).save()
    assert course_context(enrolment.person, course).next_step.title == "Tes akhir"


def test_course_without_lessons_does_not_say_that_every_go_is_used():
    enrolment = make_enrolment(modules=0)
    assert "sedang disiapkan" in course_context(enrolment.person, enrolment.course).waiting_words


def test_my_courses_cost_the_same_for_one_and_three():
    person = make_person()
    make_enrolment(person, modules=2)
    one = queries_of(lambda: courses_of(person))
    make_enrolment(person)
    make_enrolment(person, lessons=4)
    assert queries_of(lambda: courses_of(person)) == one == 6


def test_published_courses_count_what_is_published_and_cost_the_same():
    make_course(modules=2)
    one = queries_of(published_courses)
    make_course(live=False)
    make_course(modules=3)
    make_course()
    assert [(card.jp, card.modules) for card in published_courses()] == [(8, 2), (12, 3), (4, 1)]
    assert queries_of(published_courses) == one == 4


def test_published_courses_say_for_which_sectors_they_are():
    sectors = [Sector.objects.create(name=name) for name in ("Anyaman", "Sablon")]
    named, everybody = make_course(), make_course()
    named.sectors.set(sectors)
    named.save()
    cards = {card.course_id: card.sector_ids for card in published_courses()}
    assert cards == {named.pk: {sector.pk for sector in sectors}, everybody.pk: frozenset()}


@pytest.mark.parametrize("who", ["stranger", "visitor", "learner"])
def test_lesson_costs_the_same_in_a_short_and_a_long_course(who):
    def cost(**course):
        enrolment = make_enrolment(**course)
        reader = {"stranger": AnonymousUser(), "visitor": make_person(), "learner": enrolment.person}[who]
        face = face_of(task_lesson(enrolment), outline_of(enrolment.course))
        return queries_of(lambda: lesson_context(face, place_in(reader, face), reader=reader))

    one = cost(modules=1)
    assert cost(modules=3, lessons=3) == one
    assert one == {"stranger": 1, "visitor": 2, "learner": 3}[who]


def test_course_costs_the_same_short_and_long_early_and_late(cast):
    def cost(enrolment):
        course = CoursePage.objects.get(pk=enrolment.course_id)
        outline = outline_of(course)
        return queries_of(lambda: course_context(enrolment.person, course, outline=outline))

    short, long = make_enrolment(), make_enrolment(modules=3, lessons=3)
    assert cost(short) == cost(long)
    finish_lessons(long)
    finish_tasks(long, by=cast.dewi)
    assert cost(long) == cost(short) <= 6


def test_sweep_completes_who_passed_when_a_lesson_was_unpublished(cast):
    enrolment = make_enrolment()
    finish_lessons(enrolment)
    take_final(enrolment)
    late = make_lesson(enrolment.course.modules()[0])
    finish_tasks(enrolment, by=cast.dewi)
    assert complete() == 0
    late.live = False
    late.save(update_fields=["live"])
    assert complete_waiting() == 1
    assert complete() == 0
    enrolment.refresh_from_db()
    assert enrolment.is_completed


def test_own_data_holds_what_was_done_but_no_keys(cast):
    from courses.exporting import collect_own_data

    enrolment = make_enrolment()
    submit_attempt(start_pretest(enrolment).pk, by=enrolment.person)
    returned_task(enrolment, by=cast.dewi)
    data = collect_own_data(enrolment.person)
    course = data["kursus"][0]
    assert course["kuis dan tes"][0]["jenis"] == "Tes awal"
    assert len(course["kuis dan tes"][0]["jawaban"]) == 10
    assert course["tugas"][0]["catatan pengajar"] == "Foto label belum terbaca."
    assert course["evaluasi"] is None
    assert "correct" not in str(data)
    assert collect_own_data(make_person()) == {"kursus": [], "pertanyaan": []}
