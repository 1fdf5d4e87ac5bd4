"""Kept pages: made once, never old and never somebody else's."""

import re
import uuid

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from core.clock import now
from courses.asking import answer_question, ask_question, hide_question
from courses.facing import face_of
from courses.learning import lesson_context, place_in
from courses.models import Enrolment, LessonProgress
from courses.outline import outline_of
from courses.progressing import mark_lesson_done
from media.captions import Cue
from media.models import Encoding
from media.publishing import _show
from media.transcribing import save_captions, stamp_of
from tests.factories.courses_content import block, make_course, make_lesson, make_module, text_block
from tests.media.showing import show

pytestmark = pytest.mark.django_db
URL = "/kursus/kemasan/modul-1/mengapa/"


@pytest.fixture
def course(cast):
    """Return a course with one lesson at a known address, in which Ratna takes part."""
    course = make_course(slug="kemasan", title="Kemasan Produk", modules=0)
    make_lesson(make_module(course, lessons=0), title="Mengapa kemasan", slug="mengapa")
    Enrolment.objects.create(person=cast.ratna, course=course, enrolled_at=now())
    return course


@pytest.fixture
def lesson(course):
    return course.modules()[0].get_children()[0].specific


@pytest.fixture
def readers(cast, course):
    """Return the four kinds of readers; each has seen the page, so that it is kept for them."""
    found = {"stranger": Client(), "hasan": Client(), "ratna": Client()}
    for name in ("hasan", "ratna"):
        found[name].force_login(getattr(cast, name))
    for client in [*found.values()] * 2:  # the first page brings the stylesheet, the second does not
        client.get(URL)
    return found


def page(client, url=URL):
    return client.get(url).content.decode()


def assert_all_see(readers, words, url=URL):
    for name, client in readers.items():
        assert words in page(client, url), name


def test_page_is_made_once_for_strangers_and_costs_one_question(client, course, django_assert_num_queries):
    for _ in range(2):
        page(client)
    with django_assert_num_queries(1):
        assert "Mengapa kemasan" in page(client)


