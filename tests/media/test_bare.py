"""Nothing that a recording tells of place, time, people or device reaches a published file."""

import pytest

from media.pipeline.poster import make_poster
from media.pipeline.probe import probe
from tests.media.bare import assert_bare
from tests.media.conftest import ffmpeg
from tests.media.test_join import RUNGS, Lesson, join_rendition, make_download

CHAPTERS = """;FFMETADATA1
title=Rahasia
artist=Dewi
make=Telepon
com.apple.quicktime.location.ISO6709=-00.5000+117.5000/
[CHAPTER]
TIMEBASE=1/1000
START=0
END=900
title=Rumah Dewi
"""


@pytest.fixture(scope="module")
def telling(clips, tmp_path_factory):
    """Return recordings that tell everything: as a phone, a camera and an editing program write them."""
    folder = tmp_path_factory.mktemp("telling")
    words = folder / "words.txt"
    words.write_text(CHAPTERS)
    captions = folder / "captions.srt"
    captions.write_text("1\n00:00:00,000 --> 00:00:01,000\nRahasia\n")
    told = ["-i", clips.small, "-i", words, "-map_metadata", "1", "-map_chapters", "1", "-c", "copy"]
    place = ["-metadata", "location=-00.5000+117.5000/", "-metadata", "creation_time=2026-11-25T01:02:03Z"]
    phone = [*place, "-timecode", "10:00:00:00", "-metadata:s:v", "handler_name=Kamera Dewi"]
    ffmpeg(*told, *phone, folder / "phone.mov")
    ffmpeg(*told, *phone, "-movflags", "use_metadata_tags", folder / "camera.mp4")
    attached = ["-attach", captions, "-metadata:s:t", "mimetype=font/ttf", "-metadata:s:v", "title=Dewi"]
    with_captions = ["-i", clips.small, "-i", words, "-i", captions, "-map", "0", "-map", "2", "-map_metadata", "1"]
    ffmpeg(*with_captions, *place, *attached, "-c", "copy", "-c:s", "srt", folder / "program.mkv")
    return folder


@pytest.mark.parametrize("name", ["phone.mov", "camera.mp4", "program.mkv"])
def test_check_sees_what_a_recording_tells(telling, name):
    with pytest.raises(AssertionError):
        assert_bare(telling / name)


@pytest.mark.parametrize("name", ["phone.mov", "program.mkv"])
def test_nothing_told_is_published(telling, tmp_path, name):
    original, made = telling / name, tmp_path / "made"
    made.mkdir()
    assert b"Rahasia" in original.read_bytes()
    lesson = Lesson(original, tmp_path)
    for rung in RUNGS:
        path, _ = lesson.join(rung, f"made/{rung.name}.mp4")
        make_download(path, made / f"{rung.name}-download.mp4")
    for sound, path in lesson.sounds.items():
        join_rendition([], path, made / f"{sound}.m4a", lesson.plan, None)
    make_poster(original, probe(original), made / "poster.webp")
    results = sorted(made.iterdir())
    assert len(results) == 2 * len(RUNGS) + len(lesson.sounds) + 1
    for path in results:
        assert_bare(path)
        assert not [word for word in (b"Rahasia", b"Dewi", b"117.5", b"Telepon") if word in path.read_bytes()]
