"""Joining, quizzes and tests through the screens, scripts off: forms and links only."""

import pytest
from django.urls import reverse

from courses.attempting import start_final, start_pretest, start_quiz, submit_attempt
from courses.models import Attempt, AttemptState, Enrolment
from courses.outline import outline_of
from tests.courses.screens import lesson_url, text_of
from tests.factories.courses_content import make_course, make_lesson, quiz_block
from tests.factories.courses_records import (
    answer_all,
    finish_lessons,
    make_enrolment,
    make_person,
    quiz_lesson,
    take_final,
)

pytestmark = pytest.mark.django_db


# Joining


def test_signed_out_visitor_is_sent_to_sign_in_and_back(client):
    course = make_course(slug="kemasan")
    response = client.get("/belajar/kemasan/ikut/")
    assert response.status_code == 302
    assert response.url.endswith("?next=/belajar/kemasan/ikut/")
    assert not Enrolment.objects.filter(course=course).exists()


def test_joining_leads_to_the_pretest_and_twice_changes_nothing(client):
    make_course(slug="kemasan", bank=12)
    client.force_login(make_person())
    html = text_of(client.get("/belajar/kemasan/ikut/"))
    assert "Ikuti kursus" in html and "4 JP (1 JP = 45 menit belajar)" in html
    for _ in range(2):
        assert client.post("/belajar/kemasan/ikut/").url == "/belajar/kemasan/tes-awal/"
    assert Enrolment.objects.count() == 1
    assert "tidak dihitung" in text_of(client.get("/belajar/kemasan/tes-awal/"))


@pytest.mark.parametrize("evil", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)", "kursus"])
def test_joining_leads_only_to_our_own_pages(client, evil):
    make_course(slug="kemasan", bank=1)
    client.force_login(make_person())
    assert client.post("/belajar/kemasan/ikut/", {"next": evil}).url == "/belajar/kemasan/tes-awal/"


def test_draft_course_cannot_be_joined(client):
    make_course(slug="rahasia", live=False)
    client.force_login(make_person())
    assert client.post("/belajar/rahasia/ikut/").status_code == 404


def test_who_is_not_enrolled_is_asked_to_join_first(client):
    course = make_course(slug="kemasan", quiz=True, task=True)
    client.force_login(make_person())
    lesson = next(row for row in outline_of(course).lessons if row.has_quiz)
    assert client.get("/belajar/kemasan/tes-akhir/").url.startswith("/belajar/kemasan/ikut/?next=")
    response = client.post(reverse("learning_quiz", args=[lesson.pk]), follow=True)
    assert response.redirect_chain[-1][0].startswith("/belajar/kemasan/ikut/?next=%2Fkursus%2F")


# Quizzes


def test_answer_costs_the_same_with_one_and_with_three_questions_left(client, django_assert_num_queries):
    course = make_course()
    lesson = make_lesson(outline_of(course).lessons[0].module, slug="kuis", body=[quiz_block(questions=5)])
    enrolment = make_enrolment(course=course)
    client.force_login(enrolment.person)
    attempt = start_quiz(enrolment, lesson)
    for position in (1, 2, 3, 4):
        # Session, person, savepoint and its end; the locked attempt, the answer, its new state, how many are left.
        with django_assert_num_queries(8):
            client.post(f"/belajar/jawaban/{attempt.pk}/{position}/", {"choice": "0"})
    assert attempt.answers.filter(choice=0).count() == 4


