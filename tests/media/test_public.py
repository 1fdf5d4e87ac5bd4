"""What other rooms use: importing a file as an upload, and the check that a usable ffmpeg is there."""

import pytest

from media.checks import check_ffmpeg
from media.errors import NotVideo
from media.models import Source
from media.pipeline.ffmpeg import find_ffmpeg
from media.public import import_source, is_playable, renditions_of


def test_imported_file_goes_the_way_of_an_upload(cast, clips, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        source = import_source(clips.small, title="Pelajaran contoh", owner=cast.dewi, is_demo=True)
    source = Source.objects.get(pk=source.pk)
    assert is_playable(source) and source.is_ready and source.is_demo
    assert {"audio", "hemat"} <= {one.kind for one in renditions_of(source)} <= {"audio", "hemat", "biasa"}
    assert {one.width for one in renditions_of(source)} == {None, 160}  # nothing is enlarged
    assert clips.small.exists()


def test_imported_file_that_is_no_video_is_refused(cast, clips):
    with pytest.raises(NotVideo):
        import_source(clips.letter, title="Surat", owner=cast.dewi)
    assert not Source.objects.exists()


def test_check_is_silent_when_all_is_there():
    assert check_ffmpeg() == []


@pytest.mark.parametrize(("program", "code"), [("/nowhere/ffmpeg", "media.E001"), ("/bin/true", "media.E001")])
def test_check_tells_a_missing_ffmpeg_and_a_program_that_is_none(settings, program, code):
    settings.FFMPEG_PATH = program
    find_ffmpeg.cache_clear()
    try:
        assert [message.id for message in check_ffmpeg()] == [code]
    finally:
        find_ffmpeg.cache_clear()
