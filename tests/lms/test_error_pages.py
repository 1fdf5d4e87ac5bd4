"""When something goes wrong the page says what happened and what to do next, in Indonesian and on our looks."""

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client
from django.urls import include, path


def refuse(request):
    raise PermissionDenied


def break_down(request):
    raise RuntimeError("broken on purpose")


urlpatterns = [path("tolak/", refuse), path("rusak/", break_down), path("", include("lms.urls"))]


@pytest.fixture
def visitor(db, settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def test_unknown_address(visitor):
    response = visitor.get("/tidak/ada/")
    assert response.status_code == 404
    assert "Halaman ini tidak ada" in response.content.decode()
    assert 'href="/kursus/"' in response.content.decode()


def test_unknown_address_shows_nothing_typed(visitor):
    assert "rahasia" not in visitor.get("/rahasia/").content.decode()


def test_forbidden_asks_a_stranger_to_sign_in(visitor):
    response = visitor.get("/tolak/")
    assert response.status_code == 403
    assert "Masuk dulu" in response.content.decode()


def test_forbidden_names_the_account_that_is_signed_in(visitor, cast):
    visitor.force_login(cast.ratna)
    assert "Anda masuk sebagai Ratna Contoh" in visitor.get("/tolak/").content.decode()


def test_old_form_says_how_to_send_it_again(db):
    response = Client(enforce_csrf_checks=True).post("/masuk/", {"login": "ratna"})
    assert response.status_code == 403
    assert "Isian Anda belum terkirim" in response.content.decode()


def test_own_fault_needs_neither_context_nor_database(visitor):
    response = visitor.get("/rusak/")
    assert response.status_code == 500
    body = response.content.decode()
    assert "Ada gangguan di sistem kami" in body
    assert "broken on purpose" not in body
    assert "css/base.css" in body


def test_too_many_tries():
    body = render_to_string("429.html")
    assert "Terlalu banyak percobaan" in body
    assert "Tunggu beberapa menit" in body