def test_quiz_goes_question_by_question_with_explanations(client, enrolment):
    lesson = quiz_lesson(enrolment)
    response = client.post(reverse("learning_quiz", args=[lesson.pk]))
    attempt = Attempt.objects.get()
    assert response.url == f"/belajar/jawaban/{attempt.pk}/1/"
    page = client.get(response.url)
    assert "Produk yang rusak" not in text_of(page)
    first = attempt.answers.get(position=1)
    answered = client.post(response.url, {"choice": (first.snapshot["correct"] + 1) % 4}, follow=True)
    assert "Belum tepat. Produk yang rusak" in text_of(answered)
    assert f"/belajar/jawaban/{attempt.pk}/2/" in answered.content.decode()
    second = attempt.answers.get(position=2)
    last = client.post(f"/belajar/jawaban/{attempt.pk}/2/", {"choice": second.snapshot["correct"]}, follow=True)
    assert "Lihat nilai" in text_of(last)
    result = text_of(client.get(f"/belajar/jawaban/{attempt.pk}/hasil/"))
    assert "Nilai kuis: 50" in result
    assert "Ulangi kuis" in result


def test_answered_quiz_question_stays_as_it_is(client, enrolment):
    attempt = start_quiz(enrolment, quiz_lesson(enrolment))
    address = f"/belajar/jawaban/{attempt.pk}/1/"
    client.post(address, {"choice": 0})
    refused = client.post(address, {"choice": 1}, follow=True)
    assert "pembahasannya sudah ditampilkan" in text_of(refused)
    assert attempt.answers.get(position=1).choice == 0


def test_starting_a_quiz_twice_opens_one_attempt(client, enrolment):
    address = reverse("learning_quiz", args=[quiz_lesson(enrolment).pk])
    assert client.post(address).url == client.post(address).url
    assert Attempt.objects.count() == 1


def test_plain_visit_starts_nothing(client, enrolment):
    lesson = quiz_lesson(enrolment)
    assert client.get(reverse("learning_quiz", args=[lesson.pk])).url == lesson_url(lesson)
    assert client.get(reverse("learning_done", args=[lesson.pk])).url == lesson_url(lesson)
    assert not Attempt.objects.exists()


# Tests


def test_final_keeps_the_key_to_itself(client, enrolment):
    finish_lessons(enrolment)
    attempt = start_final(enrolment)
    for position in (1, 2):
        page = client.get(f"/belajar/jawaban/{attempt.pk}/{position}/").content.decode()
        assert "Karena begitu" not in page
        assert "correct" not in page
        assert 'class="said' not in page
    answer_all(attempt)
    answered = client.get(f"/belajar/jawaban/{attempt.pk}/1/").content.decode()
    assert "Karena begitu" not in answered
    client.post(f"/belajar/jawaban/{attempt.pk}/kirim/")
    result = client.get(f"/belajar/jawaban/{attempt.pk}/hasil/").content.decode()
    assert "Nilai tes akhir: 100" in result
    assert "Karena begitu" not in result
    assert "Benar</" not in result


def test_final_walks_to_the_overview_and_can_go_back(client, enrolment):
    finish_lessons(enrolment)
    response = client.post(f"/belajar/{enrolment.course.slug}/tes-akhir/")
    attempt = Attempt.objects.get(kind="tes_akhir")
    for position in range(1, 16):
        assert response.url == f"/belajar/jawaban/{attempt.pk}/{position}/"
        response = client.post(response.url, {"choice": "0"})
    assert response.url == f"/belajar/jawaban/{attempt.pk}/"
    overview = client.get(response.url)
    assert "Semua soal sudah dijawab" in text_of(overview)
    assert "Kirim jawaban" in text_of(overview)
    back = client.get(f"/belajar/jawaban/{attempt.pk}/3/").content.decode()
    assert 'value="0" checked' in back
    client.post(f"/belajar/jawaban/{attempt.pk}/3/", {"choice": "2"})
    assert attempt.answers.get(position=3).choice == 2
    done = client.post(f"/belajar/jawaban/{attempt.pk}/kirim/")
    again = client.post(f"/belajar/jawaban/{attempt.pk}/kirim/")
    assert done.url == again.url == f"/belajar/jawaban/{attempt.pk}/hasil/"
    late = client.post(f"/belajar/jawaban/{attempt.pk}/3/", {"choice": "1"}, follow=True)
    assert "tidak dapat diubah lagi" in text_of(late)
    assert attempt.answers.get(position=3).choice == 2


