"""What the ffmpeg at hand can do."""

import shutil

import pytest

from media.errors import ToolMissing
from media.models import EncodingState
from media.pipeline.ffmpeg import find_ffmpeg
from media.pipeline.tools import missing_encoders, tool

POOR = """#!/bin/sh
case "$*" in
  *-version*) printf 'ffmpeg version 5.1.9-0 Copyright (c)\\nbuilt with gcc\\nconfiguration: --enable-gpl\\n' ;;
  *-encoders*) printf ' V..... libx264 H.264\\n A..... aac AAC\\n V..... libwebp WebP\\n' ;;
  *-filters*) printf ' .. scale V->V\\n' ;;
esac
"""


@pytest.fixture
def at_hand(settings, tmp_path):
    """Return a function that puts a program in ffmpeg's place."""

    def put(content):
        program = tmp_path / "ffmpeg"
        program.write_text(content)
        program.chmod(0o755)
        return take(program)

    def take(program):
        settings.FFMPEG_PATH = program
        find_ffmpeg.cache_clear()
        return program

    put.take = take

    yield put
    find_ffmpeg.cache_clear()


def test_packaged_ffmpeg_can_do_all():
    found = tool()
    assert found.has_av1 and found.has_opus and found.has_vmaf and found.has_zscale
    assert found.version.startswith("n") and found.path == find_ffmpeg()
    assert missing_encoders() == []


def test_poor_ffmpeg_is_told_apart(at_hand):
    path = at_hand(POOR)
    found = tool()
    assert (found.path, found.version[:-8], found.missing) == (str(path), "5.1.9-0-", ())
    assert not (found.has_av1 or found.has_opus or found.has_vmaf or found.has_zscale)


def test_another_ffmpeg_at_the_same_path_is_looked_at_again(at_hand):
    at_hand(POOR)
    assert tool().version.startswith("5.1.9-0-")
    at_hand(POOR.replace("5.1.9-0", "6.0-other"))
    assert tool().version.startswith("6.0-other-")


def test_builds_of_one_release_are_told_apart(at_hand):
    at_hand(POOR)
    one = tool().version
    at_hand(POOR.replace("--enable-gpl", "--enable-gpl --enable-libx264"))
    assert tool().version[:-8] == one[:-8] and tool().version != one
    assert len(tool().version) <= 23


@pytest.mark.parametrize("content", ["#!/bin/sh\nexit 3\n", "#!/bin/sh\necho hello\n"])
def test_program_that_is_no_ffmpeg_is_refused(at_hand, content):
    at_hand(content)
    with pytest.raises(ToolMissing):
        tool()


@pytest.mark.needs("ffmpeg")
@pytest.mark.django_db
def test_lesson_becomes_ready_with_the_machines_own_ffmpeg(process, clips, at_hand):
    at_hand.take(shutil.which("ffmpeg"))
    source = process(clips.whole)
    assert (source.state, source.wanted.tool) == (EncodingState.READY, tool().version)
    made = {(one.kind, one.codec) for one in source.published.renditions.all()}
    assert {("audio", "aac"), ("hemat", "h264")} <= made
    assert set(source.wanted.pieces.values_list("state", "attempts")) == {("done", 1)}
