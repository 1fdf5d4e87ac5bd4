"""What comes out of real clips: playable on cheap phones, small, the right way up, silent about where it was shot."""

import av
import pytest
from media.pipeline.director import prepare, produce
from media.pipeline.transcode import check_made

from media.errors import CutOff, DiskFull
from media.pipeline.ladder import plan_renditions
from media.pipeline.probe import probe
from media.pipeline.workspace import Workspace


@pytest.fixture
def space(tmp_path):
    return Workspace(tmp_path / "public")


def make(clip, kind, space, **values):
    plan = next(plan for plan in plan_renditions(probe(clip)) if plan.kind == kind)
    name, made = produce(clip, "input", plan, space, **values)
    return space.path(name), made


def test_rendition_is_h264_with_mono_sound_in_fragments_with_one_index(clips, space):
    path, made = make(clips.whole, "biasa", space)
    with av.open(str(path)) as result:
        picture, sound = result.streams.video[0], result.streams.audio[0]
        assert picture.codec_context.name == "h264"
        assert picture.codec_context.profile == "High"
        assert picture.codec_context.pix_fmt == "yuv420p"
        assert (picture.width, picture.height) == (854, 480) == (made.width, made.height)
        assert sound.codec_context.name == "aac"
        assert (sound.rate, sound.channels) == (24000, 1)
        assert abs(result.duration / 1e6 - 3) < 0.2
    assert made.size_bytes == path.stat().st_size
    boxes = path.read_bytes()[:3000]
    assert 0 < boxes.index(b"moov") < boxes.index(b"sidx") < boxes.index(b"moof")


def test_sound_alone_holds_no_picture(clips, space):
    path, made = make(clips.whole, "audio", space)
    with av.open(str(path)) as result:
        assert [stream.type for stream in result.streams] == ["audio"]
    assert made.width is None
    assert path.suffix == ".m4a"


def test_turned_clip_comes_out_upright(clips, space):
    path, made = make(clips.turned, "hemat", space)
    assert (made.width, made.height) == (360, 640)
    with av.open(str(path)) as result:
        assert next(result.decode(video=0)).rotation == 0


def test_portrait_clip_stays_portrait(clips, space):
    assert make(clips.portrait, "biasa", space)[1].width == 480


def test_small_clip_is_not_enlarged(clips, space):
    assert make(clips.small, "hemat", space)[1].width == 160


def test_sixty_pictures_a_second_become_thirty(clips, space):
    with av.open(str(make(clips.fast, "hemat", space)[0])) as result:
        assert result.streams.video[0].average_rate == 30


def test_few_pictures_a_second_are_not_multiplied(clips, space):
    with av.open(str(make(clips.slides, "hemat", space)[0])) as result:
        assert sum(1 for _ in result.decode(video=0)) == 15


@pytest.mark.parametrize("name", ["live", "film", "stream", "silent"])
def test_other_containers_come_out_the_same(clips, space, name):
    assert make(getattr(clips, name), "hemat", space)[1].height == 360


def test_place_and_title_of_the_recording_are_not_published(clips, space):
    assert b"117.5" in clips.located.read_bytes()
    path, _ = make(clips.located, "hemat", space)
    with av.open(str(path)) as result:
        kept = {**result.metadata, **result.streams.video[0].metadata}
    assert not {"location", "title", "com.apple.quicktime.location.ISO6709"} & set(kept)
    assert b"117.5" not in path.read_bytes()
    assert b"Rahasia" not in path.read_bytes()


def test_made_twice_is_the_same_file_and_costs_no_encoding(clips, space):
    path, made = make(clips.small, "hemat", space)
    before = path.stat().st_mtime_ns
    ticks = []
    assert make(clips.small, "hemat", space, on_tick=ticks.append) == (path, made)
    assert path.stat().st_mtime_ns == before
    assert not ticks


def test_made_anew_elsewhere_is_byte_for_byte_the_same(clips, space, tmp_path):
    first, _ = make(clips.small, "hemat", space)
    second, _ = make(clips.small, "hemat", Workspace(tmp_path / "other"))
    assert first.read_bytes() == second.read_bytes()


def test_result_of_another_length_does_not_count(clips, space):
    path, _ = make(clips.front, "hemat", space)
    plan = plan_renditions(probe(clips.long))[0]
    with pytest.raises(CutOff):
        check_made(path, plan)


def test_full_disk_is_told_before_the_work(clips, tmp_path):
    with pytest.raises(DiskFull):
        make(clips.small, "hemat", Workspace(tmp_path, reserve_bytes=10**18))


def test_poster_is_a_small_webp_of_the_right_shape(clips, space):
    prepared = prepare(clips.turned, "input", space)
    poster = space.path(prepared.poster)
    assert poster.read_bytes()[8:12] == b"WEBP"
    assert (prepared.poster_width, prepared.poster_height) == (480, 854)
    assert poster.stat().st_size < 40_000


def test_progress_is_told_while_it_runs(clips, space):
    ticks = []
    make(clips.long, "biasa", space, on_tick=ticks.append)
    assert ticks == sorted(ticks)
    assert len([tick for tick in ticks if 0 < tick < 21]) >= 1


def test_no_half_written_file_is_left_when_the_work_is_broken_off(clips, space):
    class Stop(Exception):
        pass

    def stop(seconds):
        raise Stop

    with pytest.raises(Stop):
        make(clips.long, "hemat", space, on_tick=stop)
    assert not [path for path in space.root.rglob("*") if path.is_file()]
