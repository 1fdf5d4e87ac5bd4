"""What a phone keeps: the same for everybody, complete, with hashes that hold, and a revision that tells changes."""

import hashlib
import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from core.clock import now
from courses.models import Enrolment, LessonPage
from media.models import FileHashes, Transcript
from media.models.hashes import PIECE_BYTES
from media.publishing import _show
from tests.factories.courses_content import (
    block,
    make_course,
    make_lesson,
    make_module,
    quiz_block,
    task_block,
    text_block,
)
from tests.media.showing import LADDER, show

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file it renders into for the garbage collector.
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile"),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]


@pytest.fixture
def course():
    """Return a course with one empty module."""
    course = make_course(slug="kemasan", title="Kemasan", modules=0)
    make_module(course, lessons=0)
    return course


@pytest.fixture
def picture(db):
    """Return an uploaded picture."""
    file = io.BytesIO()
    Pillow.new("RGB", (1600, 1200), "green").save(file, "JPEG")
    return get_image_model().objects.create(title="Daun", file=ContentFile(file.getvalue(), "daun.jpg"))


@pytest.fixture
def document(db):
    """Return an uploaded file."""
    return get_document_model().objects.create(title="Daftar", file=ContentFile(b"%PDF-1.4 isi", "daftar.pdf"))


def add(course, *body, **fields):
    """Add a lesson with these blocks."""
    return make_lesson(course.modules()[0], body=list(body), **fields)


def saved(client, lesson):
    """Return the list of a lesson."""
    return client.get(f"/simpan/pelajaran/{lesson.pk}.json").json()


