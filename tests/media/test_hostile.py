"""Broken, hostile and odd files, one case each, with the sentence the instructor reads: `broken.py`, `odd.py`."""

import io
import os
import re
import subprocess
from pathlib import Path

import av
import pytest
from django.core.files.base import File

from core.errors import UserFault
from media.pipeline import formats
from media.pipeline.encoders import stranger
from media.pipeline.ffmpeg import find_ffmpeg
from media.pipeline.inspecting import open_file
from media.pipeline.probe import Facts, facts_from, probe
from media.uploading import check_upload, save_upload
from tests.media import broken, odd
from tests.media.test_ffmpeg import children_of

EMPTY = "Berkas ini kosong. Periksa berkasnya di HP atau laptop, lalu unggah lagi."
NO_VIDEO_FILE = "Berkas ini bukan video yang dapat dibaca. Pilih rekaman dari kamera HP, misalnya MP4 atau MOV."
CUT_OFF = "Berkas video ini terpotong: akhirnya tidak ada. Salin ulang dari HP, lalu unggah lagi."
UNREADABLE = "Isi video ini rusak: gambarnya tidak dapat dibaca. Salin ulang dari HP, lalu unggah lagi."
SOUND_ONLY = "Berkas ini hanya berisi suara, tidak ada gambarnya. Pilih berkas video."
UNKNOWN_CODEC = "Cara rekam video ini belum dapat dibaca. Simpan ulang sebagai MP4 (H.264), lalu unggah lagi."
LOCKED = "Video ini terkunci (DRM), jadi tidak dapat diolah. Pilih rekaman Anda sendiri."
TOO_LONG = "Video ini lebih dari 3 jam. Bagi menjadi beberapa video yang lebih pendek, lalu unggah satu per satu."
TOO_SHORT = "Video ini kurang dari setengah detik. Pilih rekaman yang lebih panjang."
TOO_LARGE = (
    "Ukuran gambar video ini terlalu besar atau tidak terbaca. Simpan ulang dengan mutu 1080p, lalu unggah lagi."
)
TOO_SMALL = "Ukuran gambar video ini terlalu kecil. Pilih rekaman dari kamera HP."
TOO_MANY = "Berkas ini berisi terlalu banyak jalur gambar dan suara. Simpan ulang sebagai MP4 biasa, lalu unggah lagi."
ODD_RATE = "Jumlah gambar per detik video ini tidak wajar. Simpan ulang dengan 30 gambar per detik, lalu unggah lagi."

