"""Instructors write, officers publish, nobody else does; drafts can be looked at before."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow, WorkflowPage, WorkflowState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from core.clock import now
from courses.loading import ensure_catalog
from courses.models import CoursePage, Enrolment, LessonPage
from courses.outline import outline_of
from courses.permitting import permit_roles
from tests.factories.courses_content import make_course, make_lesson, make_module, quiz_block, task_block
from tests.factories.media import make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(cast):
    """Return a course below a catalogue on which the roles hold."""
    permit_roles(ensure_catalog())
    return make_course(slug="kemasan", title="Kemasan", lessons=1)


@pytest.fixture
def lesson(course):
    """Return its lesson, with a revision as pages made in the admin have."""
    page = outline_of(course).lessons[0]
    page.save_revision().publish()
    return LessonPage.objects.get(pk=page.pk)


def lesson_form(title, words="Teks baru", **extra):
    """Return what the lesson's edit form posts."""
    value = {"title": title, "slug": "pelajaran-baru", "body": streamfield([("text", rich_text(f"<p>{words}</p>"))])}
    return nested_form_data({**value, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}, **extra})


def edit_url(page):
    """Return the address of a page's editor."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("dewi", {"add_subpage", "edit"}),
        ("petugas", {"add_subpage", "edit", "publish", "lock", "unlock", "unpublish"}),
        ("admin", {"add_subpage", "edit", "publish", "lock", "unlock", "unpublish", "delete"}),
        ("kepala", set()),
        ("ratna", set()),
        ("hasan", set()),
    ],
)
def test_roles_may_do_this_with_a_course(cast, course, name, allowed):
    acts = ("add_subpage", "edit", "publish", "lock", "unlock", "unpublish")
    permissions = course.permissions_for_user(getattr(cast, name))
    assert {act for act in acts if getattr(permissions, f"can_{act}")()} == allowed - {"delete"}


def test_setting_up_roles_twice_changes_nothing(cast, course):
    def state():
        return (
            sorted(Group.objects.values_list("name", "page_permissions__permission__codename")),
            list(Workflow.objects.values_list("name", "active")),
            WorkflowPage.objects.count(),
        )

    before = state()
    permit_roles(ensure_catalog())
    assert state() == before
    assert [name for name, active in before[1] if active] == ["Persetujuan materi"]
    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()


def test_groups_that_the_office_makes_later_stay_whatever_their_names(course):
    Group.objects.create(name="Editors")
    permit_roles(ensure_catalog())
    assert Group.objects.filter(name="Editors").exists()


def test_instructor_submits_and_officer_publishes(client, cast, lesson):
    client.force_login(cast.dewi)
    client.post(edit_url(lesson), lesson_form("Judul baru", **{"action-submit": "1"}))
    state = WorkflowState.objects.get()
    assert (state.workflow.name, state.status) == ("Persetujuan materi", "in_progress")
    assert LessonPage.objects.get(pk=lesson.pk).title != "Judul baru"
    client.force_login(cast.petugas)
    task = state.current_task_state
    act = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", task.pk])
    client.post(act, {"comment": "Bagus."})
    published = LessonPage.objects.get(pk=lesson.pk)
    assert (published.title, published.live) == ("Judul baru", True)
    assert "Teks baru" in client.get("/kursus/kemasan/modul-1/pelajaran-baru/").content.decode()


def test_instructor_cannot_approve_or_publish_alone(client, cast, lesson):
    client.force_login(cast.dewi)
    client.post(edit_url(lesson), lesson_form("Judul baru", **{"action-publish": "1"}))
    assert LessonPage.objects.get(pk=lesson.pk).title != "Judul baru"
    client.post(edit_url(lesson), lesson_form("Judul baru", **{"action-submit": "1"}))
    task = WorkflowState.objects.get().current_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", task.pk]), {"comment": ""})
    assert WorkflowState.objects.get().status == "in_progress"
    assert LessonPage.objects.get(pk=lesson.pk).title != "Judul baru"


def test_learner_never_sees_a_draft(client, cast, lesson):
    url = lesson.url
    client.force_login(cast.dewi)
    client.post(edit_url(lesson), lesson_form("Masih konsep", slug=lesson.slug))
    assert "Masih konsep" not in Client().get(url).content.decode()


def test_draft_is_previewed_as_learners_will_see_it(client, cast, lesson):
    client.force_login(cast.dewi)
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
    assert client.post(preview, lesson_form("Masih konsep", "Kalimat konsep")).json()["is_valid"]
    response = client.get(preview)
    html = response.content.decode()
    assert "Masih konsep" in html and "Kalimat konsep" in html
    assert "Sebelumnya" not in html
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_preview_shows_editors_the_answers_of_a_quiz(client, cast, course):
    quiz = make_lesson(course.modules()[0], body=[quiz_block(1), task_block()])
    quiz.save_revision()
    client.force_login(cast.dewi)
    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[quiz.pk])).content.decode()
    assert "jawaban benar" in html and "Foto satu produk Anda." in html


@pytest.mark.parametrize("kind", ["catalog", "course"])
def test_course_and_catalogue_drafts_can_be_looked_at(client, cast, course, kind):
    page = course if kind == "course" else ensure_catalog()
    page.save_revision()
    client.force_login(cast.petugas)
    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert "Kemasan" in html


def test_new_lesson_is_previewed_before_it_is_saved(client, cast, course):
    module = course.modules()[0]
    client.force_login(cast.dewi)
    preview = reverse("wagtailadmin_pages:preview_on_add", args=["courses", "lessonpage", module.pk])
    assert client.post(preview, lesson_form("Baru sama sekali")).json()["is_valid"]
    assert "Baru sama sekali" in client.get(preview).content.decode()


def test_editor_opens_for_every_kind_of_page(client, cast, course):
    client.force_login(cast.petugas)
    for page in (ensure_catalog(), course, course.modules()[0], outline_of(course).lessons[0]):
        assert client.get(edit_url(page)).status_code == 200
    for model, parent in (
        ("coursepage", ensure_catalog()),
        ("modulepage", course),
        ("lessonpage", course.modules()[0]),
    ):
        assert client.get(reverse("wagtailadmin_pages:add", args=["courses", model, parent.pk])).status_code == 200


def test_explorer_lists_modules_in_the_order_learners_meet_them(client, cast, course):
    for number in (2, 3):
        make_module(course, number=number).save_revision()
    client.force_login(cast.dewi)
    html = client.get(reverse("wagtailadmin_explore", args=[course.pk])).content.decode()
    places = [html.index(f"Modul percobaan {number}") for number in (1, 2, 3)]
    assert places == sorted(places)


def test_view_live_leads_to_the_public_address(client, cast, lesson):
    client.force_login(cast.petugas)
    assert f'href="{lesson.url}"' in client.get(edit_url(lesson)).content.decode()
    assert client.get(lesson.url).status_code == 200


def test_page_that_somebody_learned_on_cannot_be_deleted(client, cast, course):
    Enrolment.objects.create(person=cast.ratna, course=course, enrolled_at=now())
    client.force_login(cast.admin)
    page = client.post(reverse("wagtailadmin_pages:delete", args=[course.pk]), follow=True)
    assert "tidak dapat dihapus" in page.content.decode()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={course.pk}"
    client.post(bulk, follow=True)
    assert CoursePage.objects.filter(pk=course.pk).exists()
    other = make_course()
    client.post(reverse("wagtailadmin_pages:delete", args=[other.pk]))
    assert not CoursePage.objects.filter(pk=other.pk).exists()


def test_video_of_somebody_else_cannot_be_placed_by_its_number(client, cast, lesson):
    own, foreign = make_source(owner=cast.dewi, title="Milik sendiri"), make_source(owner=cast.petugas, title="Rahasia")
    client.force_login(cast.dewi)

    def post(*videos):
        form = lesson_form("Pelajaran baru")
        body = streamfield([("video", video.pk) for video in videos])
        form |= nested_form_data({"body": body})
        return client.post(edit_url(lesson), form).content.decode()

    assert "Video itu tidak ada di daftar Anda" in post(foreign)
    post(own)
    assert LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().video_ids == [own.pk]
    client.force_login(cast.petugas)
    post(own, foreign)
    client.force_login(cast.dewi)
    post(foreign)  # placed before by somebody who may: it stays
    assert LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().video_ids == [foreign.pk]
