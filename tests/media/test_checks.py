"""What `manage.py check` says of ffmpeg and of the cage."""

import json

import pytest

from media import checks
from media.pipeline.cage import Cage

PROGRAM = """#!/bin/sh
case "$*" in
  *-version*) echo "ffmpeg version 5.1 of a test";;
  *-encoders*) printf ' V..... libx264 x\\n A..... aac x\\n V..... libwebp x\\n%s';;
  *-filters*) echo ' ... scale V->V x';;
esac
"""


@pytest.fixture
def weak_ffmpeg(settings, tmp_path):
    """Put an ffmpeg in place that has what must be and nothing more; return a function that changes its encoders."""
    settings.VAR_DIR = tmp_path
    (tmp_path / "run").mkdir()
    program = tmp_path / "ffmpeg"

    def write(encoders=""):
        program.write_text(PROGRAM % encoders)
        program.chmod(0o755)

    write()
    settings.FFMPEG_PATH = str(program)
    return write


@pytest.fixture(autouse=True)
def ask_again(settings):
    checks.find_ffmpeg.cache_clear()
    yield
    checks.find_ffmpeg.cache_clear()


def ids(messages):
    return [message.id for message in messages]


def test_packaged_ffmpeg_lacks_nothing():
    assert checks.check_ffmpeg() == []


def test_what_an_ffmpeg_lacks_is_said_in_words(weak_ffmpeg):
    said = checks.check_ffmpeg()
    assert ids(said) == ["media.W001", "media.W002", "media.W003", "media.W004"]
    assert said[0].msg == "This ffmpeg has no libsvtav1: no AV1: each video costs learners about twice the bytes."
    assert not any(message.is_serious() for message in said)


def test_no_ffmpeg_or_none_that_encodes_is_an_error(weak_ffmpeg, settings, tmp_path):
    weak = tmp_path / "ffmpeg"
    weak.write_text(weak.read_text().replace("libx264", "other"))
    assert ids(checks.check_ffmpeg()) == ["media.E002"]
    settings.FFMPEG_PATH = "/nowhere/ffmpeg"
    checks.find_ffmpeg.cache_clear()
    assert ids(checks.check_ffmpeg()) == ["media.E001"]


def test_ffmpeg_is_asked_once_and_again_when_it_changes(weak_ffmpeg, tmp_path):
    kept = tmp_path / "run" / "ffmpeg.json"
    checks.check_ffmpeg()
    known = json.loads(kept.read_text())
    kept.write_text(json.dumps(known | {"tool": known["tool"] | {"has_opus": True}}))
    assert ids(checks.check_ffmpeg()) == ["media.W001", "media.W003", "media.W004"]
    weak_ffmpeg(" V..... libsvtav1 x\\n")
    assert ids(checks.check_ffmpeg()) == ["media.W002", "media.W003", "media.W004"]


def test_deploy_check_names_the_cage():
    (said,) = checks.say_cage()
    assert said.id == "media.I001"
    assert said.msg.startswith("Uploads are read in the cage `")


@pytest.mark.parametrize(
    ("cage", "words"),
    [
        (Cage("bwrap", guards_files=True, cuts_network=True), "own files only, no network"),
        (Cage("unshare", guards_files=False, cuts_network=True), "may read every file that the worker may."),
        (Cage("limits", guards_files=False, cuts_network=False), "that the worker may, use the network and outlive"),
        (Cage("limits", guards_files=True, cuts_network=False), "a hijacked program may use the network and outlive"),
    ],
)
def test_weaker_cages_say_what_they_lack(cage, words):
    assert words in checks._describe(cage)


def test_cage_that_does_not_work_is_an_error(settings):
    settings.MEDIA_CAGE = "castle"
    (said,) = checks.check_cage()
    assert (said.id, said.msg) == ("media.E003", "MEDIA_CAGE=castle does not work here.")
