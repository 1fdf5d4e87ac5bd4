"""A course says "Belum ditinjau pengajar" until somebody who may says otherwise, with name and time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageLogEntry, Revision

from courses.loading import ensure_catalog
from courses.models import BankQuestion, CoursePage
from courses.permitting import permit_roles
from courses.reviewing import mark_reviewed, withdraw_review
from tests.factories.courses_content import bank_question, make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(cast):
    """Return a course nobody has reviewed."""
    permit_roles(ensure_catalog())
    return make_course(slug="kemasan", title="Kemasan")


def fresh(course):
    """Return the course as the database has it now."""
    return CoursePage.objects.get(pk=course.pk)


def test_editor_and_list_say_that_nobody_reviewed_it(client, cast, course):
    client.force_login(cast.dewi)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).content.decode()
    assert "Belum ditinjau pengajar" in editor and reverse("course_review", args=[course.pk]) in editor
    assert "Belum ditinjau pengajar" in client.get(reverse("courses:index")).content.decode()


def test_instructor_says_it_is_reviewed_and_is_named(client, cast, course):
    client.force_login(cast.dewi)
    url = reverse("course_review", args=[course.pk])
    assert "Tandai sudah ditinjau" in client.get(url).content.decode()
    assert client.post(url, {"act": "review"}).status_code == 302
    assert fresh(course).reviewed_by == cast.dewi and fresh(course).reviewed_at
    assert fresh(course).review_words == "Ditinjau Dewi Contoh"
    assert "Ditinjau Dewi Contoh" in client.get(reverse("courses:index")).content.decode()
    client.post(url, {"act": "withdraw"})
    assert not fresh(course).is_reviewed


@pytest.mark.parametrize(("name", "status"), [("petugas", 200), ("admin", 200), ("kepala", 403), ("ratna", 403)])
def test_who_may_review(client, cast, course, name, status):
    client.force_login(getattr(cast, name))
    response = client.get(reverse("course_review", args=[course.pk]))
    assert response.status_code in ({200} if status == 200 else {302, 403})


def test_first_reviewer_stands_and_acts_are_logged(cast, course):
    assert mark_reviewed(course, by=cast.dewi)
    assert not mark_reviewed(course, by=cast.petugas)
    assert fresh(course).reviewed_by == cast.dewi
    assert withdraw_review(course, by=cast.petugas)
    assert not withdraw_review(course, by=cast.petugas)
    acts = PageLogEntry.objects.filter(page=course.pk, action__startswith="courses.").order_by("timestamp")
    assert list(acts.values_list("action", "user_id")) == [
        ("courses.review", cast.dewi.pk),
        ("courses.withdraw_review", cast.petugas.pk),
    ]


def test_publishing_an_older_draft_keeps_the_review(cast, course):
    draft = course.save_revision()
    mark_reviewed(course, by=cast.dewi)
    Revision.objects.get(pk=draft.pk).publish()
    assert fresh(course).reviewed_by == cast.dewi


def test_copy_of_a_course_is_not_reviewed(cast, course):
    mark_reviewed(course, by=cast.dewi)
    copy = fresh(course).copy(update_attrs={"slug": "salinan"})
    assert not fresh(copy).is_reviewed


def test_list_is_filtered_and_exported_by_review(client, cast, course):
    done = make_course(title="Pemasaran")
    mark_reviewed(done, by=cast.dewi)
    client.force_login(cast.petugas)
    index = reverse("courses:index")
    html = client.get(index, {"ditinjau": "belum"}).content.decode()
    assert "Kemasan" in html and "Pemasaran" not in html
    export = client.get(index, {"ditinjau": "ya", "export": "csv"})
    text = b"".join(export.streaming_content).decode()
    assert "Pemasaran" in text and "Ditinjau Dewi Contoh" in text and "Kemasan" not in text


def test_studio_says_when_the_bank_is_too_small_for_the_final_test(client, cast, course):
    BankQuestion.objects.bulk_create(bank_question(course, number) for number in range(1, 4))
    retired = bank_question(course, 4)
    retired.is_active = False
    retired.save()
    client.force_login(cast.dewi)
    index, editor = reverse("courses:index"), reverse("wagtailadmin_pages:edit", args=[course.pk])
    for url in (index, editor):
        assert "Bank soal baru 3 dari 15" in client.get(url).content.decode()
    BankQuestion.objects.bulk_create(bank_question(course, number) for number in range(5, 17))
    for url in (index, editor):
        html = client.get(url).content.decode()
        assert "Bank soal baru" not in html and "15 soal" in html


def test_list_costs_the_same_at_one_and_three_courses(client, cast, course, django_assert_num_queries):
    client.force_login(cast.petugas)
    mark_reviewed(course, by=cast.dewi)
    url = reverse("courses:index_results")
    client.get(url)
    with CaptureQueriesContext(connection) as once:
        client.get(url)
    for _ in range(2):
        mark_reviewed(make_course(), by=cast.dewi)
    with django_assert_num_queries(len(once)):
        client.get(url)


@pytest.mark.parametrize(("name", "shown"), [("dewi", True), ("petugas", True), ("kepala", False)])
def test_menu_offers_the_list_to_those_who_may_open_it(client, cast, course, name, shown):
    client.force_login(getattr(cast, name))
    assert ("Semua kursus" in client.get("/studio/").content.decode()) is shown
    assert (client.get(reverse("courses:index")).status_code == 200) is shown
