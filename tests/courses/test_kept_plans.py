"""Kept plans: progress is shown from them, and they are never old, never a person's and never what decides."""

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from wagtail.models import PageViewRestriction

from core.content_version import content_version
from core.pages_cache import Nearest
from courses.completing import complete_if_passed
from courses.learning import course_context
from courses.listing import courses_of
from courses.models import CoursePage, EnrolmentState
from courses.plans import plans_of
from courses.progressing import mark_lesson_done
from courses.standing import progress_of, standing_of
from courses.telling_progress import courses_for_phone
from media.models import Encoding
from media.publishing import _show
from tests.broker import database_url
from tests.factories.courses_content import block, make_course, make_lesson, make_module, task_block, text_block
from tests.factories.courses_records import finish_lessons, lessons_of, make_enrolment, make_person, take_final
from tests.media.showing import show

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
OTHER_PROCESS = """
import json, sys, django; django.setup()
from courses.listing import courses_of
from accounts.models import User
for line in sys.stdin:
    card = courses_of(User.objects.get(pk=int(line)))[0]
    print(json.dumps([card.title, card.url, card.percent, card.next_title]), flush=True)
"""


@pytest.fixture
def enrolment():
    """Somebody in a course of two lessons, the first of them done; its plan is kept."""
    course = make_course(slug="kemasan", title="Kemasan Produk", modules=0)
    module = make_module(course, lessons=0)
    first = make_lesson(module, title="Mengapa kemasan", slug="mengapa")
    make_lesson(module, title="Bahan kemasan", slug="bahan")
    enrolment = make_enrolment(course=course)
    mark_lesson_done(enrolment, first)
    assert shown(enrolment) == ("Kemasan Produk", 50, "Bahan kemasan", "/kursus/kemasan/modul-1/bahan/")
    return enrolment


def shown(enrolment):
    card = courses_of(enrolment.person)[0]
    return card.title, card.percent, card.next_title, card.next_url


def course_page(enrolment):
    client = Client()
    client.force_login(enrolment.person)
    return client.get("/kursus/kemasan/")


def sizes_shown(enrolment):
    return re.findall(r"small\">\d+ menit, (\d[^<,]*)", course_page(enrolment).content.decode())


def test_what_is_kept_costs_no_pages_to_read(enrolment, django_assert_num_queries):
    with django_assert_num_queries(3) as asked:  # enrolments, the version, what the rows say
        courses_of(enrolment.person)
    assert not [one for one in asked if "courses_lessonpage" in one["sql"] or "wagtailcore_page" in one["sql"]]


def test_new_lesson_counts_for_everybody_at_once(enrolment):
    other = make_enrolment(course=enrolment.course)
    lesson = make_lesson(enrolment.course.modules()[0], title="Label", slug="label", live=False)
    assert shown(enrolment)[1] == 50
    lesson.save_revision().publish()
    assert (shown(enrolment)[1], shown(other)[1]) == (33, 0)
    assert courses_for_phone(enrolment.person)[0]["done"] == [lessons_of(enrolment)[0].pk]
    assert "Label" in course_page(enrolment).content.decode()


def test_lesson_off_line_is_neither_owed_nor_done_at_once(enrolment):
    lessons = lessons_of(enrolment)
    lessons[1].unpublish()
    assert shown(enrolment)[1:] == (100, "", "")
    lessons[0].unpublish()
    assert shown(enrolment)[1:] == (0, "", "")
    lessons[1].save_revision().publish()
    assert shown(enrolment)[1:3] == (0, "Bahan kemasan")


@pytest.mark.parametrize("which", ["module", "lesson"])
def test_deleted_content_is_gone_at_once(enrolment, which):
    module = enrolment.course.modules()[0]
    extra = make_module(enrolment.course, number=2, lessons=1)
    assert shown(enrolment)[1] == 33
    {"module": extra, "lesson": extra.get_children()[0]}[which].specific.delete()
    assert shown(enrolment)[1] == 50
    assert module.title in course_page(enrolment).content.decode()


def test_unpublished_course_leads_nowhere_at_once_and_opens_again(enrolment):
    enrolment.course.unpublish()
    assert shown(enrolment) == ("Kemasan Produk", 50, "", "")
    assert courses_of(enrolment.person)[0].url == ""
    assert course_page(enrolment).status_code == 404
    CoursePage.objects.get(pk=enrolment.course_id).save_revision().publish()
    assert shown(enrolment)[3] == "/kursus/kemasan/modul-1/bahan/"


def test_new_words_addresses_and_order_show_at_once(enrolment):
    course, module = enrolment.course, enrolment.course.modules()[0]
    first, second = lessons_of(enrolment)
    course.title, course.slug, module.slug, second.title = "Kemasan", "kemas", "dasar", "Bahan"
    for page in (course, module, second):
        page.save_revision().publish()
    assert shown(enrolment) == ("Kemasan", 50, "Bahan", "/kursus/kemas/dasar/bahan/")
    third = make_lesson(module, title="Label", slug="label")
    third.move(second, "left")
    assert shown(enrolment)[2] == "Label"
    other = make_module(CoursePage.objects.get(pk=course.pk), number=2, lessons=0)
    third.move(other, "last-child")
    assert [lesson.url for lesson in plans_of([course.pk])[course.pk].lessons] == [
        "/kursus/kemas/dasar/mengapa/",
        "/kursus/kemas/dasar/bahan/",
        "/kursus/kemas/modul-2/label/",
    ]
    assert first.title in str(plans_of([course.pk]))


