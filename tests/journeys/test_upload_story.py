"""A trainer uploads from her phone over a line that breaks: nothing that arrived is sent again."""

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import barriers
from tests.journeys.conftest import PHONE
from tests.journeys.cutting import CuttingProxy
from tests.journeys.signing_in import come_in
from tests.journeys.uploading import choose, digest_of, digests_kept, make_big_clip, send, wait_for_percent

SIZE_BYTES = 8_000_000
CUTS = 8
SENT_TWICE = 0.05
SECONDS = 60


@pytest.fixture
def line(stack):
    proxy = CuttingProxy(stack.port)
    yield proxy
    proxy.stop()


def test_upload_survives_cuts_a_reload_and_a_server_restart(new_context, stack, line, tmp_path):
    context, _ = new_context(**PHONE)
    page = context.new_page()
    come_in(page, stack, "dewi")
    clip = make_big_clip(tmp_path / "cara_melipat-kardus.mp4", SIZE_BYTES)
    page.goto(f"{line.url}/unggah/")
    assert barriers(page) == []
    choose(page, clip)
    assert barriers(page) == []
    before = line.bytes_up
    line.cut_at(*(before + SIZE_BYTES * number // (CUTS + 1) for number in range(1, CUTS + 1)))
    send(page)
    wait_for_percent(page, 30, seconds=SECONDS)
    line.refusing = True
    line.cut_now()
    expect(page.locator(".sending")).to_contain_text("yang sudah sampai tidak hilang")
    stack.restart_web()
    line.refusing = False

    page.reload()
    choose(page, clip)
    expect(page.locator(".sending")).to_contain_text("Unggahan dilanjutkan dari")
    send(page)
    card = page.locator("[data-videos] section").first
    expect(card).to_contain_text("cara melipat kardus", timeout=SECONDS * 1000)
    assert line.cuts_made > CUTS
    assert digest_of(clip) in digests_kept(stack.var)
    assert line.bytes_up - before <= SIZE_BYTES * (1 + SENT_TWICE)
    assert barriers(page) == []
