"""The screen of one video: state, progress, what each file costs, warnings, and a player for each of them."""

import json
from pathlib import Path

import pytest
from django.urls import reverse

from media.models import Encoding, EncodingState, PieceState, Rendition, Source
from tests.media.pieces import PLAN, fail, make_under_way
from tests.media.showing import show

REASON = {
    "name": "hemat-av1",
    "is_kept": True,
    "why": "<script>crf",
    "side": 360,
    "crf": 62,
    "target": 85.0,
    "score": 88.7,
    "low": 80.1,
    "megabytes": 4.1,
}


@pytest.fixture
def dewi(client, cast):
    client.force_login(cast.dewi)
    return client


@pytest.fixture
def encoding_under_way(cast):
    return make_under_way(cast.dewi)


def text(response):
    return response.content.decode()


def test_state_is_told_to_the_page_as_it_changes(dewi, encoding_under_way):
    source = encoding_under_way
    address = reverse("video:status", args=[source.pk])
    found = json.loads(dewi.get(address).content)
    assert found["final"] is False
    assert found["said"] == "Sudah dapat diputar; pilihan yang lebih hemat dan lebih jelas sedang dibuat."
    assert f"{found['percent']}%" in found["html"] and "sedang dibuat, 50%" in found["html"]
    source.wanted.pieces.update(state=PieceState.DONE, progress=100)
    Encoding.objects.update(state=EncodingState.READY)
    found = json.loads(dewi.get(address).content)
    assert (found["final"], found["said"], found["percent"]) == (True, "Siap.", 100)


def test_percent_on_the_page_does_not_fall_when_a_piece_is_lost(dewi, encoding_under_way):
    address = reverse("video:status", args=[encoding_under_way.pk])
    asked = [json.loads(dewi.get(address, {"sudah": shown}).content)["percent"] for shown in ("", "99", "x", "²", "-1")]
    assert asked[1] == 99
    assert len({asked[0], *asked[2:]}) == 1


def test_waiting_video_tells_how_many_come_first(dewi, upload, clips):
    upload(clips.whole)
    source = upload(clips.small)
    assert "Menunggu 1 video lain." in text(dewi.get(reverse("video:detail", args=[source.pk])))
    assert "Menunggu diperiksa." in text(dewi.get(reverse("video:detail", args=[source.pk])))


def test_ready_video_can_be_played_in_each_size_and_codec(dewi, cast):
    source = show(cast.dewi)
    page = text(dewi.get(reverse("video:detail", args=[source.pk])))
    for one in source.wanted.renditions.all():
        assert page.count(f'data-url="{one.file.url}"') == 1
    assert "Coba lagi" not in page and "Biasa, AV1 + Opus" in page and "Biasa, H.264 + AAC" in page


def test_file_to_play_is_chosen_without_script(dewi, cast):
    source = show(cast.dewi)
    page = reverse("video:detail", args=[source.pk])
    asked = source.wanted.renditions.get(kind="hemat", codec="h264").file
    assert f'src="{asked.url}"' in text(dewi.get(page, {"putar": Path(asked.name).stem}))
    usual = source.wanted.renditions.get(kind="biasa", codec="av1").file
    assert all(f'src="{usual.url}"' in text(dewi.get(page, {"putar": word})) for word in ("", "../x"))


def test_each_file_says_what_a_learner_pays(dewi, cast):
    source = show(cast.dewi)
    Encoding.objects.update(duration_s=300)
    Rendition.objects.filter(kind="biasa", codec="av1").update(size_bytes=3_250_000)
    page = text(dewi.get(reverse("video:detail", args=[source.pk])))
    assert "3,2 MB" in page and "6,5 MB per 10 menit" in page and "Rp39" in page
    assert "Peserta mulai dengan pilihan Biasa" in page and "harga Rp12 per MB" in page
    assert "Biasa 3,2 MB, Rp39" in text(dewi.get(reverse("video:index")))


def test_only_the_office_is_led_to_the_price(client, cast):
    source = show(cast.dewi)
    for member, is_led in ((cast.dewi, False), (cast.petugas, True)):
        client.force_login(member)
        page = text(client.get(reverse("video:detail", args=[source.pk])))
        assert ("Ubah harga per MB" in page) == is_led


def test_warnings_and_technical_details_are_shown_and_escaped(dewi, cast):
    source = show(cast.dewi)
    heard = {"is_silent": False, "is_clipped": True, "longest_silence_s": 40.0}
    reasons = [REASON, REASON | {"name": "jelas-av1", "is_kept": False}]
    findings = {"sound": heard, "reasons": reasons, "luma": 30.0, "is_screen": False}
    Encoding.objects.update(facts={"audio_index": 1}, findings=findings, plan=PLAN, tool="n9.0")
    page = text(dewi.get(reverse("video:detail", args=[source.pk])))
    assert "Suaranya pecah" in page and "tanpa suara selama 40 detik" in page and "sangat gelap" in page
    assert "Rincian teknis" in page and "n9.0" in page
    assert "Mutu VMAF di HP 88,7" in page and "Tidak dibuat" in page and "tidak dibuat: hampir" in page
    assert "&lt;script&gt;crf" in page and "<script>crf" not in page
    assert "4 peringatan" in text(dewi.get(reverse("video:index")))  # and two seconds are short


def test_pieces_that_failed_are_tried_again_without_alarm(dewi, encoding_under_way):
    encoding_under_way.wanted.pieces.filter(state=PieceState.WAITING).update(attempts=1, reason="encode_failed")
    page = text(dewi.get(reverse("video:detail", args=[encoding_under_way.pk])))
    assert "1 bagian diulang otomatis" in page and "Gagal" not in page


def test_failed_video_says_why_and_can_be_tried_again(dewi, upload, clips, django_capture_on_commit_callbacks):
    source = fail(upload(clips.small), "cut_off")
    page = text(dewi.get(reverse("video:detail", args=[source.pk])))
    assert "Gagal." in page and "terpotong" in page and "Coba lagi" in page
    address = reverse("video:retry", args=[source.pk])
    assert "Olah video ini lagi?" in text(dewi.get(address))
    with django_capture_on_commit_callbacks() as messages:
        dewi.post(address)
        dewi.post(address)
    assert len(messages) == 1
    assert Source.objects.get().state == EncodingState.UPLOADED


def test_what_could_be_played_before_a_failure_still_can(dewi, encoding_under_way):
    source = encoding_under_way
    fail(source, "worker_lost")
    page = text(dewi.get(reverse("video:detail", args=[source.pk])))
    assert "terputus tiga kali" in page and "tetap dapat diputar" in page and "belum jadi" in page
    assert source.wanted.renditions.get(is_fast=True).file.url in page