def test_final_with_gaps_is_not_handed_in(client, enrolment):
    finish_lessons(enrolment)
    attempt = start_final(enrolment)
    client.post(f"/belajar/jawaban/{attempt.pk}/1/", {"choice": "0"})
    response = client.post(f"/belajar/jawaban/{attempt.pk}/kirim/", follow=True)
    assert "14 soal yang belum dijawab" in text_of(response)
    assert "Jawab soal 2" in text_of(response)
    assert f"/belajar/jawaban/{attempt.pk}/kirim/" not in response.content.decode()
    assert Attempt.objects.get(pk=attempt.pk).state == AttemptState.OPEN


def test_locked_final_says_what_is_missing(client, enrolment):
    address = f"/belajar/{enrolment.course.slug}/tes-akhir/"
    page = text_of(client.get(address))
    assert "Masih ada 2 pelajaran" in page
    assert "Mulai tes akhir" not in page
    refused = client.post(address, follow=True)
    assert "Masih ada 2 pelajaran" in text_of(refused)


def test_failed_final_says_when_to_come_back(client, enrolment):
    finish_lessons(enrolment)
    attempt = take_final(enrolment, right=5)
    page = text_of(client.get(f"/belajar/jawaban/{attempt.pk}/hasil/"))
    assert "Belum lulus" in page
    assert "mencoba 2 kali" in page
    assert "WITA" in page
    assert "dicoba lagi mulai" in text_of(client.get(f"/belajar/{enrolment.course.slug}/tes-akhir/"))


def test_pretest_page_after_handing_in(client, enrolment):
    attempt = start_pretest(enrolment)
    submit_attempt(attempt.pk, by=enrolment.person)
    assert "tidak dihitung" in text_of(client.get(f"/belajar/jawaban/{attempt.pk}/hasil/"))
    assert "sudah Anda kerjakan" in text_of(client.get(f"/belajar/{enrolment.course.slug}/tes-awal/"))
    again = client.post(f"/belajar/{enrolment.course.slug}/tes-awal/", follow=True)
    assert "hanya dikerjakan sekali" in text_of(again)


@pytest.mark.parametrize("choice", ["", "4", "-1", "abc", "99999999999999999999", "١", "1.0"])
def test_garbage_choice_asks_to_choose(client, enrolment, choice):
    attempt = start_pretest(enrolment)
    response = client.post(f"/belajar/jawaban/{attempt.pk}/1/", {"choice": choice})
    assert response.status_code == 200
    assert "Pilih salah satu jawaban" in text_of(response)
    assert attempt.answers.get(position=1).choice is None


def test_question_that_is_not_there_is_said_so(client, enrolment):
    attempt = start_pretest(enrolment)
    for response in (
        client.get(f"/belajar/jawaban/{attempt.pk}/77/"),
        client.post(f"/belajar/jawaban/{attempt.pk}/77/", {"choice": "0"}),
    ):
        assert response.status_code == 409
        assert "Soal itu tidak ada" in text_of(response)


@pytest.mark.parametrize("tail", ["", "1/", "kirim/", "hasil/"])
def test_someone_elses_attempt_is_refused_with_a_clear_page(client, enrolment, tail):
    attempt = start_pretest(enrolment)
    client.force_login(make_person())
    visits = [client.post(f"/belajar/jawaban/{attempt.pk}/{tail}", {"choice": "0"}) for _ in range(2)]
    if tail != "kirim/":
        visits.append(client.get(f"/belajar/jawaban/{attempt.pk}/{tail}"))
    for response in visits:
        assert response.status_code == 404
        assert "milik peserta lain" in text_of(response)
    unknown = client.get("/belajar/jawaban/999999/")
    assert (unknown.status_code, "milik peserta lain" in text_of(unknown)) == (404, True)
    assert attempt.answers.get(position=1).choice is None