def test_new_task_is_owed_at_once(enrolment):
    second = lessons_of(enrolment)[1]
    second.body = [text_block(), task_block("Foto label")]
    second.save_revision().publish()
    assert [task.title for task in course_context(enrolment.person, enrolment.course).tasks] == ["Foto label"]


def test_new_pass_mark_counts_at_once(enrolment):
    assert progress_of(enrolment).standing.pass_mark == 70
    enrolment.course.pass_mark = 85
    enrolment.course.save_revision().publish()
    assert progress_of(enrolment).standing.pass_mark == 85


def test_video_that_becomes_ready_gives_its_size_on_the_course_page_at_once(enrolment):
    video = show(enrolment.person, seconds=600)
    ready = video.published
    type(video).objects.filter(pk=video.pk).update(published=None)
    second = lessons_of(enrolment)[1]
    second.body = [block("video", video.pk)]
    second.save_revision().publish()
    assert sizes_shown(enrolment) == sizes_shown(enrolment) == []
    _show(Encoding.objects.get(pk=ready.pk))
    assert len(sizes_shown(enrolment)) == 1


def test_restricting_a_course_and_letting_go_of_it_are_changes(enrolment):
    seen = [content_version()]
    restriction = PageViewRestriction.objects.create(page=enrolment.course, restriction_type=PageViewRestriction.LOGIN)
    seen.append(content_version())
    restriction.delete()
    seen.append(content_version())
    assert len(set(seen)) == 3


def test_nothing_of_one_learner_is_shown_to_another(enrolment):
    other = make_enrolment(course=enrolment.course)
    finish_lessons(other)
    assert (shown(enrolment)[1], shown(other)[1]) == (50, 100)
    told = [courses_for_phone(one.person)[0]["done"] for one in (enrolment, other)]
    assert [len(done) for done in told] == [1, 2]
    pages = [course_page(one).content.decode().count(", selesai<") for one in (enrolment, other)]
    assert pages == [1, 2]
    stranger = Client().get("/kursus/kemasan/").content.decode()
    assert ", selesai<" not in stranger
    plan = repr(plans_of([enrolment.course_id]))
    assert not any(one.person.full_name in plan or one.person.phone in plan for one in (enrolment, other))


def test_change_that_is_undone_leaves_the_old_plan(enrolment):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_lesson(enrolment.course.modules()[0], title="Label", slug="label")
        assert shown(enrolment)[1] == 33
        raise ZeroDivisionError
    assert shown(enrolment)[1] == 50


def test_what_decides_reads_the_pages_and_not_what_is_kept(enrolment):
    """A change that no token tells of: what is shown may be old, what is judged may not."""
    enrolment = make_enrolment(modules=1, quiz=False, task=False, bank=20)
    finish_lessons(enrolment)
    assert progress_of(enrolment).standing.lessons_left == 0
    lesson = make_lesson(enrolment.course.modules()[0], live=False)
    progress_of(enrolment)
    type(lesson).objects.filter(pk=lesson.pk).update(live=True)
    assert (progress_of(enrolment).standing.lessons_left, standing_of(enrolment).lessons_left) == (0, 1)


def test_completion_asks_for_the_pages_as_they_are(enrolment):
    enrolment = make_enrolment(modules=1, quiz=False, task=False, bank=20)
    finish_lessons(enrolment)
    lesson = make_lesson(enrolment.course.modules()[0], live=False)
    assert progress_of(enrolment).standing.lessons_left == 0
    type(lesson).objects.filter(pk=lesson.pk).update(live=True)
    lesson.refresh_from_db()
    enrolment.refresh_from_db()
    assert not complete_if_passed(enrolment)
    mark_lesson_done(enrolment, lesson)
    take_final(enrolment)
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.COMPLETED


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_one_process_publishes_another_shows_at_once(transactional_db):
    person = make_person()
    enrolment = make_enrolment(person, make_course(title="Kemasan", slug="kemasan", lessons=2))
    lessons = lessons_of(enrolment)
    with other_process() as ask:
        assert ask(person) == ["Kemasan", "/kursus/kemasan/", 0, lessons[0].title]
        mark_lesson_done(enrolment, lessons[0])
        assert ask(person)[2:] == [50, lessons[1].title]
        lessons[1].unpublish()
        assert ask(person)[2:] == [100, ""]
        lessons[1].save_revision().publish()
        assert ask(person)[2:] == [50, lessons[1].title]
        enrolment.course.unpublish()
        assert ask(person)[:2] == ["Kemasan", ""]


@contextmanager
def other_process():
    """Yield a function that has another process show the first course of a person; it keeps plans of its own."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.test", "DATABASE_URL": database_url()}
    command = [sys.executable, "-c", OTHER_PROCESS]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **pipes) as process:

        def ask(person):
            process.stdin.write(f"{person.pk}\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield ask
        process.stdin.close()


def test_plan_made_by_one_process_serves_another_through_the_shared_cache(enrolment, monkeypatch):
    monkeypatch.setattr("core.pages_cache.nearest", Nearest(10))
    with connection.execute_wrapper(_refuse_pages):
        assert shown(enrolment)[1] == 50


def _refuse_pages(execute, sql, params, many, context):
    assert "courses_lessonpage" not in sql
    return execute(sql, params, many, context)