def test_page_of_somebody_signed_in_costs_session_person_and_place(readers, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert "Selesai" in page(readers["ratna"])


def test_everybody_sees_their_own_place(readers, cast, lesson):
    seen = {name: page(client) for name, client in readers.items()}
    assert "Masuk</a> agar kemajuan" in seen["stranger"]
    assert "Ikuti kursus ini</a> agar" in seen["hasan"]
    assert ">Selesai</button>" in seen["ratna"]
    mark_lesson_done(Enrolment.objects.get(person=cast.ratna), lesson)
    assert "Pelajaran ini selesai" in page(readers["ratna"])
    assert page(readers["hasan"]) == seen["hasan"] and page(readers["stranger"]) == seen["stranger"]


def test_token_of_a_form_is_each_readers_own_and_works(cast, course, lesson, readers):
    Enrolment.objects.create(person=cast.hasan, course=course, enrolled_at=now())
    tokens = []
    for person in (cast.ratna, cast.hasan):
        client = Client(enforce_csrf_checks=True)
        client.force_login(person)
        (token,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', page(client))
        tokens.append(token)
        answer = client.post(f"/belajar/pelajaran/{lesson.pk}/selesai/", {"csrfmiddlewaretoken": token})
        assert answer.status_code == 302
    assert tokens[0] != tokens[1]
    assert LessonProgress.objects.filter(lesson=lesson).count() == 2


def test_message_for_one_reader_is_shown_to_nobody_else(readers, cast, course):
    Enrolment.objects.filter(person=cast.ratna).delete()
    readers["ratna"].post("/belajar/kemasan/ikut/", {"next": URL})
    assert "Anda ikut kursus" in page(readers["ratna"])
    for client in readers.values():
        assert "Anda ikut kursus" not in page(client)


def test_signing_out_shows_a_strangers_page(readers):
    readers["ratna"].logout()
    assert "Masuk</a> agar kemajuan" in page(readers["ratna"])


def test_draft_shows_nothing_and_publishing_it_shows_at_once(readers, lesson):
    lesson.body = [text_block("<p>Isi baru.</p>")]
    revision = lesson.save_revision()
    assert "Isi baru" not in page(readers["stranger"])
    revision.publish()
    assert_all_see(readers, "Isi baru.")


@pytest.mark.parametrize("which", ["lesson", "module", "course"])
def test_unpublishing_closes_at_once_and_publishing_opens(readers, course, lesson, which):
    hidden = {"lesson": lesson, "module": course.modules()[0], "course": course}[which]
    hidden.unpublish()
    for client in readers.values():
        assert client.get(URL).status_code == 404
    hidden.save_revision().publish()
    assert_all_see(readers, "Mengapa kemasan")


def test_move_closes_the_old_address_and_opens_the_new(readers, course, lesson):
    other = make_module(course, number=2, lessons=0)
    lesson.move(other, "last-child")
    for client in readers.values():
        assert client.get(URL).status_code == 404
    assert_all_see(readers, "modul 2", "/kursus/kemasan/modul-2/mengapa/")


def test_other_address_and_new_titles_show_at_once(readers, course, lesson):
    for one in (course, course.modules()[0], lesson):
        one.title = f"{one.title} baru"
        one.save_revision().publish()
    assert_all_see(readers, "Kemasan Produk baru")
    assert_all_see(readers, "Mengapa kemasan baru")
    lesson.slug = "lain"
    lesson.save_revision().publish()
    assert readers["stranger"].get(URL).status_code == 404
    assert_all_see(readers, "Mengapa kemasan baru", "/kursus/kemasan/modul-1/lain/")


def test_new_neighbour_shows_at_once(readers, course):
    make_lesson(course.modules()[0], title="Pelajaran sesudahnya")
    assert_all_see(readers, "Pelajaran sesudahnya")


def test_replaced_video_and_changed_captions_show_at_once(readers, cast, lesson):
    video, better = show(None), show(None, title="Baru")
    lesson.body = [block("video", video.pk)]
    lesson.save_revision().publish()
    first = video.published.renditions.last().file.url
    assert_all_see(readers, first)
    type(video).objects.filter(pk=video.pk).update(wanted=better.published)
    _show(Encoding.objects.get(pk=better.published_id))
    assert_all_see(readers, better.published.renditions.last().file.url)
    for said in ("Halo semua", "Halo lagi"):
        video = type(video).objects.get(pk=video.pk)
        save_captions(video, [Cue(0, 900, said)], seen=stamp_of(video), by=cast.dewi)
        assert_all_see(readers, said)
    assert "Halo semua" not in page(readers["stranger"])


def test_document_shows_its_new_title_and_stays_closed_to_strangers(readers, lesson):
    document = get_document_model().objects.create(title="Daftar", file=ContentFile(b"%PDF-1.4 isi", "daftar.pdf"))
    lesson.body = [block("download", {"document": document.pk, "title": ""})]
    lesson.save_revision().publish()
    document.title = "Daftar periksa"
    document.save()
    assert_all_see(readers, "Daftar periksa")
    CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(), restriction_type=CollectionViewRestriction.LOGIN
    )
    assert readers["stranger"].get(document.url).status_code == 302


def test_answered_question_shows_hides_and_goes_at_once(readers, cast, lesson):
    question = ask_question(cast.ratna, lesson, text="Kantong mana yang tepat?", form_key=uuid.uuid4())
    assert "Kantong mana" in page(readers["ratna"])
    assert "Kantong mana" not in page(readers["hasan"]) + page(readers["stranger"])
    answer_question(question, answer="Yang tebal.", hide=False, by=cast.dewi)
    assert_all_see(readers, "Yang tebal.")
    hide_question(question, hide=True)
    assert "Yang tebal." not in page(readers["hasan"]) + page(readers["stranger"])
    hide_question(question, hide=False)
    assert_all_see(readers, "Yang tebal.")
    question.delete()
    assert "Yang tebal." not in page(readers["hasan"]) + page(readers["stranger"])


def test_what_a_reader_writes_while_a_shared_page_is_made_stays_out_of_it(cast, course, lesson):
    face = face_of(lesson, outline_of(course))
    place = place_in(cast.ratna, face)
    assert place.shared_key(face)
    ask_question(cast.ratna, lesson, text="Kantong mana yang tepat?", form_key=uuid.uuid4())
    mark_lesson_done(Enrolment.objects.get(person=cast.ratna), lesson)
    shared = lesson_context(face, place)
    assert (shared.questions, shared.is_done) == ([], False)
    assert lesson_context(face, place, reader=cast.ratna).questions


def test_page_of_many_asks_for_no_rows_of_one_person(cast, course, lesson, django_assert_num_queries):
    face = face_of(lesson, outline_of(course))
    place = place_in(cast.ratna, face)
    with django_assert_num_queries(1) as asked:
        lesson_context(face, place)
    assert 'person_id" =' not in asked[0]["sql"].partition("WHERE")[2]


def test_instructors_new_name_shows_on_the_course_page(client, cast, course):
    course.instructor = cast.dewi
    course.save()
    assert "Dewi Contoh" in page(client, "/kursus/kemasan/")
    cast.dewi.full_name = "Dewi Lestari"
    cast.dewi.save()
    assert "Dewi Lestari" in page(client, "/kursus/kemasan/")


def test_deleted_instructors_name_goes_from_the_course_page_at_once(client, cast, course):
    course.instructor = cast.dewi
    course.save()
    assert "Dewi Contoh" in page(client, "/kursus/kemasan/")
    cast.dewi.delete()
    assert "Dewi Contoh" not in page(client, "/kursus/kemasan/")


def test_choice_of_a_video_is_answered_for_each_request(client, lesson):
    lesson.body = [block("video", show(None).pk)]
    lesson.save_revision().publish()
    for word in ("Biasa", "Hemat", "Biasa"):
        assert f'aria-current="true">{word}<' in page(client, f"{URL}?mutu={word.lower()}")
    assert 'aria-current="true">Hemat<' in client.get(URL, headers={"Save-Data": "on"}).content.decode()
    assert 'aria-current="true">Biasa<' in page(client)


def test_what_a_stranger_has_already_is_not_sent_again(client, course):
    first = client.get(URL)
    client.cookies.clear()
    again = client.get(URL, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "no-cache" in first["Cache-Control"] and "Cookie" in first["Vary"]
