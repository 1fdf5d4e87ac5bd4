"""Quizzes, tests and tasks through the screens, scripts off: forms and links only."""

import re

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from accounts.public import record_consent
from courses.attempting import start_final, start_pretest, start_quiz, submit_attempt
from courses.models import Attempt, AttemptState, Enrolment, LearnerQuestion, LessonProgress, TaskSubmission
from courses.outline import outline_of
from courses.submitting import decide_task
from tests.factories.courses_content import make_course
from tests.factories.courses_records import (
    answer_all,
    finish_lessons,
    finish_tasks,
    hand_in,
    lessons_of,
    make_enrolment,
    make_person,
    photo_file,
    quiz_lesson,
    take_final,
    task_lesson,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(client):
    """Somebody enrolled and signed in."""
    enrolment = make_enrolment()
    client.force_login(enrolment.person)
    return enrolment


def lesson_url(lesson):
    return f"/kursus/{lesson.course.slug}/{lesson.module.slug}/{lesson.slug}/"


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def photo_upload(name="foto.jpg"):
    return SimpleUploadedFile(name, photo_file(), content_type="image/jpeg")


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


# A session that ends in the middle


def test_answer_sent_after_the_session_ended_is_kept(client, enrolment):
    record_consent(enrolment.person)
    attempt = start_pretest(enrolment)
    client.post(f"/belajar/jawaban/{attempt.pk}/1/", {"choice": "1"})
    client.session.flush()
    client.cookies.pop("s")
    response = client.post(f"/belajar/jawaban/{attempt.pk}/2/", {"choice": "3"})
    assert response.url.endswith(f"?next=/belajar/jawaban/{attempt.pk}/2/")
    assert attempt.answers.get(position=2).choice is None
    signed_in = client.post(
        response.url, {"login": enrolment.person.username, "password": "demo-ikm-2026"}, follow=True
    )
    assert attempt.answers.get(position=2).choice == 3
    assert attempt.answers.get(position=1).choice == 1
    assert signed_in.redirect_chain[-1][0] == f"/belajar/jawaban/{attempt.pk}/2/"
    assert "sudah tersimpan" in text_of(signed_in)


def test_kept_answer_is_not_given_to_who_signs_in_instead(client, enrolment):
    attempt = start_pretest(enrolment)
    client.logout()
    response = client.post(f"/belajar/jawaban/{attempt.pk}/2/", {"choice": "3"})
    other = make_person()
    signed_in = client.post(response.url, {"login": other.username, "password": "demo-ikm-2026"}, follow=True)
    assert attempt.answers.get(position=2).choice is None
    assert "bukan milik akun ini" in text_of(signed_in)


def test_answer_survives_being_asked_for_consent_on_the_way(client, enrolment):
    attempt = start_pretest(enrolment)
    client.logout()
    response = client.post(f"/belajar/jawaban/{attempt.pk}/2/", {"choice": "3"})
    asked = client.post(response.url, {"login": enrolment.person.username, "password": "demo-ikm-2026"}, follow=True)
    ask_address = asked.redirect_chain[-1][0]
    assert ask_address.startswith("/persetujuan/")
    came_back = client.post("/persetujuan/", {"next": asked.context["next"]}, follow=True)
    assert came_back.redirect_chain[-1][0] == f"/belajar/jawaban/{attempt.pk}/2/"
    assert attempt.answers.get(position=2).choice == 3


def test_typed_text_survives_the_sign_in(client, enrolment):
    record_consent(enrolment.person)
    for name, lesson in (("learning_ask", task_lesson(enrolment)), ("learning_task", task_lesson(enrolment))):
        client.logout()
        address = reverse(name, args=[lesson.pk])
        sign_in = client.post(address, {"text": "Kata-kata yang sudah saya ketik"}).url
        page = client.post(sign_in, {"login": enrolment.person.username, "password": "demo-ikm-2026"}, follow=True)
        assert "Kata-kata yang sudah saya ketik" in text_of(page)
    assert not LearnerQuestion.objects.exists()


# Lessons


def test_finishing_a_lesson_leads_to_the_next_and_the_last_to_the_course(client):
    enrolment = make_enrolment(course=make_course(lessons=2))
    client.force_login(enrolment.person)
    first, last = lessons_of(enrolment)
    assert client.post(reverse("learning_done", args=[first.pk])).url == lesson_url(last)
    assert client.post(reverse("learning_done", args=[first.pk])).url == lesson_url(last)
    assert client.post(reverse("learning_done", args=[last.pk])).url == f"/kursus/{enrolment.course.slug}/"
    assert LessonProgress.objects.count() == 2


def test_draft_lesson_takes_nothing(client, enrolment):
    lesson = lessons_of(enrolment)[0]
    lesson.live = False
    lesson.save(update_fields=["live"])
    for name in ("learning_done", "learning_quiz", "learning_task", "learning_ask"):
        assert client.post(reverse(name, args=[lesson.pk])).status_code == 404


# Tasks


def test_task_goes_out_with_photo_and_a_second_sending_changes_nothing(client, enrolment):
    address = reverse("learning_task", args=[task_lesson(enrolment).pk])
    assert "Kirim tugas" in text_of(client.get(address))
    for _ in range(2):
        response = client.post(address, {"text": "Sudah saya uji.", "photos": [photo_upload()]}, follow=True)
        assert response.status_code == 200
    assert "menunggu diperiksa" in text_of(response)
    assert TaskSubmission.objects.count() == 1


def test_task_without_photo_keeps_what_was_typed(client, enrolment):
    address = reverse("learning_task", args=[task_lesson(enrolment).pk])
    response = client.post(address, {"text": "Sudah saya uji lima bungkus."})
    assert "Pilih sedikitnya satu foto" in text_of(response)
    assert "Sudah saya uji lima bungkus." in text_of(response)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("a.jpg", b"<html>")], "bukan foto"),
        ([("a.jpg", b"")], "Foto ini kosong"),
        ([("a.jpg", photo_file()[:2000])], "rusak atau terpotong"),
        ([(f"{n}.jpg", photo_file()) for n in range(4)], "paling banyak 3 foto"),
    ],
)
def test_bad_photo_is_refused_in_words(client, enrolment, files, words):
    address = reverse("learning_task", args=[task_lesson(enrolment).pk])
    uploads = [SimpleUploadedFile(name, data, content_type="image/jpeg") for name, data in files]
    response = client.post(address, {"text": "Ini.", "photos": uploads})
    assert words in text_of(response)
    assert not TaskSubmission.objects.exists()


