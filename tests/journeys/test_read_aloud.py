"""A lesson read aloud by the phone's own voice: no bytes but one small script, and only after a tap."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import barriers
from tests.journeys.conftest import PHONE
from tests.journeys.keeping import LESSON, TASK, keep, open_at_once
from tests.journeys.speaking import ENGLISH, FROM_THE_NETWORK, INDONESIAN, finish_sentence, give_voices, heard
from tests.journeys.watching import run_in_page

TITLE = "Mengapa kemasan menentukan"
LONGEST = 200


@pytest.fixture
def speaker(new_context) -> Page:
    """A phone with an Indonesian voice of its own, and another one."""
    context, _ = new_context(**PHONE)
    give_voices(context, ENGLISH, INDONESIAN)
    return context.new_page()


@pytest.mark.parametrize("voices", [[], [ENGLISH], [FROM_THE_NETWORK]])
def test_phone_without_a_voice_of_its_own_offers_nothing(new_context, voices):
    context, _ = new_context(**PHONE)
    give_voices(context, *voices)
    page = context.new_page()
    page.goto(LESSON)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("button", name="Bacakan")).to_have_count(0)


def test_lesson_is_read_in_order_and_shows_where(speaker):
    scripts: list[str] = []
    speaker.on("request", lambda request: scripts.append(request.url) if "read_aloud" in request.url else None)
    speaker.goto(LESSON)
    door = speaker.get_by_role("button", name="Bacakan")
    expect(door).to_be_visible()
    assert scripts == []
    door.click()
    expect(speaker.get_by_role("button", name="Jeda")).to_be_focused()
    assert barriers(speaker) == []
    expect(speaker.locator("h1")).to_have_attribute("aria-current", "true")
    for _ in range(6):
        finish_sentence(speaker)
    said = heard(speaker)
    assert said[0] == TITLE and len(said) == 7
    assert all(len(sentence) <= LONGEST for sentence in said)
    text = " ".join(speaker.locator("article").inner_text().split())
    places = [text.find(sentence) for sentence in said]
    assert -1 not in places and places == sorted(places)
    assert "Hemat" not in " ".join(said)
    expect(speaker.locator("article [aria-current=true]:not(.pick *)")).to_have_count(1)
    expect(speaker.locator("h1")).not_to_have_attribute("aria-current", "true")


def test_reading_waits_goes_on_and_stops_by_keys_alone(speaker):
    speaker.goto(LESSON)
    speaker.get_by_role("button", name="Bacakan").press("Enter")
    expect(speaker.get_by_role("button", name="Jeda")).to_be_focused()
    finish_sentence(speaker)
    speaker.keyboard.press("Enter")
    expect(speaker.get_by_role("button", name="Lanjutkan")).to_be_focused()
    assert len(heard(speaker)) == 2
    speaker.keyboard.press("Enter")
    said = heard(speaker)
    assert len(said) == 3 and said[2] == said[1]
    speaker.keyboard.press("Escape")
    expect(speaker.get_by_role("button", name="Bacakan")).to_be_focused()
    expect(speaker.locator("article [aria-current=true]:not(.pick *)")).to_have_count(0)


def test_reading_ends_when_the_learner_leaves(speaker):
    speaker.goto(LESSON)
    speaker.get_by_role("button", name="Bacakan").click()
    expect(speaker.get_by_role("button", name="Jeda")).to_be_visible()
    run_in_page(speaker, "delete sessionStorage.cancelled")
    speaker.goto("/bantuan/")
    assert run_in_page(speaker, "sessionStorage.cancelled") == "1"


def test_kept_lesson_is_read_aloud_in_flight_mode(speaker):
    keep(speaker, TASK, word="Tanpa video")
    speaker.context.set_offline(True)
    open_at_once(speaker, TASK, "Kemasan primer, sekunder, dan tersier")
    speaker.get_by_role("button", name="Bacakan").click()
    expect(speaker.get_by_role("button", name="Jeda")).to_be_visible()
    assert heard(speaker) == ["Kemasan primer, sekunder, dan tersier"]
