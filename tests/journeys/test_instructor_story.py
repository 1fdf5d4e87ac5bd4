"""Story (b): an instructor writes a lesson with a clip, an officer publishes it, a learner plays it and jumps in it."""

from playwright.sync_api import expect

from tests.journeys import authoring
from tests.journeys.accessibility import barriers
from tests.journeys.clips import make_clip
from tests.journeys.conftest import DESK
from tests.journeys.playing import play, seek
from tests.journeys.signing_in import sign_in

COURSE = "Kemasan Produk IKM"
MODULE = "Dasar kemasan"
LESSON = "Memilih kantong yang tepat"
CLIP = "Uji kantong"
ADDRESS = "/kursus/kemasan/modul-1/memilih-kantong-yang-tepat/"
CLIP_SECONDS = 20


def test_lesson_goes_from_the_instructor_over_the_officer_to_the_learner(new_context, phone, stack, tmp_path):
    context, watch = new_context(**DESK)
    watch.expect_statuses(400)  # Wagtail saves by itself and is told what is still missing
    instructor = context.new_page()
    sign_in(instructor, stack, "dewi")
    authoring.begin_lesson(instructor, course=COURSE, module=MODULE, title=LESSON)
    authoring.write_text(instructor, "Kantong yang tepat menjaga keripik tetap renyah.")
    authoring.upload_video(instructor, make_clip(tmp_path / "kantong.mp4", seconds=CLIP_SECONDS), CLIP)
    authoring.check_screen(instructor)
    authoring.choose_action(instructor, "Ajukan ke ")
    expect(instructor.get_by_text("diajukan untuk ditinjau").first).to_be_visible()
    authoring.check_screen(instructor)
    authoring.wait_until_ready(instructor, CLIP)

    officer = new_context(**DESK)[0].new_page()
    sign_in(officer, stack, "petugas")
    authoring.approve_first_waiting(officer, LESSON)

    phone.goto(ADDRESS)
    assert barriers(phone) == []
    play(phone)
    seek(phone, CLIP_SECONDS - 4)
