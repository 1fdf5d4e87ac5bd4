"""The bank of test questions: searched, filtered, written by those who may write the course."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import BankQuestion
from tests.factories.courses_content import make_course

pytestmark = pytest.mark.django_db

INDEX = "bank_questions:index"
FORM = {
    "text": "Apa itu segel?",
    "option_0": "Cap",
    "option_1": "Penutup rapat",
    "option_2": "Hewan",
    "option_3": "Merek",
    "correct": "1",
    "explanation": "Segel menutup rapat.",
    "is_active": "on",
}


@pytest.fixture
def course(db):
    """Return a course with two questions."""
    return make_course(title="Kemasan", bank=2)


def test_instructor_adds_and_changes_a_question(client, cast, course):
    client.force_login(cast.dewi)
    client.post(reverse("bank_questions:add"), {**FORM, "course": course.pk})
    question = BankQuestion.objects.get(text="Apa itu segel?")
    assert (question.options, question.correct) == (["Cap", "Penutup rapat", "Hewan", "Merek"], 1)
    edit = reverse("bank_questions:edit", args=[question.pk])
    assert 'value="Penutup rapat"' in client.get(edit).content.decode()
    client.post(edit, {**FORM, "course": course.pk, "option_2": "Anjing laut", "is_active": ""})
    question.refresh_from_db()
    assert (question.options[2], question.is_active) == ("Anjing laut", False)


@pytest.mark.parametrize(
    ("change", "words"),
    [({"option_3": "cap"}, "Dua pilihan berbunyi sama"), ({"option_3": ""}, "Isi keempat"), ({"correct": ""}, "")],
)
def test_incomplete_question_is_refused_and_kept_in_the_form(client, cast, course, change, words):
    client.force_login(cast.dewi)
    html = client.post(reverse("bank_questions:add"), {**FORM, "course": course.pk, **change}).content.decode()
    assert words in html and "Segel menutup rapat." in html
    assert not BankQuestion.objects.filter(text="Apa itu segel?").exists()


def test_list_is_searched_and_filtered(client, cast, course):
    other = make_course(title="Kue kering", bank=1)
    other.bank_questions.update(text="Berapa suhu oven?", is_active=False)
    client.force_login(cast.petugas)
    for asked in ({"q": "oven"}, {"course": other.pk}, {"is_active": "false"}):
        html = client.get(reverse(INDEX), asked).content.decode()
        assert "Berapa suhu oven?" in html and "Pertanyaan tes 1?" not in html


@pytest.mark.parametrize(
    ("name", "may_write", "may_delete"),
    [
        ("dewi", True, False),
        ("petugas", True, True),
        ("admin", True, True),
        ("kepala", False, False),
        ("ratna", False, False),
    ],
)
def test_who_may_write_and_delete(client, cast, course, name, may_write, may_delete):
    client.force_login(getattr(cast, name))
    question = course.bank_questions.first()
    assert (client.get(reverse(INDEX)).status_code == 200) is may_write
    assert (client.get(reverse("bank_questions:edit", args=[question.pk])).status_code == 200) is may_write
    assert (client.get(reverse("bank_questions:delete", args=[question.pk])).status_code == 200) is may_delete


def test_list_costs_the_same_at_one_and_three_courses(client, cast, course, django_assert_num_queries):
    client.force_login(cast.dewi)
    url = reverse("bank_questions:index_results")
    client.get(url)
    with CaptureQueriesContext(connection) as once:
        client.get(url)
    make_course(bank=2)
    make_course(bank=2)
    with django_assert_num_queries(len(once)):
        client.get(url)
