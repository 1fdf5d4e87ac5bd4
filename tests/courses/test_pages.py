"""Pages open to everybody, show only what is published, and cost the same however much there is."""

import io
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from wagtail.models import Page

from core.clock import now
from courses.loading import ensure_catalog
from courses.models import CatalogPage, Enrolment
from courses.outline import outline_of
from courses.permitting import permit_roles
from reference.models import Sector, Topic
from tests.factories.courses_content import block, make_course, make_lesson, make_module, quiz_block, text_block
from tests.factories.media import make_source

pytestmark = pytest.mark.django_db

COURSE_URL = "/kursus/kemasan/"
LESSON_URL = "/kursus/kemasan/modul-1/mengapa/"


@pytest.fixture
def course():
    """Return a course with one lesson at a known address."""
    course = make_course(slug="kemasan", title="Kemasan Produk IKM", modules=0)
    make_lesson(make_module(course, lessons=0), title="Mengapa kemasan", slug="mengapa")
    return course


@pytest.fixture
def count_queries():
    """Return a function that runs its argument and returns how many queries it made."""

    def count(act):
        with CaptureQueriesContext(connection) as captured:
            act()
        return len(captured)

    return count


def text_of(response):
    """Return the page."""
    return response.content.decode()


def test_catalogue_lists_published_courses_with_their_size(client):
    make_course(title="Kursus Terbit", modules=2)
    make_course(title="Kursus Konsep", live=False)
    html = text_of(client.get("/kursus/"))
    assert "Kursus Terbit" in html and "2 modul, 8 JP" in html
    assert "Kursus Konsep" not in html


def test_catalogue_without_courses_says_what_to_do(client):
    html = text_of(client.get("/kursus/"))
    assert "Belum ada kursus" in html and "/bantuan/" in html


@pytest.mark.parametrize("words", ["kemasan", "KEMASAN", "label kemasan", "rotan", "Percetakan"])
def test_search_finds_every_word_in_title_summary_audience_or_topic(client, words):
    course = make_course(title="Kemasan dan label", audience="Perajin rotan")
    course.topics.set([Topic.objects.create(slug="cetak", name="Percetakan")])
    course.save()
    make_course(title="Kursus lain")
    html = text_of(client.get("/kursus/", {"kata": words}))
    assert "Kemasan dan label" in html and "Kursus lain" not in html
    assert "1 kursus cocok" in html


@pytest.mark.parametrize("asked", [{"kata": "tidakada"}, {"topik": "tidak-ada"}, {"bidang": "x"}, {"bidang": "9" * 30}])
def test_search_that_finds_nothing_offers_a_way_on(client, asked):
    make_course(title="Kursus lain")
    html = text_of(client.get("/kursus/", asked))
    assert "Tidak ada kursus yang cocok" in html and "Lihat semua kursus" in html


def test_catalogue_is_narrowed_by_duration_and_size(client):
    short = make_course(title="Kursus singkat", modules=1)
    long = make_course(title="Kursus panjang", modules=6)
    make_lesson(long.modules()[0], body=[block("video", make_source(renditions=[("hemat", "av1", 30_000_000)]).pk)])
    for asked, titles in (
        ({"durasi": "pendek"}, [short.title]),
        ({"durasi": "panjang"}, [long.title]),
        ({"ukuran": "tanpa"}, [short.title]),
        ({"ukuran": "ringan"}, [short.title]),
        ({"ukuran": "sedang"}, [short.title, long.title]),
        ({"durasi": "panjang", "ukuran": "tanpa"}, []),
        ({"durasi": "x"}, []),
        ({"ukuran": "x"}, []),
    ):
        html = text_of(client.get("/kursus/", asked))
        assert [title for title in (short.title, long.title) if title in html] == titles, asked
        assert ("Tidak ada kursus yang cocok" in html) is (not titles)
    assert "video 30,0 MB" in text_of(client.get("/kursus/"))


def test_shared_links_carry_a_small_picture_drawn_once(client, course):
    pictures = set()
    for url in ("/", "/kursus/", COURSE_URL, LESSON_URL):
        (picture,) = re.findall(r'property="og:image" content="([^"]+)"', text_of(client.get(url)))
        assert picture.startswith(f"{settings.SITE_URL}/berkas/bagikan/")
        answer = client.get(picture.removeprefix(settings.SITE_URL))
        content = b"".join(answer.streaming_content)
        assert answer["Content-Type"] == "image/png" and len(content) <= 30_000
        assert Image.open(io.BytesIO(content)).size == (1200, 630)
        pictures.add(picture)
    assert len(pictures) == 3  # a lesson shows its course's


