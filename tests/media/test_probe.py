"""What is taken and what is refused, with real files; each refusal has its own sentence."""

import pytest

from media import errors
from media.pipeline.probe import judge, probe

REFUSED = {
    "empty": errors.FileEmpty,
    "letter": errors.NotVideo,
    "playlist": errors.NotVideo,
    "cut_front": errors.CutOff,
    "cut_end": errors.CutOff,
    "cut_film": errors.CutOff,
    "cut_matroska": errors.CutOff,
    "voice": errors.NoVideo,
    "cover": errors.NoVideo,
    "giant": errors.PictureTooLarge,
    "dot": errors.PictureTooSmall,
    "crowd": errors.TooManyStreams,
    "horde": errors.TooManyStreams,
    "odd_codec": errors.UnknownCodec,
    "far_apart": errors.TooLong,
    "blink": errors.TooShort,
}


@pytest.mark.parametrize("name", REFUSED)
def test_probe_refuses_broken_and_hostile_files(clips, name):
    with pytest.raises(REFUSED[name]) as caught:
        probe(getattr(clips, name))
    assert caught.value.permanent


@pytest.mark.parametrize("name", ["whole", "silent", "live", "film", "stream", "matroska", "slides"])
def test_probe_takes_what_cameras_and_programs_write(clips, name):
    facts = probe(getattr(clips, name))
    assert 2.9 < facts.duration_s < 8.2
    assert (facts.audio_index is None) == (name in {"silent", "slides"})


def test_probe_tells_sides_as_seen(clips):
    assert (probe(clips.whole).width, probe(clips.whole).height) == (1280, 720)
    assert (probe(clips.turned).width, probe(clips.turned).height) == (720, 1280)


def test_child_refuses_a_playlist_even_when_the_first_bytes_are_right(clips, tmp_path):
    disguised = tmp_path / "disguised.mp4"
    disguised.write_bytes(b"\0\0\0\x18ftyp" + clips.playlist.read_bytes())
    with pytest.raises(errors.CutOff):
        probe(disguised)


def found(**video):
    """What the child might say of a clip."""
    facts = {
        "codec": "h264",
        "index": 0,
        "width": 640,
        "height": 360,
        "sar": 1,
        "fps": 25,
        "frames": 250,
        "rotation": 0,
        "counted": 250,
        "short_s": 0.04,
        "is_variable": False,
        "is_hdr": False,
        "is_interlaced": False,
        "is_turned": False,
        "decodes": True,
        "is_locked": False,
    }
    return {"announced_s": 10, "last_s": 10, "streams": 1, "video": facts | video}


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (found(fps=240), errors.OddFrameRate),
        (found(fps=0), errors.OddFrameRate),
        (found(frames=2000, fps=25) | {"last_s": 10}, errors.CutOff),
        (found(frames=2, counted=2, fps=1 / 3600) | {"announced_s": 7200, "last_s": 7200}, errors.OddFrameRate),
        (found(decodes=False), errors.Unreadable),
        (found(is_locked=True, decodes=False), errors.Locked),
        (found(width=4000, height=3000), errors.PictureTooLarge),
        (found(width=5000, height=100), errors.PictureTooLarge),
        (found() | {"last_s": 36000}, errors.TooLong),
        (found() | {"audio": {"index": 1, "codec": "cook"}}, errors.UnknownCodec),
    ],
)
def test_bounds_hold(said, error):
    with pytest.raises(error):
        judge(said)


def test_width_counts_square_pixels():
    assert judge(found(width=720, height=576, sar=16 / 11)).width == 1047


def test_a_cage_that_fails_is_not_the_files_fault(clips, settings):
    settings.MEDIA_CAGE = "castle"
    with pytest.raises(errors.ToolMissing):
        probe(clips.small)


@pytest.mark.parametrize("said", [{}, {"streams": "many"}, found(index="x"), found(fps="fast"), found(width=None)])
def test_what_a_hijacked_child_says_is_not_trusted(said):
    with pytest.raises(errors.NotVideo):
        judge(said)