def body_of(response):
    """Return what came, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def weight(content):
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def test_lesson_is_kept_once_however_its_number_is_written(client, course, django_assert_num_queries):
    lesson = add(course, text_block())
    first = client.get(f"/simpan/pelajaran/{lesson.pk}.json").content
    with django_assert_num_queries(1):  # whether anything has changed
        assert client.get(f"/simpan/pelajaran/000{lesson.pk}.json").content == first


def test_lesson_lists_its_page_and_files_with_hashes_that_hold(client, course, picture, document):
    video = show(None)
    Transcript.objects.create(source=video, cues=[{"start_ms": 0, "end_ms": 900, "text": "Halo"}])
    lesson = add(
        course,
        text_block(),
        block("picture", {"image": picture.pk, "alt": "Daun", "caption": ""}),
        block("download", {"document": document.pk, "title": ""}),
        block("video", video.pk),
    )
    listed = saved(client, lesson)
    assert listed["url"] == f"/kursus/kemasan/modul-1/{lesson.slug}/"
    assert listed["course"] == {"id": course.pk, "slug": "kemasan", "title": "Kemasan"}
    kinds = {file["kind"] for file in listed["files"]}
    assert kinds == {"style", "script", "picture", "document", "captions"}
    for one in [listed["page"], *listed["files"]]:
        assert weight(body_of(client.get(one["url"]))) == {key: one[key] for key in ("size", "sha256")}, one


def test_video_lists_every_file_with_the_hash_of_each_piece(client, course):
    video = show(None, content=lambda codec, _: codec.encode() * PIECE_BYTES)
    (listed,) = saved(client, add(course, block("video", video.pk)))["videos"]
    words = [(choice["word"], choice["codec"]) for choice in listed["choices"]]
    assert words[:4] == [("audio", "opus"), ("audio", "aac"), ("hemat", "av1"), ("hemat", "h264")]
    for choice in listed["choices"]:
        content = body_of(client.get(choice["url"]))
        pieces = [content[at : at + PIECE_BYTES] for at in range(0, len(content), PIECE_BYTES)]
        assert choice["size"] == len(content) and choice["piece_bytes"] == PIECE_BYTES
        assert choice["pieces"] == [hashlib.sha256(piece).hexdigest() for piece in pieces]


def test_hashes_of_older_videos_are_made_when_first_asked_for_and_once(client, course, django_assert_max_num_queries):
    lesson = add(course, block("video", show(None).pk))
    assert not FileHashes.objects.exists()
    saved(client, lesson)
    assert FileHashes.objects.count() == 6
    saved(client, lesson)
    assert FileHashes.objects.count() == 6


def test_quiz_and_task_come_in_their_authored_order(client, course):
    lesson = add(course, quiz_block(2), task_block("Praktik"))
    listed = saved(client, lesson)
    raw = {one["type"]: one for one in LessonPage.objects.get(pk=lesson.pk).body.raw_data}
    assert listed["quiz"]["block"] == raw["quiz"]["id"] and listed["quiz"]["pass_mark"] == 60
    question = listed["quiz"]["questions"][0]
    assert question["key"] == raw["quiz"]["value"]["questions"][0]["id"]
    assert question["options"] == ["Menarik", "Melindungi", "Murah", "Besar"] and question["correct"] == 1
    assert listed["task"] == {"block": raw["task"]["id"], "title": "Praktik", "instruction": "Foto satu produk Anda."}


def test_saved_pages_are_the_same_for_everybody(client, cast, course):
    lesson = add(course, text_block(), quiz_block(), task_block())
    addresses = [f"/simpan/pelajaran/{lesson.pk}/", f"/simpan/pelajaran/{lesson.pk}.json"]
    addresses += ["/simpan/kursus/kemasan/", "/simpan/kursus/kemasan.json"]
    before = [client.get(address).content for address in addresses]
    Enrolment.objects.create(person=cast.ratna, course=course, enrolled_at=now())
    client.force_login(cast.ratna)
    assert [client.get(address).content for address in addresses] == before
    assert b"csrf" not in before[0] and b"Ratna" not in before[0]


def test_saved_page_holds_the_doors_that_the_service_worker_answers(client, course):
    lesson = add(course, text_block(), task_block())
    html = client.get(f"/simpan/pelajaran/{lesson.pk}/").content.decode()
    for door in ("selesai", "tugas", "tanya"):
        assert f'action="/belajar/pelajaran/{lesson.pk}/{door}/"' in html
    quiz = add(course, quiz_block())
    html = client.get(f"/simpan/pelajaran/{quiz.pk}/").content.decode()
    assert f'action="/belajar/pelajaran/{quiz.pk}/kuis/"' in html
    assert "Produk yang rusak" not in html


def test_document_behind_a_restriction_is_not_kept(client, course, document):
    closed = Collection.get_first_root_node().add_child(name="Tertutup")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    lesson = add(course, block("download", {"document": document.pk, "title": ""}))
    assert [file["kind"] for file in saved(client, lesson)["files"]].count("document") == 1
    document.collection = closed
    document.save()
    assert "document" not in [file["kind"] for file in saved(client, lesson)["files"]]


@pytest.mark.parametrize("hidden", ["lesson", "module", "course"])
def test_nothing_unpublished_can_be_saved(client, course, hidden):
    lesson = add(course, text_block())
    {"lesson": lesson, "module": course.modules()[0], "course": course}[hidden].unpublish()
    for address in (f"/simpan/pelajaran/{lesson.pk}.json", f"/simpan/pelajaran/{lesson.pk}/"):
        assert client.get(address).status_code == 404
    assert client.get("/simpan/kursus/kemasan.json").status_code == (404 if hidden == "course" else 200)


def test_what_a_phone_has_already_is_not_sent_again(client, course):
    lesson = add(course, text_block())
    for address in (f"/simpan/pelajaran/{lesson.pk}.json", "/simpan/kursus/kemasan.json"):
        first = client.get(address)
        assert "no-cache" in first["Cache-Control"]
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_course_lists_revisions_and_weights(client, course):
    add(course, text_block())
    add(course, block("video", show(None).pk))
    listed = client.get("/simpan/kursus/kemasan.json").json()
    (module,) = listed["modules"]
    plain, filmed = module["lessons"]
    assert plain["choices"] == {} and plain["bytes"] > 1000
    assert filmed["choices"] == {"audio": [1000, 4000], "hemat": [3000, 8000], "biasa": [5000, 12000]}
    page = client.get(listed["page"]["url"])
    assert weight(page.content) == {key: listed["page"][key] for key in ("size", "sha256")}


def test_choice_that_a_video_lacks_weighs_what_a_phone_keeps_instead(client, course):
    light = show(None, ladder=LADDER[:4])
    add(course, block("video", show(None).pk), block("video", light.pk))
    (module,) = client.get("/simpan/kursus/kemasan.json").json()["modules"]
    weights = module["lessons"][0]["choices"]
    assert weights["hemat"] == [6000, 16000]
    assert weights["biasa"] == [5000 + 8000, 12000 + 8000]


class TestRevision:
    """Changes when what a learner sees changes, and only then."""

    @pytest.fixture
    def lesson(self, course):
        return add(course, text_block("<p>Satu.</p>"))

    def revision(self, client, lesson):
        return saved(client, lesson)["revision"]

    def test_stays_when_nothing_is_changed(self, client, course, lesson):
        before = self.revision(client, lesson)
        lesson.save_revision().publish()
        add(course, text_block())  # another lesson after the next one
        assert self.revision(client, lesson) != before  # it has a next lesson now
        before = self.revision(client, lesson)
        add(course, text_block())
        assert self.revision(client, lesson) == before

    def test_draft_changes_nothing_and_publishing_it_does(self, client, lesson):
        before = self.revision(client, lesson)
        lesson.body = [text_block("<p>Dua.</p>")]
        revision = lesson.save_revision()
        assert self.revision(client, lesson) == before
        revision.publish()
        assert self.revision(client, lesson) != before

    def test_changes_with_titles_around_it(self, client, course, lesson):
        for page in (course, course.modules()[0], lesson):
            before = self.revision(client, lesson)
            page.title += " baru"
            page.save()
            assert self.revision(client, lesson) != before

    def test_changes_with_a_move(self, client, course, lesson):
        other = make_module(course, number=2, lessons=0)
        before = self.revision(client, lesson)
        lesson.move(other, "last-child")
        assert self.revision(client, lesson) != before
        assert saved(client, lesson)["module"]["number"] == 2

    def test_changes_with_video_and_captions(self, client, course):
        video, other = show(None), show(None, title="Lain")
        lesson = add(course, block("video", video.pk))
        seen = [self.revision(client, lesson)]
        transcript = Transcript.objects.create(source=video, cues=[{"start_ms": 0, "end_ms": 900, "text": "Halo"}])
        seen.append(self.revision(client, lesson))
        transcript.cues = [{"start_ms": 0, "end_ms": 900, "text": "Halo lagi"}]
        transcript.save()
        seen.append(self.revision(client, lesson))
        type(video).objects.filter(pk=video.pk).update(wanted=other.published)
        _show(other.published)
        seen.append(self.revision(client, lesson))
        assert len(set(seen)) == 4

    def test_of_a_course_changes_with_its_lessons_and_its_words_alone(self, client, course, lesson):
        def seen():
            return client.get("/simpan/kursus/kemasan.json").json()["revision"]

        before = [seen()]
        course.save_revision().publish()
        make_course(slug="lain")
        assert seen() == before[0]
        lesson.body = [text_block("<p>Dua.</p>")]
        lesson.save_revision().publish()
        before.append(seen())
        course.summary = "Belajar mengemas dan memberi label."
        course.save_revision().publish()
        before.append(seen())
        add(course, text_block())
        before.append(seen())
        assert len(set(before)) == 4