def test_returned_task_shows_the_comment_and_takes_the_next_version(client, enrolment, cast):
    decide_task(hand_in(enrolment), accept=False, comment="Segel tidak terlihat.", by=cast.dewi)
    address = reverse("learning_task", args=[task_lesson(enrolment).pk])
    page = text_of(client.get(address))
    assert "Segel tidak terlihat." in page
    assert "Kirim perbaikan" in page
    client.post(address, {"text": "Diperbaiki.", "photos": [photo_upload()]})
    assert TaskSubmission.objects.filter(version=2).exists()


def test_task_is_not_where_the_lesson_has_none(client, enrolment):
    response = client.get(reverse("learning_task", args=[quiz_lesson(enrolment).pk]))
    assert (response.status_code, "tidak memiliki tugas" in text_of(response)) == (409, True)


def test_photo_opens_for_its_learner_and_staff_only(client, enrolment, cast):
    photo = hand_in(enrolment).photos.get()
    address = f"/belajar/foto/{photo.pk}/"
    allowed = {enrolment.person: 200, cast.dewi: 200, cast.petugas: 200, cast.kepala: 200, cast.admin: 200}
    refused = {cast.ratna: 404, cast.hasan: 404}
    for person, status in (allowed | refused).items():
        client.force_login(person)
        response = client.get(address)
        assert response.status_code == status, person
        if status == 200:
            assert response["Content-Type"] == "image/jpeg"
            assert "private" in response["Cache-Control"]
            assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"
    client.logout()
    assert client.get(address).status_code == 302


