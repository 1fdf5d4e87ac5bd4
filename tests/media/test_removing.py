"""A video that a lesson shows, published or in a draft, can't be deleted; the screen says where it is."""

import pytest
from django.urls import reverse

from media.errors import VideoInUse
from media.models import Source
from media.public import demo_sources, remove_source
from tests.factories.courses_content import block, make_course, make_lesson, text_block


@pytest.fixture
def module(db):
    return make_course().get_children().first().specific


def test_video_in_a_published_lesson_stays(client, cast, upload, clips, module):
    source = upload(clips.small)
    make_lesson(module, title="Menyegel kemasan", body=[block("video", source.pk)])
    with pytest.raises(VideoInUse) as caught:
        remove_source(source)
    assert "Menyegel kemasan" in caught.value.message
    client.force_login(cast.dewi)
    address = reverse("video:delete", args=[source.pk])
    page = client.get(address).content.decode()
    assert "Menyegel kemasan" in page and "Ya, hapus" not in page
    client.post(address)
    assert Source.objects.exists()


def test_video_in_a_draft_stays(upload, clips, module):
    source, other = upload(clips.small), upload(clips.silent)
    lesson = make_lesson(module, title="Menyegel kemasan")
    lesson.body = [text_block(), block("video", source.pk)]
    lesson.save_revision()
    with pytest.raises(VideoInUse, match="Menyegel kemasan"):
        remove_source(source)
    remove_source(other)


def test_video_taken_out_of_its_lesson_can_go(upload, clips, module):
    source = upload(clips.small)
    lesson = make_lesson(module, body=[block("video", source.pk)])
    lesson.body = [text_block()]
    lesson.save()
    remove_source(source)
    assert not Source.objects.exists()


def test_lesson_whose_video_is_gone_says_so(client, upload, clips, module):
    source = upload(clips.small)
    lesson = make_lesson(module, body=[block("video", source.pk)])
    Source.objects.all().delete()
    course = module.get_parent()
    page = client.get(f"/kursus/{course.slug}/{module.slug}/{lesson.slug}/")
    assert "belum tersedia" in page.content.decode()


def test_demo_videos_are_told_apart(upload, clips):
    source = upload(clips.small)
    assert list(demo_sources()) == []
    Source.objects.update(is_demo=True)
    assert list(demo_sources()) == [source]