def test_page_stands_without_a_picture_where_none_can_be_written(client, course, settings, tmp_path):
    (tmp_path / "bagikan").write_text("no folder")
    public = {**settings.STORAGES["public"], "OPTIONS": {"location": tmp_path, "base_url": "/berkas/"}}
    settings.STORAGES = {**settings.STORAGES, "public": public}
    html = text_of(client.get(COURSE_URL))
    assert 'property="og:title"' in html and "og:image" not in html


def test_search_survives_null_bytes_and_keeps_what_was_typed(client):
    html = text_of(client.get("/kursus/", {"kata": '\0"><b>kue'}))
    assert 'value="&quot;&gt;&lt;b&gt;kue"' in html


def test_sector_filter_keeps_courses_that_are_for_all(client):
    batik, cakes = Sector.objects.create(name="Batik"), Sector.objects.create(name="Kue basah")
    for title, wanted in (("Untuk batik", [batik]), ("Untuk kue", [cakes]), ("Untuk semua", [])):
        course = make_course(title=title)
        course.sectors.set(wanted)
        course.save()
    html = text_of(client.get("/kursus/", {"bidang": batik.pk}))
    assert "Untuk batik" in html and "Untuk semua" in html and "Untuk kue" not in html
    assert f'<option value="{batik.pk}" selected>' in html


def test_catalogue_pages_keep_the_search(client):
    for _ in range(13):
        make_course(modules=0)
    html = text_of(client.get("/kursus/", {"kata": "percobaan"}))
    assert html.count("<article") == 12
    assert "?kata=percobaan&amp;halaman=2" in html
    assert text_of(client.get("/kursus/?kata=percobaan&halaman=2")).count("<article") == 1
    assert client.get("/kursus/?halaman=abc").status_code == 200


def test_catalogue_tells_what_one_takes_already(client, cast, course):
    Enrolment.objects.create(person=cast.ratna, course=course, enrolled_at=now())
    client.force_login(cast.ratna)
    assert "Anda ikuti" in text_of(client.get("/kursus/"))


def test_course_page_shows_whom_it_is_for_and_jp_and_minutes(client, cast, course):
    course.instructor = cast.dewi
    course.note = "Tidak menggantikan PKP."
    course.save()
    html = text_of(client.get(COURSE_URL))
    for words in (
        "Dewi Contoh",
        "Semua pelaku IKM",
        "nilai lulus 70",
        "4 JP (1 JP = 45 menit belajar)",
        "1 menit",
        "Tidak menggantikan PKP.",
    ):
        assert words in html
    assert f'href="{LESSON_URL}"' in html and 'id="modul-1"' in html


def test_course_without_content_says_so(client):
    make_course(slug="kosong", modules=0)
    assert "sedang disiapkan" in text_of(client.get("/kursus/kosong/"))


def test_module_address_leads_to_its_place_on_the_course_page(client, course):
    response = client.get("/kursus/kemasan/modul-1/")
    assert (response.status_code, response["Location"]) == (302, "/kursus/kemasan/#modul-1")
    assert client.get("/kursus/kemasan/modul-9/").status_code == 404


def test_lesson_page_shows_its_blocks_and_the_way_on(client, course):
    body = [
        text_block("<p>Paragraf <b>tebal</b>.</p>"),
        block("steps", {"title": "Menyegel", "steps": [{"type": "item", "value": "Bersihkan", "id": "a"}]}),
        block("tip", "Beli sedikit dahulu <sekali>."),
    ]
    make_lesson(course.modules()[0], title="Kedua", slug="kedua", body=body)
    html = text_of(client.get("/kursus/kemasan/modul-1/kedua/"))
    assert "<b>tebal</b>" in html and "Bersihkan" in html and "&lt;sekali&gt;" in html
    assert f'rel="prev" href="{LESSON_URL}"' in html
    assert 'rel="next" href="/kursus/kemasan/modul-1/kedua/"' in text_of(client.get(LESSON_URL))


def test_lesson_page_never_gives_away_the_answers_of_a_quiz(client, course):
    make_lesson(course.modules()[0], slug="kuis", body=[quiz_block()])
    html = text_of(client.get("/kursus/kemasan/modul-1/kuis/"))
    assert "Produk yang rusak" not in html and "jawaban benar" not in html


