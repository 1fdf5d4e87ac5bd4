"""The home page and my page: what is shown to whom, in a constant number of queries."""

import datetime as dt

import pytest

from core.clock import WITA
from courses.public import courses_of, enrol
from home.models import HelpSettings
from home.views import greeting_at
from tests.factories.courses_content import make_course


def queries_of(client, address, assert_queries):
    """Return how many queries the second visit takes; the first fills caches such as content types."""
    client.get(address)
    with assert_queries() as seen:
        assert client.get(address).status_code == 200
    return len(seen.captured_queries)


@pytest.fixture
def captured():
    """Return Django's query capture as a context manager."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return lambda: CaptureQueriesContext(connection)


def test_home_shows_a_stranger_courses_and_both_ways_in(client, db):
    course = make_course()
    page = client.get("/").content.decode()
    assert course.title in page and "/daftar/" in page and "/masuk/" in page


def test_home_without_courses_says_so(client, db):
    assert "Belum ada kursus yang diterbitkan" in client.get("/").content.decode()


def test_home_offers_a_learner_the_next_lesson(client, cast):
    course = make_course(lessons=2)
    enrol(cast.ratna, course)
    client.force_login(cast.ratna)
    page = client.get("/").content.decode()
    assert "Lanjutkan belajar" in page
    assert courses_of(cast.ratna)[0].next_url in page


def test_my_page_asks_a_stranger_to_sign_in_and_come_back(client, db):
    answer = client.get("/saya/")
    assert answer.status_code == 302 and answer.url == "/masuk/?next=/saya/"


def test_my_page_shows_only_staff_the_way_to_the_studio(client, cast):
    client.force_login(cast.ratna)
    assert "/studio/" not in client.get("/saya/").content.decode()
    client.force_login(cast.dewi)
    assert "/studio/" in client.get("/saya/").content.decode()


@pytest.mark.parametrize(("address", "signed_in"), [("/", False), ("/", True), ("/saya/", True)])
def test_queries_are_constant_in_the_number_of_courses_and_lessons(client, cast, captured, address, signed_in):
    if signed_in:
        client.force_login(cast.ratna)
    enrol(cast.ratna, make_course(lessons=1))
    few = queries_of(client, address, captured)
    for _ in range(2):
        enrol(cast.ratna, make_course(modules=2, lessons=3))
    assert queries_of(client, address, captured) == few <= 16


@pytest.mark.parametrize(
    ("hour", "greeting"), [(5, "Selamat pagi"), (11, "Selamat siang"), (16, "Selamat sore"), (20, "Selamat malam")]
)
def test_greeting_follows_the_hour_in_kutai_timur(hour, greeting):
    assert greeting_at(dt.datetime(2026, 11, 25, hour, tzinfo=WITA)) == greeting


def test_help_shows_the_office_number_once_it_is_written(client, db):
    assert "belum dicantumkan" in client.get("/bantuan/").content.decode()
    HelpSettings.objects.update(whatsapp="0812 3456 7890")
    assert "https://wa.me/6281234567890" in client.get("/bantuan/").content.decode()


@pytest.mark.parametrize("address", ["/mentor/"])
def test_rooms_not_built_yet_answer_with_one_sentence(client, db, address):
    answer = client.get(address)
    assert answer.status_code == 200 and "sedang disiapkan" in answer.content.decode()
    assert f'href="{address}"' not in client.get("/").content.decode()


def test_home_puts_courses_for_ones_own_line_of_business_first(client, cast):
    from businesses.public import register_business
    from reference.models import Sector

    chips, sewing = (Sector.objects.create(name=name) for name in ("Keripik", "Penjahit"))
    titles = ("Untuk penjahit", "Untuk semua", "Untuk keripik")
    for title, sectors in zip(titles, ([sewing], [], [chips]), strict=True):
        course = make_course(title=title)
        course.sectors.set(sectors)
        course.save()
    register_business(cast.ratna, name="Keripik Contoh", sector=chips)
    client.force_login(cast.ratna)
    page = client.get("/").content.decode()
    assert page.index("Untuk keripik") < page.index("Untuk semua") < page.index("Untuk penjahit")


def test_course_taken_offline_leads_nowhere_and_says_why(client, cast):
    course = make_course()
    enrol(cast.ratna, course)
    course.unpublish()
    (mine,) = courses_of(cast.ratna)
    assert (mine.url, mine.next_url) == ("", "")
    client.force_login(cast.ratna)
    for address in ("/", "/saya/"):
        page = client.get(address).content.decode()
        assert "Kursus ini sedang diperbarui. Kemajuan Anda tetap tersimpan." in page
        assert f"/kursus/{course.slug}/" not in page
