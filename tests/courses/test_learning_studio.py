"""Queues and results in `/studio/`."""

import re
import uuid

import pytest

from courses.asking import ask_question
from courses.evaluating import evaluate_course
from courses.inviting import invite_trainer
from courses.models import SubmissionState
from courses.models.handed_in import EVALUATION_SCORES
from tests.factories.courses_records import (
    finish_lessons,
    finish_tasks,
    hand_in,
    make_enrolment,
    make_person,
    returned_task,
    take_final,
    task_lesson,
)

pytestmark = pytest.mark.django_db
TASKS, QUESTIONS, RESULTS, EVALUATIONS = (
    f"/studio/{name}/" for name in ("tugas", "pertanyaan", "hasil-belajar", "evaluasi-kursus")
)
LISTS = (TASKS, QUESTIONS, RESULTS, EVALUATIONS)
HOME = "/studio/"


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def ask(enrolment, text="Apakah kantong bekas boleh dipakai?"):
    return ask_question(enrolment.person, task_lesson(enrolment), text=text, form_key=uuid.uuid4())


def is_refused(response):
    return response.status_code == 302 and response.url == HOME


@pytest.fixture
def guest(cast):
    """A trainer from outside, invited to one course."""
    trainer = make_person(full_name="Pelatih Contoh")
    return trainer, lambda course: invite_trainer(course, trainer, by=cast.petugas)


@pytest.mark.parametrize("address", LISTS)
def test_lists_open_for_staff_and_nobody_else(client, cast, address):
    for person in (cast.dewi, cast.petugas, cast.kepala, cast.admin):
        client.force_login(person)
        assert client.get(address).status_code == 200, person
    for person in (cast.ratna, cast.hasan):
        client.force_login(person)
        assert client.get(address).status_code in (302, 403), person


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (TASKS, "Belum ada tugas yang dikirim peserta."),
        (QUESTIONS, "Belum ada pertanyaan peserta."),
        (RESULTS, "Belum ada peserta yang ikut kursus."),
        (EVALUATIONS, "Belum ada evaluasi dari peserta."),
    ],
)
def test_empty_lists_say_so(client, cast, address, words):
    client.force_login(cast.dewi)
    assert words in text_of(client.get(address))
    assert "Tidak ada yang cocok" in text_of(client.get(address, {"q": "zzz"}))


def test_instructor_accepts_a_task(client, cast):
    enrolment = make_enrolment()
    submission = hand_in(enrolment)
    client.force_login(cast.dewi)
    page = client.get(f"{TASKS}{submission.pk}/")
    assert f"/belajar/foto/{submission.photos.get().pk}/" in page.content.decode()
    assert "Sudah saya kerjakan." in text_of(page)
    response = client.post(f"{TASKS}{submission.pk}/", {"decision": "diterima", "comment": ""}, follow=True)
    assert f"Tugas {enrolment.person} diterima." in text_of(response)
    submission.refresh_from_db()
    assert (submission.state, submission.decided_by) == (SubmissionState.ACCEPTED, cast.dewi)


def test_returning_without_comment_is_refused_and_nothing_typed_is_lost(client, cast):
    submission = hand_in(make_enrolment())
    client.force_login(cast.dewi)
    response = client.post(f"{TASKS}{submission.pk}/", {"decision": "perbaiki", "comment": " "})
    assert "apa yang perlu diperbaiki peserta" in text_of(response)
    assert "Pilih Diterima atau Perbaiki" in text_of(client.post(f"{TASKS}{submission.pk}/", {"comment": "Kata saya"}))
    submission.refresh_from_db()
    assert submission.is_waiting


def test_deciding_twice_tells_the_second(client, cast):
    submission = hand_in(make_enrolment())
    client.force_login(cast.dewi)
    client.post(f"{TASKS}{submission.pk}/", {"decision": "diterima"})
    response = client.post(f"{TASKS}{submission.pk}/", {"decision": "perbaiki", "comment": "Ulangi."}, follow=True)
    assert "sudah diperiksa" in text_of(response)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.ACCEPTED


def test_earlier_versions_stand_below(client, cast):
    enrolment = make_enrolment()
    returned_task(enrolment, by=cast.dewi, comment="Segel belum terlihat.")
    second = hand_in(enrolment, text="Sudah diperbaiki.")
    client.force_login(cast.dewi)
    page = text_of(client.get(f"{TASKS}{second.pk}/"))
    assert page.index("Sudah diperbaiki.") < page.index("Segel belum terlihat.")


def test_head_of_office_reads_and_answers_nothing(client, cast):
    enrolment = make_enrolment()
    submission, question = hand_in(enrolment), ask(enrolment)
    client.force_login(cast.kepala)
    assert "menunggu diperiksa" in text_of(client.get(f"{TASKS}{submission.pk}/"))
    assert is_refused(client.post(f"{TASKS}{submission.pk}/", {"decision": "diterima"}))
    assert "menunggu dijawab" in text_of(client.get(f"{QUESTIONS}{question.pk}/"))
    assert is_refused(client.post(f"{QUESTIONS}{question.pk}/", {"answer": "Ya."}))
    submission.refresh_from_db()
    assert submission.is_waiting