def test_outside_demo_mode_staff_open_photos_with_their_second_factor_only(client, enrolment, cast, settings):
    settings.DEMO = False
    address = f"/belajar/foto/{hand_in(enrolment).photos.get().pk}/"
    assert b"".join(client.get(address).streaming_content)
    client.force_login(cast.dewi)
    assert client.get(address).status_code == 404
    factor = Authenticator.objects.create(user=cast.dewi, type=Authenticator.Type.TOTP, data={})
    assert client.get(address).status_code == 404
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, cast.dewi, "mfa", id=factor.pk, type=factor.type)
    request.session.save()
    assert b"".join(client.get(address).streaming_content)


def test_course_without_test_questions_has_no_dead_end(client):
    make_course(slug="baru")
    person = make_person()
    client.force_login(person)
    lesson_url = client.post("/belajar/baru/ikut/").url
    assert lesson_url.startswith("/kursus/baru/modul-1/")
    html = client.get("/belajar/baru/tes-awal/").content.decode()
    assert "belum disiapkan pengajar" in html and f'href="{lesson_url}"' in html and "Mulai tes awal" not in html
    finish_lessons(Enrolment.objects.get())
    html = text_of(client.get("/belajar/baru/tes-akhir/"))
    assert "belum disiapkan pengajar" in html and "Mulai tes akhir" not in html
    html = text_of(client.get("/kursus/baru/"))
    assert "Soalnya belum disiapkan pengajar" in html and "Soal tes kursus ini belum disiapkan pengajar" in html


# Questions and evaluation


def test_question_is_asked_once_and_too_short_ones_are_said(client):
    lesson = outline_of(make_course()).lessons[0]
    client.force_login(make_person())
    address = reverse("learning_ask", args=[lesson.pk])
    key = client.get(address).context["form"]["form_key"].value()
    short = client.post(address, {"text": "apa", "form_key": key})
    assert "terlalu pendek" in text_of(short)
    for _ in range(2):
        response = client.post(address, {"text": "Bolehkah memakai kantong bekas?", "form_key": key})
        assert response.url == f"{lesson_url(lesson)}#tanya"
    assert LearnerQuestion.objects.count() == 1


def test_evaluation_waits_for_the_end_and_is_sent_once(client, enrolment, cast):
    address = f"/belajar/{enrolment.course.slug}/evaluasi/"
    early = client.get(address)
    assert (early.status_code, "setelah Anda lulus" in text_of(early)) == (409, True)
    finish_lessons(enrolment)
    finish_tasks(enrolment, by=cast.dewi)
    take_final(enrolment)
    page = client.get(address)
    assert "menerapkan cara kerja baru" in text_of(page)
    scores = dict.fromkeys(page.context["form"].fields, "4")
    lacking = client.post(address, {**scores, "needs": "", "most_useful": "Bagian segel"})
    assert "Pilih satu angka." in text_of(lacking)
    assert "Bagian segel" in text_of(lacking)
    assert lacking.content.decode().count('value="4" checked') == 7
    done = client.post(address, scores, follow=True)
    assert "Masukan Anda sudah kami terima" in text_of(done)
    assert "Masukan Anda sudah kami terima" in text_of(client.get(address))


def test_no_screen_of_a_learner_is_cached(client, enrolment):
    attempt = start_pretest(enrolment)
    slug, lesson = enrolment.course.slug, task_lesson(enrolment).pk
    for address in (
        f"/belajar/{slug}/tes-awal/",
        f"/belajar/{slug}/tes-akhir/",
        f"/belajar/jawaban/{attempt.pk}/",
        f"/belajar/jawaban/{attempt.pk}/1/",
        f"/belajar/pelajaran/{lesson}/tugas/",
        f"/belajar/pelajaran/{lesson}/tanya/",
    ):
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_full_disk_is_said_in_a_learners_words_and_keeps_the_text(client, settings):
    enrolment = make_enrolment()
    client.force_login(enrolment.person)
    settings.MEDIA_MIN_FREE_BYTES = 10**18
    big = SimpleUploadedFile("foto.jpg", photo_file() + bytes(4_000_000))
    address = f"/belajar/pelajaran/{task_lesson(enrolment).pk}/tugas/"
    page = client.post(address, {"text": "Sudah saya kerjakan.", "photos": big}).content.decode()
    assert "penyimpanan penuh" in page and "Sudah saya kerjakan." in page
    assert "Pilih sedikitnya satu foto" not in page
