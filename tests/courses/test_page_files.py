"""Pictures, downloads and videos of a lesson: shown, weighed, and never by the uploaded original."""

import io

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from core.content_version import content_changed
from courses.models import LessonPage
from media.models import Transcript
from tests.factories.courses_content import block, make_course, make_lesson, make_module
from tests.factories.media import make_source

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file it renders into for the garbage collector.
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile"),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]

URL = "/kursus/kemasan/modul-1/berkas/"


@pytest.fixture
def module():
    """Return a module to put lessons into."""
    return make_module(make_course(slug="kemasan", modules=0), lessons=0)


@pytest.fixture
def picture(db):
    """Return an uploaded picture."""
    file = io.BytesIO()
    Pillow.new("RGB", (1600, 1200), "green").save(file, "JPEG")
    return get_image_model().objects.create(title="Daun", file=ContentFile(file.getvalue(), "daun.jpg"))


@pytest.fixture
def document(db):
    """Return an uploaded file."""
    return get_document_model().objects.create(title="Daftar periksa", file=ContentFile(b"%PDF-1.4 isi", "daftar.pdf"))


def make_video():
    """Return a video of two minutes with a data saver of 2.9 MB."""
    return make_source(title="Menyegel")


def page(client, module, body):
    """Return the page of a lesson with these blocks."""
    make_lesson(module, slug="berkas", body=body)
    return client.get(URL).content.decode()


def test_picture_is_shown_small_with_words_for_those_who_cannot_see_it(client, module, picture):
    body = [block("picture", {"image": picture.pk, "alt": "Daun kelor", "caption": "Foto: contoh"})]
    html = page(client, module, body)
    rendition = picture.renditions.get()
    assert 'alt="Daun kelor"' in html and 'loading="lazy"' in html and "Foto: contoh" in html
    assert f'src="/berkas/{rendition.file.name}"' in html
    assert (rendition.width, rendition.file.name[-5:]) == (720, ".webp")
    response = client.get(rendition.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"


def test_uploaded_picture_itself_has_no_address(client, picture):
    with pytest.raises(NotImplementedError):
        _ = picture.file.url
    assert client.get(f"/berkas/{picture.file.name}").status_code == 404


def test_editor_of_a_picture_opens(client, cast, picture, document):
    client.force_login(cast.petugas)
    assert client.get(f"/studio/images/{picture.pk}/").status_code == 200
    assert client.get(f"/studio/documents/edit/{document.pk}/").status_code == 200


def test_download_says_kind_and_size_and_is_served(client, module, document):
    html = page(client, module, [block("download", {"document": document.pk, "title": "Simpan daftar periksa"})])
    assert "Simpan daftar periksa (PDF, 1 KB)" in html
    assert f'href="{document.url}"' in html and document.url.startswith("/dokumen/")
    response = client.get(document.url)
    assert b"".join(response.streaming_content) == b"%PDF-1.4 isi"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_file_that_was_deleted_leaves_the_lesson_readable(client, module, picture, document):
    body = [
        block("download", {"document": document.pk, "title": ""}),
        block("picture", {"image": picture.pk, "alt": "x", "caption": ""}),
        block("text", "<p>Tetap terbaca.</p>"),
    ]
    make_lesson(module, slug="berkas", body=body)
    picture.delete()
    document.delete()
    response = client.get(URL)
    assert response.status_code == 200
    assert "Tetap terbaca." in response.content.decode()


def test_course_page_says_what_a_video_costs(client, module):
    video = make_video()
    make_lesson(module, slug="berkas", body=[block("video", video.pk), block("text", "<p>Bacaan.</p>")])
    html = client.get("/kursus/kemasan/").content.decode()
    assert "3 menit, 2,9 MB" in html and "Semua video: 2,9 MB." in html
    assert "2,9 MB" in client.get(URL).content.decode()


def test_course_page_says_what_saving_saves(client, module):
    sizes = [("hemat", "av1", 2_900_000), ("hemat", "h264", 6_000_000), ("biasa", "av1", 4_200_000)]
    make_lesson(module, slug="berkas", body=[block("video", make_source(renditions=sizes).pk)])
    html = client.get("/kursus/kemasan/").content.decode()
    assert "Semua video: 4,2 MB, dengan pilihan hemat 2,9 MB." in html


def test_lesson_differs_for_phones_that_save_data(client, module):
    sizes = [("hemat", "av1", 2_900_000), ("biasa", "av1", 4_200_000)]
    make_lesson(module, slug="berkas", body=[block("video", make_source(renditions=sizes).pk)])
    for headers, word in (({}, "biasa"), ({"Save-Data": "on"}, "hemat")):
        response = client.get(URL, headers=headers)
        assert "Save-Data" in response["Vary"]
        assert f'aria-current="true">{word.capitalize()}<' in response.content.decode()


def test_lesson_costs_the_same_with_one_and_three_videos_and_their_texts(client, module, django_assert_num_queries):
    def said():
        source = make_video()
        Transcript.objects.create(source=source, cues=[{"start_ms": 0, "end_ms": 900, "text": "Halo"}])
        return block("video", source.pk)

    make_lesson(module, slug="satu", body=[said()])
    make_lesson(module, slug="tiga", body=[said() for _ in range(3)])
    client.get("/kursus/kemasan/modul-1/satu/")  # what a process asks for once
    content_changed()  # so that nothing kept is shown
    with CaptureQueriesContext(connection) as once:
        client.get("/kursus/kemasan/modul-1/satu/")
    with django_assert_num_queries(len(once)):
        assert client.get("/kursus/kemasan/modul-1/tiga/").content.decode().count("Teks video") == 3


def test_lesson_lists_its_videos_without_reading_them(module, django_assert_num_queries):
    video = make_video()
    lesson = LessonPage.objects.get(pk=make_lesson(module, body=[block("video", video.pk)]).pk)
    with django_assert_num_queries(0):
        assert lesson.video_ids == [video.pk]


def test_course_page_costs_the_same_with_one_and_three_videos(client, module, django_assert_num_queries):
    make_lesson(module, body=[block("video", make_video().pk)])
    with CaptureQueriesContext(connection) as once:
        client.get("/kursus/kemasan/")
    for _ in range(2):
        make_lesson(module, body=[block("video", make_video().pk)])
    with django_assert_num_queries(len(once)):
        client.get("/kursus/kemasan/")