def test_pages_have_title_description_and_address_for_sharing(client, course):
    for url, title, about in (
        (COURSE_URL, "Kemasan Produk IKM", "Belajar mengemas."),
        (LESSON_URL, "Mengapa kemasan", "Kemasan punya empat tugas."),
    ):
        html = text_of(client.get(url))
        assert f"<title>{title} | " in html
        assert f'<meta name="description" content="{about}">' in html
        assert f'<meta property="og:url" content="{settings.SITE_URL}{url}">' in html


@pytest.mark.parametrize("hidden", ["lesson", "module", "course", "catalog"])
def test_nothing_opens_below_a_page_that_is_not_published(client, course, hidden):
    module = course.modules()[0]
    pages = {
        "lesson": module.get_children()[0],
        "module": module,
        "course": course,
        "catalog": CatalogPage.objects.get(),
    }
    type(pages[hidden]).objects.filter(pk=pages[hidden].pk).update(live=False)
    response = client.get(LESSON_URL)
    assert response.status_code == 404
    assert "Lihat daftar kursus" in text_of(response)
    assert client.get(COURSE_URL).status_code == (404 if hidden in ("course", "catalog") else 200)


@pytest.mark.parametrize("url", ["/kursus/lain/", "/kursus/kemasan/lain/", "/kursus/kemasan/modul-1/lain/"])
def test_unknown_address_is_not_found(client, course, url):
    assert client.get(url).status_code == 404


def test_lesson_is_not_found_under_another_module(client, course):
    make_module(course, number=2)
    assert client.get("/kursus/kemasan/modul-2/mengapa/").status_code == 404


def test_wagtail_knows_the_same_addresses(course):
    lesson = outline_of(course).lessons[0]
    assert ensure_catalog().url == "/kursus/"
    assert (course.url, lesson.url) == (COURSE_URL, LESSON_URL)


@pytest.mark.parametrize("url", ["/kursus/", COURSE_URL, LESSON_URL])
def test_posting_to_a_page_is_refused(client, course, url):
    assert client.post(url).status_code == 405


@pytest.mark.parametrize("name", [None, "ratna"])
@pytest.mark.parametrize("url", ["/kursus/", "/kursus/kemasan/", "/kursus/kemasan/modul-1/mengapa/"])
def test_pages_cost_the_same_queries_at_one_and_three_of_everything(
    client, cast, course, url, name, django_assert_num_queries, count_queries
):
    if name:
        client.force_login(getattr(cast, name))
        Enrolment.objects.create(person=cast.ratna, course=course, enrolled_at=now())
    once = count_queries(lambda: client.get(url))
    for number in (2, 3):
        other = make_course(modules=3, lessons=3, quiz=True, task=True)
        make_module(course, number=number, lessons=3, quiz=True)
        Enrolment.objects.create(person=cast.hasan if number == 2 else cast.dewi, course=other, enrolled_at=now())
    with django_assert_num_queries(once):
        client.get(url)


def test_page_that_our_views_refuse_is_not_served_by_wagtail_either(client, course):
    quiz = make_lesson(course.modules()[0], body=[quiz_block()])
    Page.objects.filter(pk=quiz.pk).update(slug="kuis-é", url_path=f"/home{COURSE_URL}modul-1/kuis-é/")
    assert client.get(f"{COURSE_URL}modul-1/kuis-é/").status_code == 404
    make_lesson(make_module(course, number=2, lessons=0, live=False), slug="terbit")
    assert client.get(f"{COURSE_URL}modul-2/terbit/").status_code == 404


def test_live_lesson_below_an_unpublished_module_stays_closed_at_an_address_only_wagtail_knows(client, course):
    module = make_module(course, number=2, lessons=0, live=False)
    make_lesson(module, slug="terbit")
    Page.objects.filter(pk=module.pk).update(slug="modul-é")
    assert client.get(f"{COURSE_URL}modul-é/terbit/").status_code == 404


def test_editor_cannot_give_a_page_an_address_that_is_not_ascii(client, cast, course):
    permit_roles(ensure_catalog())
    client.force_login(cast.petugas)
    form = {"title": "Kué", "slug": "kué", "jp": 2, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    add = reverse("wagtailadmin_pages:add", args=["courses", "modulepage", course.pk])
    assert "Alamat hanya boleh memuat" in text_of(client.post(add, form))
    assert not Page.objects.filter(slug="kué").exists()
    client.post(add, {**form, "slug": "kue"})
    assert Page.objects.filter(slug="kue").exists()
