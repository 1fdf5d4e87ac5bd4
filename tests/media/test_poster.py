"""The picture that stands in for a video."""

import av
import pytest

from media.pipeline.poster import make_poster, poster_name, poster_size
from media.pipeline.probe import probe


@pytest.mark.parametrize(
    "name", ["whole", "turned", "portrait", "odd", "camcorder", "bright", "late", "stream", "slides"]
)
def test_poster_is_a_small_webp_of_the_right_shape(clips, tmp_path, name):
    clip, target = getattr(clips, name), tmp_path / "poster.webp"
    facts = probe(clip)
    make_poster(clip, facts, target)
    assert target.read_bytes()[8:12] == b"WEBP"
    assert target.stat().st_size < 40_000
    with av.open(str(target)) as made:
        frame = next(made.decode(video=0))
        assert (frame.width, frame.height) == poster_size(facts)
        assert 20 < sum(bytes(frame.planes[0])) / len(bytes(frame.planes[0])) < 235


def test_poster_is_the_same_each_time_and_named_by_the_clip(clips, tmp_path):
    made = []
    for name in ("one.webp", "two.webp"):
        make_poster(clips.small, probe(clips.small), tmp_path / name)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    assert poster_name("a") == poster_name("a") != poster_name("b")
