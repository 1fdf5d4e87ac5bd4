"""The editor of captions in `/studio/`: what is typed is kept or comes back, and only owners and the office get in."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from media.captions import Cue
from media.models import Source
from media.transcribing import cues_of, save_captions, stamp_of
from tests.media.showing import show

HALO = Cue(1000, 1500, "Halo <b>")
SRT = b"1\n00:00:00,500 --> 00:00:01,500\nHalo, Bapak\n\n2\n00:00:01,600 --> 00:00:02,000\n<script>x</script>Ibu\n"


@pytest.fixture
def source(cast):
    return show(cast.dewi, title="Isi label")


@pytest.fixture
def editor(source):
    return f"/studio/video/{source.pk}/takarir/"


def again(source):
    return Source.objects.get(pk=source.pk)


def save(client, editor, rows, seen=""):
    lines = [dict(zip(("start", "end", "text"), row, strict=True)) for row in rows]
    return client.post(editor, {"lines": json.dumps(lines), "seen": seen})


def open_file(client, editor, content, seen="", **typed):
    return client.post(f"{editor}berkas/", {"file": SimpleUploadedFile("a.srt", content), "seen": seen} | typed)


def typed_in(response):
    """Return what stands in the fields of the page."""
    html = response.content.decode().partition("<template>")[0]
    return [re.findall(rf'class="{name}"[^>]* value="([^"]*)"', html) for name in ("start", "end")] + [
        re.findall(r"<textarea[^>]*>([^<]*)<", html)
    ]


def test_lines_are_shown_saved_and_shown_again(client, cast, source, editor):
    client.force_login(cast.dewi)
    assert "Belum ada baris" in client.get(editor).content.decode()
    answer = save(client, editor, [("0.01", "1,5", "Halo <b>"), ("00:01,600", "2", "Dua\r\nbaris")])
    assert (answer.status_code, answer["Location"]) == (302, editor)
    assert cues_of(again(source)) == (Cue(1000, 1500, "Halo <b>"), Cue(1600, 2000, "Dua\nbaris"))
    page = client.get(editor)
    assert typed_in(page) == [["00:01,000", "00:01,600"], ["00:01,500", "00:02,000"], ["Halo &lt;b&gt;", "Dua\nbaris"]]
    assert "Takarir sudah disimpan: 2 baris." in page.content.decode()
    assert stamp_of(again(source)) in page.content.decode()


def test_mistakes_come_back_beside_what_was_typed(client, cast, source, editor):
    client.force_login(cast.dewi)
    page = save(client, editor, [("x", "2", "Satu"), ("1", "2", "Dua")])
    html = page.content.decode()
    assert "Belum disimpan: perbaiki baris 1." in html and "Baris 1: Waktu mulai belum terbaca." in html
    assert typed_in(page) == [["x", "1"], ["2", "2"], ["Satu", "Dua"]]
    assert "data-unsaved" in html and cues_of(again(source)) == ()


def test_lines_that_did_not_arrive_erase_nothing(client, cast, source, editor):
    save_captions(source, [HALO], seen="", by=cast.dewi)
    client.force_login(cast.dewi)
    for lines in ("", "[", '[{"start": "1"'):
        page = client.post(editor, {"lines": lines, "seen": stamp_of(again(source))})
        assert "Belum disimpan" in page.content.decode()
    assert cues_of(again(source)) == (HALO,)


def test_second_of_two_people_sees_both_and_decides(client, cast, source, editor):
    save_captions(source, [HALO], seen="", by=cast.petugas)
    client.force_login(cast.dewi)
    page = save(client, editor, [("1", "2", "Punya saya")])
    html = page.content.decode()
    assert "Petugas Contoh sudah lebih dulu menyimpan" in html and "Halo &amp;lt;b" in html
    assert typed_in(page)[2] == ["Punya saya"] and cues_of(again(source)) == (HALO,)
    seen = re.search(r'name="seen" value="([^"]+)"', html)[1]
    assert save(client, editor, [("1", "2", "Punya saya")], seen).status_code == 302
    assert cues_of(again(source)) == (Cue(1000, 2000, "Punya saya"),)


def test_file_is_read_into_the_editor_and_kept_only_by_saving(client, cast, source, editor):
    save_captions(source, [HALO], seen="", by=cast.dewi)
    client.force_login(cast.dewi)
    page = open_file(client, editor, SRT, seen=stamp_of(again(source)))
    assert typed_in(page)[2] == ["Halo, Bapak", "xIbu"]
    html = page.content.decode()
    assert "2 baris terbaca" in html and "data-unsaved" in html and "<script>x" not in html
    assert cues_of(again(source)) == (HALO,)
    lines = re.search(r'name="lines" value="([^"]*)"', html)[1].replace("&quot;", '"')
    assert client.post(editor, {"lines": lines, "seen": stamp_of(again(source))}).status_code == 302
    assert len(cues_of(again(source))) == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (SRT.replace(b"00:00:01,600", b"00:xx"), "Baris 6 dari berkas itu tidak dapat dibaca"),
        (b"Halo", "Berkas ini bukan takarir"),
        (b"a" * 1_000_001, "lebih dari 1 MB"),
    ],
)
def test_file_that_cannot_be_read_says_where_and_changes_nothing(client, cast, source, editor, content, sentence):
    save_captions(source, [HALO], seen="", by=cast.dewi)
    client.force_login(cast.dewi)
    page = open_file(client, editor, content)
    assert sentence in page.content.decode() and typed_in(page)[2] == ["Halo &lt;b&gt;"]


def test_opening_no_file_says_so_and_signing_in_leads_back(client, cast, source, editor):
    client.force_login(cast.dewi)
    assert "Belum ada berkas yang dipilih." in client.post(f"{editor}berkas/").content.decode()
    assert client.get(f"{editor}berkas/")["Location"] == editor


def test_typing_survives_a_file_that_cannot_be_read(client, cast, source, editor):
    save_captions(source, [HALO], seen="", by=cast.dewi)
    client.force_login(cast.dewi)
    lines = json.dumps([{"start": "x", "end": "2", "text": "Ketikan"}])
    page = open_file(client, editor, b"Halo", seen="lama", lines=lines)
    assert typed_in(page) == [["x"], ["2"], ["Ketikan"]]
    assert 'name="seen" value="lama"' in page.content.decode()
    assert typed_in(open_file(client, editor, b"Halo", lines="["))[2] == ["Halo &lt;b&gt;"]


def test_fields_say_that_they_wait_for_the_script(client, cast, source, editor):
    save_captions(source, [HALO], seen="", by=cast.dewi)
    client.force_login(cast.dewi)
    html = client.get(editor).content.decode()
    assert "belum dapat diubah" in html.partition("<noscript>")[0]
    assert html.count(" readonly") == 3 * 2  # the line, and the one that the script copies


def test_captions_of_another_video_are_noticed(client, cast, source, editor):
    client.force_login(cast.dewi)
    page = open_file(client, editor, b"1\n00:12:00,000 --> 00:12:30,000\nHalo\n")
    assert "berakhir pada 12.30, padahal videonya hanya 1 menit" in page.content.decode()


def test_five_hundred_lines_are_saved_at_once(client, cast, source, editor):
    client.force_login(cast.dewi)
    rows = [(str(n), f"{n},9", f"Baris {n} " + "kata " * 15) for n in range(500)]
    assert save(client, editor, rows).status_code == 302
    assert len(cues_of(again(source))) == 500
    assert client.get(editor).content.decode().count('class="start"') == 501


def test_what_is_kept_can_be_taken_along(client, cast, source, editor):
    save_captions(source, [HALO], seen="", by=cast.dewi)
    client.force_login(cast.dewi)
    vtt, srt = client.get(f"{editor}unduh/vtt/"), client.get(f"{editor}unduh/srt/")
    assert "Halo &lt;b&gt;" in vtt.content.decode() and "Halo <b>" in srt.content.decode()
    assert srt["Content-Disposition"] == 'attachment; filename="Isi label.srt"'
    assert client.get(f"{editor}unduh/exe/").status_code == 404


def test_only_the_owner_and_the_office_change_captions(client, cast, source, editor):
    for person, status in [
        (cast.ratna, 403),
        (cast.hasan, 403),
        (cast.kepala, 302),
        (cast.dewi, 200),
        (cast.petugas, 200),
        (cast.admin, 200),
    ]:
        client.force_login(person)
        answers = [client.get(editor), client.get(f"{editor}unduh/vtt/"), open_file(client, editor, SRT)]
        assert [answer.status_code for answer in answers] == [status] * 3, person
        if status != 200:
            assert save(client, editor, [("1", "2", "x")]).status_code == status
    assert cues_of(again(source)) == ()


def test_instructor_does_not_find_the_videos_of_others(client, cast):
    client.force_login(cast.dewi)
    assert client.get(f"/studio/video/{show(cast.petugas).pk}/takarir/").status_code == 404


def test_video_that_cannot_be_played_yet_can_be_written_down(client, cast, source, editor):
    Source.objects.update(published=None)
    client.force_login(cast.dewi)
    assert "Video belum dapat diputar" in client.get(editor).content.decode()
