"""Lessons, tasks, questions and what a broken-off session leaves, through the screens: forms and links only."""

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from accounts.public import record_consent
from courses.attempting import start_pretest
from courses.models import Enrolment, LearnerQuestion, LessonProgress, TaskSubmission
from courses.outline import outline_of
from courses.submitting import decide_task
from tests.courses.screens import lesson_url, photo_upload, text_of
from tests.factories.courses_content import make_course
from tests.factories.courses_records import (
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