REFUSED = {
    "empty": EMPTY,
    "letter": NO_VIDEO_FILE,
    "web_page": NO_VIDEO_FILE,
    "hls_playlist": NO_VIDEO_FILE,
    "list_of_a_neighbours_file": NO_VIDEO_FILE,
    "list_behind_a_right_beginning": CUT_OFF,
    "dash_manifest": NO_VIDEO_FILE,
    "svg": NO_VIDEO_FILE,
    "session_description": NO_VIDEO_FILE,
    "photo": NO_VIDEO_FILE,
    "drawing": NO_VIDEO_FILE,
    "moving_drawing": NO_VIDEO_FILE,
    "sticker": NO_VIDEO_FILE,
    "archive": NO_VIDEO_FILE,
    "program": NO_VIDEO_FILE,
    "random_bytes": NO_VIDEO_FILE,
    "random_bytes_behind_a_right_beginning": CUT_OFF,
    "end_cut_off_mp4_index_first": CUT_OFF,
    "end_cut_off_mp4_index_last": CUT_OFF,
    "end_cut_off_avi": CUT_OFF,
    "end_cut_off_mkv": CUT_OFF,
    "begin_cut_off_mp4": NO_VIDEO_FILE,
    "begin_cut_off_avi": NO_VIDEO_FILE,
    "begin_cut_off_mkv": NO_VIDEO_FILE,
    "begin_cut_off_ts": NO_VIDEO_FILE,
    "no_table_of_contents": CUT_OFF,
    "no_pictures_only_the_table": UNREADABLE,
    "middle_lost": UNREADABLE,
    "claims_four_gigabytes": CUT_OFF,
    "claims_more_than_there_can_be": CUT_OFF,
    "box_of_no_size_in_a_loop": CUT_OFF,
    "boxes_in_boxes": CUT_OFF,
    "table_packed_a_thousand_times": CUT_OFF,
    "two_pictures_ten_hours_apart": TOO_LONG,
    "two_pictures_two_hours_apart_mkv": ODD_RATE,
    "two_pictures_two_hours_apart_mp4": ODD_RATE,
    "no_units_a_second": CUT_OFF,
    "webm_said_to_last_a_minute": CUT_OFF,
    "webm_said_to_last_four_hours": CUT_OFF,
    "empty_edit_list": TOO_SHORT,
    "blink": TOO_SHORT,
    "hurry": ODD_RATE,
    "voice": SOUND_ONLY,
    "song_with_cover": SOUND_ONLY,
    "giant": TOO_LARGE,
    "small_header_giant_picture": TOO_LARGE,
    "dot": TOO_SMALL,
    "crowd": TOO_MANY,
    "horde": TOO_MANY,
    "old_codec": UNKNOWN_CODEC,
    "codec_of_nobody": UNKNOWN_CODEC,
    "screen_codec_with_commands": UNKNOWN_CODEC,
    "odd_sound_codec": UNKNOWN_CODEC,
    "encrypted": LOCKED,
    "shop_film": UNKNOWN_CODEC,
    "pictures_by_an_alias": CUT_OFF,
}
SMALL = {"duration_s": 2.0, "width": 160, "height": 120, "fps": 25.0, "video_codec": "h264", "audio_channels": 1}
TAKEN = {
    "length_below_nothing": SMALL,
    "length_beyond_all_numbers": SMALL,
    "track_longer_than_there_is": SMALL,
    "webm_said_to_last_no_number": {"duration_s": 2.0, "video_codec": "vp8", "audio_codec": "opus"},
    "length_said_too_short": {"duration_s": 8.0},
    "pictures_in_a_neighbours_file": SMALL,  # the address is not looked at: these are the pictures of this very file
    "pictures_on_another_machine": SMALL,
    "end_cut_off_ts": {"duration_s": 1.9},
    "broken_in_the_first_pictures": {"duration_s": 3.0},
    "garbage_behind": SMALL,
    "archive_behind": SMALL,
    "avi_without_index": {"duration_s": 8.0, "video_codec": "mpeg4", "audio_codec": "mp3"},
    "two_pictures_side_by_side": SMALL | {"video_index": 0, "audio_index": 2},
    "second_picture_in_an_old_codec": SMALL,
    "with_font_and_captions": SMALL,
    "with_time_code": SMALL,
    "with_positions": SMALL,
    "slides_for_two_hours": {"duration_s": 7200.0, "fps": 1.0, "audio_index": None, "audio_channels": 0},
    "slides_for_two_hours_mkv": {"duration_s": 7200.0, "fps": 1.0},
    "lecture_at_one_picture_a_second": {"duration_s": 7200.0, "fps": 1.0},
    "screen_recording": {"duration_s": 5.0, "fps": 25.0, "is_variable": True},
    "television": {"is_interlaced": True, "audio_channels": 6, "audio_codec": "ac3", "is_hdr": False},
    "bright_film": {"is_hdr": True, "video_codec": "hevc", "is_interlaced": False},
}


MAKERS = vars(broken) | vars(odd)


@pytest.fixture
def upload_of(clips, tmp_path):
    """Return a function that makes the file of a case, alone in a folder."""

    def make(name):
        path = tmp_path / "upload.mp4"
        MAKERS[name](clips, path)
        assert list(tmp_path.iterdir()) == [path]
        return path

    return make


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_sentence_and_nothing_left(upload_of, name):
    path = upload_of(name)
    before, running = path.read_bytes(), set(children_of(os.getpid()))
    with pytest.raises(UserFault) as caught:
        probe(path)
    assert caught.value.message == REFUSED[name]
    assert caught.value.permanent
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    assert set(children_of(os.getpid())) <= running


