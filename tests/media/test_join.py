"""What is published: picture and sound in step, an index in front, nothing of the recording's own words."""

import shutil
from dataclasses import replace
from pathlib import Path

import av
import pytest

from media.errors import ResultWrong
from media.pipeline.join import join_rendition, make_download
from media.pipeline.ladder import lay_plan
from media.pipeline.picture import make_chunk
from media.pipeline.plan import VideoRung
from media.pipeline.probe import probe
from media.pipeline.sound import make_sounds
from media.pipeline.tools import tool
from media.pipeline.verifying import held_by

RUNGS = (
    VideoRung("h", "hemat", "h264", 160, 90, 30, "veryfast", 2000, "aac24"),
    VideoRung("a", "hemat", "av1", 160, 90, 40, "10", 2000, "opus16"),
)


class Lesson:
    """A clip with its chunks and sounds made."""

    def __init__(self, clip, folder):
        plan = lay_plan(probe(clip), tool(), RUNGS, chunk_s=4)
        self.plan = replace(plan, gop_frames=25, chunk_frames=25)
        self.folder = folder
        self.chunks = {rung.name: [] for rung in RUNGS}
        for position in range(self.plan.chunks):
            targets = {rung.name: folder / f"{rung.name}{position}.mp4" for rung in RUNGS}
            make_chunk(clip, self.plan, position, targets)
            for name, path in targets.items():
                self.chunks[name].append(path)
        self.sounds = {sound.name: folder / f"{sound.name}.mp4" for sound in self.plan.sounds}
        make_sounds(clip, self.plan, self.sounds)

    def join(self, rung, name="joined.mp4"):
        target = self.folder / name
        return target, join_rendition(self.chunks[rung.name], self.sounds[rung.sound], target, self.plan, rung)


@pytest.fixture(scope="module")
def lesson(clips, tmp_path_factory):
    return Lesson(clips.located, tmp_path_factory.mktemp("lesson"))


def boxes(path):
    """Return the names of a file's boxes in order."""
    content, at, names = path.read_bytes(), 0, []
    while at < len(content):
        names.append(content[at + 4 : at + 8].decode())
        at += int.from_bytes(content[at : at + 4])
    return names


@pytest.mark.parametrize("rung", RUNGS, ids=["h264", "av1"])
def test_joined_file_has_picture_and_sound_in_step_and_an_index_in_front(lesson, rung):
    path, made = lesson.join(rung)
    video, audio = held_by([path])[0]
    assert (video.packets, video.start_s, video.is_even) == (lesson.plan.frames, 0, True)
    assert (made.width, made.height, made.size_bytes) == (160, 90, path.stat().st_size)
    assert abs(video.end_s - audio.end_s) <= 0.020
    assert -0.05 < audio.start_s <= 0  # the encoder's lead-in, which players leave out
    found = boxes(path)
    assert found[:4] == ["ftyp", "moov", "sidx", "sidx"]
    assert found[4:] == ["moof", "mdat"] * lesson.plan.chunks


@pytest.mark.parametrize("rung", RUNGS, ids=["h264", "av1"])
def test_download_holds_the_same_with_its_table_in_front(lesson, rung):
    path, _ = lesson.join(rung)
    target = lesson.folder / "download.mp4"
    make_download(path, target)
    assert [name for name in boxes(target) if name != "free"] == ["ftyp", "moov", "mdat"]
    video, audio = held_by([target])[0]
    assert (video.packets, video.is_even) == (lesson.plan.frames, True)
    assert abs(video.end_s - audio.end_s) <= 0.020


def test_sound_alone_is_a_file_of_its_own(lesson):
    target = lesson.folder / "alone.m4a"
    made = join_rendition([], lesson.sounds["opus16"], target, lesson.plan, None)
    assert boxes(target)[:4] == ["ftyp", "moov", "sidx", "moof"]
    assert (made.width, made.duration_s) == (None, 3.0)


def test_silent_clip_is_joined_without_sound(lesson):
    target = lesson.folder / "mute.mp4"
    join_rendition(lesson.chunks["h"], None, target, lesson.plan, RUNGS[0])
    assert [held.kind for held in held_by([target])[0]] == ["video"]


def test_a_folder_with_an_apostrophe_is_only_a_folder(lesson, tmp_path):
    folder = tmp_path / "ibu's"
    folder.mkdir()
    chunks = [Path(shutil.copy(path, folder)) for path in lesson.chunks["h"]]
    assert join_rendition(chunks, None, folder / "joined.mp4", lesson.plan, RUNGS[0]).duration_s == 3.0


def test_nothing_of_the_recording_is_told(lesson):
    path, _ = lesson.join(RUNGS[0])
    with av.open(str(path)) as made:
        assert not {"location", "title", "comment", "creation_time"} & set(made.metadata)
    assert b"117.5" not in path.read_bytes()
    assert b"Rahasia" not in path.read_bytes()


def test_joined_twice_is_byte_for_byte_the_same(lesson):
    for rung in RUNGS:
        assert lesson.join(rung, "one.mp4")[0].read_bytes() == lesson.join(rung, "two.mp4")[0].read_bytes()


def test_a_missing_or_a_foreign_chunk_is_noticed(lesson):
    target, sound = lesson.folder / "wrong.mp4", lesson.sounds["aac24"]
    for chunks in (lesson.chunks["h"][:-1], lesson.chunks["h"] + lesson.chunks["h"][:1]):
        with pytest.raises(ResultWrong):
            join_rendition(chunks, sound, target, lesson.plan, RUNGS[0])
    assert not list(lesson.folder.glob("*.list"))


def test_two_hours_keep_their_times(clips, tmp_path):
    plan = replace(lay_plan(probe(clips.two_hours), tool(), (), chunk_s=48), gop_frames=4, chunk_frames=2400)
    rung = replace(RUNGS[0], width=32, height=32, preset="ultrafast", sound="")
    plan = replace(plan, videos=(rung,))
    chunks = [tmp_path / f"{position}.mp4" for position in range(plan.chunks)]
    for position, path in enumerate(chunks):
        make_chunk(clips.two_hours, plan, position, {"h": path})
    made = join_rendition(chunks, None, tmp_path / "long.mp4", plan, rung)
    assert (made.duration_s, plan.chunks) == (7200, 3)