def test_invited_trainer_sees_and_answers_one_course_only(client, guest):
    trainer, invite = guest
    own, other = make_enrolment(), make_enrolment()
    invite(own.course)
    mine, theirs = hand_in(own), hand_in(other)
    my_question, their_question = ask(own, "Pertanyaan kursus saya?"), ask(other, "Pertanyaan kursus lain?")
    client.force_login(trainer)
    listed = text_of(client.get(TASKS))
    assert own.course.title in listed
    assert other.course.title not in listed
    assert client.post(f"{TASKS}{mine.pk}/", {"decision": "diterima"}).url == TASKS
    assert client.get(f"{TASKS}{theirs.pk}/").status_code == 404
    assert "Pertanyaan kursus saya?" in text_of(client.get(QUESTIONS))
    assert "Pertanyaan kursus lain?" not in text_of(client.get(QUESTIONS))
    assert client.get(f"{QUESTIONS}{my_question.pk}/").status_code == 200
    assert client.get(f"{QUESTIONS}{their_question.pk}/").status_code == 404
    assert client.get(f"{RESULTS}{own.pk}/").status_code == 200
    assert client.get(f"{RESULTS}{other.pk}/").status_code == 404
    assert client.get(f"/belajar/foto/{theirs.photos.get().pk}/").status_code == 404


def test_question_is_answered_and_can_be_hidden_later(client, cast):
    question = ask(make_enrolment())
    client.force_login(cast.dewi)
    address = f"{QUESTIONS}{question.pk}/"
    assert "Tulis jawabannya dahulu." in text_of(client.post(address, {"answer": ""}))
    assert "Jawaban terkirim" in text_of(client.post(address, {"answer": "Tidak boleh."}, follow=True))
    question.refresh_from_db()
    assert (question.answer, question.is_hidden) == ("Tidak boleh.", False)
    client.post(address, {"hide": "on"})
    question.refresh_from_db()
    assert (question.answer, question.is_hidden) == ("Tidak boleh.", True)


def test_lists_filter_by_course_and_state_and_search_by_name(client, cast):
    one = make_enrolment(make_person(full_name="Siti Contoh"), title="Kursus Satu")
    other = make_enrolment(make_person(full_name="Budi Contoh"), title="Kursus Dua")
    returned_task(one, by=cast.dewi)
    hand_in(other)
    ask(one, "Pertanyaan dari Siti?")
    client.force_login(cast.dewi)

    def rows(address, **asked):
        body = client.get(address + "results/", asked).content.decode()
        return {name for name in ("Siti Contoh", "Budi Contoh") if name in body}

    assert rows(TASKS, course=one.course_id) == {"Siti Contoh"}
    assert rows(TASKS, state="menunggu") == {"Budi Contoh"}
    assert rows(TASKS, q="siti") == {"Siti Contoh"}
    assert rows(QUESTIONS, course=other.course_id) == set()
    assert rows(QUESTIONS, dijawab="belum") == {"Siti Contoh"}
    assert rows(QUESTIONS, dijawab="sudah") == set()
    assert rows(RESULTS, course=other.course_id) == {"Budi Contoh"}
    assert rows(RESULTS, q="budi") == {"Budi Contoh"}
    assert rows(RESULTS, state="selesai") == set()


def test_results_show_marks_and_export(client, cast):
    enrolment = make_enrolment(make_person(full_name="Siti Contoh"))
    finish_lessons(enrolment)
    finish_tasks(enrolment, by=cast.dewi)
    take_final(enrolment, right=12)
    client.force_login(cast.kepala)
    detail = text_of(client.get(f"{RESULTS}{enrolment.pk}/"))
    assert "2 dari 2 pelajaran, 1 dari 1 tugas diterima, nilai tes akhir terbaik 80" in detail
    assert (
        is_refused(client.post(f"{RESULTS}{enrolment.pk}/"))
        or client.post(f"{RESULTS}{enrolment.pk}/").status_code == 405
    )
    export = b"".join(client.get(RESULTS, {"export": "csv"}).streaming_content).decode()
    assert "Siti Contoh" in export
    assert ",80," in export
    enrolment.refresh_from_db()
    evaluate_course(enrolment, {**dict.fromkeys(EVALUATION_SCORES, 4), "most_useful": "Bagian segel", "to_improve": ""})
    listed = text_of(client.get(EVALUATIONS))
    assert "Bagian segel" in listed
    assert "4,0" in listed
    assert "Siti Contoh" not in listed


def test_lists_are_paged(client, cast):
    course = make_enrolment().course
    for _ in range(30):
        make_enrolment(course=course)
    client.force_login(cast.dewi)
    page = text_of(client.get(RESULTS))
    assert "Halaman 1 dari 2" in page


@pytest.mark.parametrize("address", LISTS)
def test_lists_cost_the_same_for_one_row_and_three(client, cast, address, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def fill():
        enrolment = make_enrolment()
        ask(enrolment)
        finish_lessons(enrolment)
        finish_tasks(enrolment, by=cast.dewi)
        take_final(enrolment)
        enrolment.refresh_from_db()
        evaluate_course(enrolment, {**dict.fromkeys(EVALUATION_SCORES, 4), "most_useful": "", "to_improve": ""})

    fill()
    client.force_login(cast.dewi)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address)
    fill()
    fill()
    with django_assert_num_queries(len(one)):
        client.get(address)
    assert len(one) <= 25


def test_first_screen_counts_what_waits_for_this_person(client, cast, guest):
    trainer, invite = guest
    own, other = make_enrolment(), make_enrolment()
    invite(own.course)
    hand_in(own)
    hand_in(other)
    ask(other)
    client.force_login(cast.dewi)
    page = text_of(client.get(HOME))
    assert "2 tugas peserta" in page
    assert "1 pertanyaan peserta" in page
    client.force_login(trainer)
    page = text_of(client.get(HOME))
    assert "1 tugas peserta" in page
    assert "pertanyaan peserta" not in page.split("Menunggu jawaban Anda")[1].split("</section>")[0][:40]