@pytest.mark.parametrize("name", TAKEN)
def test_taken_for_what_it_is(upload_of, name):
    facts = probe(upload_of(name))
    told = facts.as_json()
    assert {key: told[key] for key in TAKEN[name] if key != "duration_s"} == {
        key: value for key, value in TAKEN[name].items() if key != "duration_s"
    }
    assert facts.duration_s == pytest.approx(TAKEN[name].get("duration_s", facts.duration_s), abs=0.1)
    assert facts_from(told) == facts


def test_decoder_of_a_second_stream_is_never_opened(upload_of):
    path, refused = upload_of("second_picture_in_an_old_codec"), "Codec (cinepak) not on whitelist"
    words = stranger(path, 1)["v:0"].output("-", f="null").get_args()
    said = subprocess.run([find_ffmpeg(), *words], capture_output=True, check=True, text=True).stderr
    assert refused in said
    assert "Video: cinepak (cvid / 0x64697663), none" in said  # its form is not known, as it was never decoded
    av.logging.set_level(av.logging.ERROR)
    try:
        with av.logging.Capture() as heard, open_file(str(path), formats.DEMUXERS, formats.DECODERS, "99999", "8"):
            assert [text for _, name, text in heard if name == "cinepak" and text.startswith(refused)]
    finally:
        av.logging.set_level(None)


def test_decoders_of_all_codecs_that_we_take_are_allowed():
    codecs = formats.VIDEO_CODECS | formats.AUDIO_CODECS
    assert {av.codec.Codec(name, "r").name for name in codecs} <= set(formats.DECODERS.split(","))
    listed = subprocess.run(
        [find_ffmpeg(), "-hide_banner", "-codecs"], capture_output=True, check=True, text=True
    ).stdout
    lines = {words[1]: words for words in map(str.split, listed.splitlines()) if len(words) > 1}
    for name in codecs:
        words = lines[name]
        first = words[words.index("(decoders:") + 1] if "(decoders:" in words else name
        assert first.rstrip(")") in formats.DECODERS.split(",")


def test_every_case_is_expected_somewhere():
    makers = {name: made for name, made in MAKERS.items() if getattr(made, "__annotations__", {}).get("path") is Path}
    cases = {name for name, made in makers.items() if made.__code__.co_argcount == 2 and not name.startswith("_")}
    assert cases == set(REFUSED) | set(TAKEN)


def test_facts_of_another_version_can_be_read():
    assert facts_from(
        {"duration_s": 1, "width": 2, "height": 2, "fps": 1, "video_index": 0, "audio_index": None, "colour": "red"}
    ) == Facts(duration_s=1, width=2, height=2, fps=1, video_index=0, audio_index=None)


NAMES = {
    "climbs up": "../../../etc/passwd.mp4",
    "root": "/etc/cron.d/evil.mp4",
    "backslashes": "..\\..\\evil.mp4",
    "nothing": "a\0b.mp4",
    "new line": "a\nb.mp4",
    "read backwards": "a\u202e4pm.exe.mp4",
    "300 letters": "a" * 300 + ".mp4",
    "address": "http:evil.mp4",
    "option": "-i.mp4",
    "quotes": "a';rm -rf $(x)`\".mp4",
    "percent": "%d%s%n.mp4",
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_never_reaches_the_disk(clips, cast, name):
    file = File(io.BytesIO(clips.small.read_bytes()))
    file.name = name
    check_upload(file)
    source = save_upload(file, title="Contoh", owner=cast.dewi)
    assert re.fullmatch(r"[0-9a-z/_.-]+", source.original.name)
    assert ".." not in source.original.name
    assert Path(source.original.path).is_file()


@pytest.mark.parametrize("name", ["new\nline.mp4", "-i.mp4", "a';$(x)\".mp4", "%d%s.mp4", "http:x.mp4"])
def test_even_an_odd_path_is_only_a_path(clips, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(clips.small.read_bytes())
    assert probe(path).width == 160
