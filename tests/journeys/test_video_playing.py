"""Every file that we publish plays from a plain `<video src>` without a script: length, seeking, the right picture."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request

from tests.journeys.playing import VIDEO, play, seek
from tests.journeys.rungs import SECONDS, make_rungs
from tests.journeys.watching import run_in_page

COLOUR = f"""(() => {{
  const canvas = document.createElement('canvas'), paint = canvas.getContext('2d');
  canvas.width = canvas.height = 1;
  paint.drawImage({VIDEO}, 0, 0, 1, 1);
  return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
}})()"""
DURATION_S = 0.05


@pytest.fixture(scope="module")
def published(stack, tmp_path_factory) -> dict[str, str]:
    """Return the addresses of the files, put where the product serves them."""
    made = make_rungs(tmp_path_factory.mktemp("rungs"))
    folder = stack.var / "public" / "video" / "zz"
    folder.mkdir(parents=True, exist_ok=True)
    return {name: f"/berkas/video/zz/{shutil.copy(path, folder / path.name).name}" for name, path in made.items()}


def show_plainly(page: Page, address: str) -> None:
    """A page with nothing but the file in a video element."""
    page.goto("/bantuan/")
    video = f'<video controls preload="none" width="320" height="180" src="{address}"></video>'
    page.set_content(f"<!doctype html><title>x</title>{video}")


@pytest.mark.parametrize("name", ["av1", "h264", "opus", "aac"])
def test_rung_plays_from_a_plain_source(desk, published, name):
    show_plainly(desk, published[name])
    play(desk)
    assert run_in_page(desk, f"{VIDEO}.duration") == pytest.approx(SECONDS, abs=DURATION_S)
    has_picture = name in ("av1", "h264")
    if has_picture:
        red, _, blue = run_in_page(desk, COLOUR)
        assert red > 200 > 60 > blue
    seek(desk, SECONDS * 0.8)
    if has_picture:
        red, _, blue = run_in_page(desk, COLOUR)
        assert blue > 200 > 60 > red
    assert run_in_page(desk, f"{VIDEO}.error") is None


def test_rung_starts_after_its_first_part_and_jumps_by_range(desk, published, stack):
    requests: list[Request] = []
    desk.on("request", lambda one: requests.append(one))  # the listener gets a mark, which a builtin can't hold
    show_plainly(desk, published["h264"])
    play(desk)
    seek(desk, SECONDS * 0.8)
    ranges = [request.headers.get("range") for request in requests if "/berkas/" in request.url]
    assert ranges and all(one and one.startswith("bytes=") for one in ranges)
    content = (stack.var / "public" / Path(published["h264"]).relative_to("/berkas")).read_bytes()
    assert content.index(b"sidx") < content.index(b"moof") < content.index(b"mdat") and b"mfra" not in content
