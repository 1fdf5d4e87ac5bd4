"""How a person comes in: by name and password, or by a code that arrives on the phone."""

from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys.pressing import press
from tests.journeys.stack import Stack

PASSWORD = "demo-ikm-2026"
MESSAGE_SECONDS = 30
SESSION_COOKIE = "s"


def sign_in(page: Page, stack: Stack, who: str) -> None:
    """Sign a member of the cast in by name and password; end where the product sends them."""
    page.goto(f"{stack.url}/masuk/")
    form = page.locator("form").filter(has=page.locator("[name=password]"))
    form.locator("[name=login]").fill(who)
    form.locator("[name=password]").fill(PASSWORD)
    press(form.locator("button[type=submit], button:not([type])").first)
    expect(page.locator("[name=password]")).to_have_count(0)


def come_in(page: Page, stack: Stack, who: str) -> None:
    """Bring along the session of an earlier sign-in, for stories that aren't about signing in."""
    if who in stack.sessions:
        page.context.add_cookies(stack.sessions[who])
    else:
        sign_in(page, stack, who)
        stack.sessions[who] = [cookie for cookie in page.context.cookies() if cookie["name"] == SESSION_COOKIE]


def read_code(stack: Stack, phone: str, *, seen: int = 0) -> str:
    """Wait for a message with a code beyond the first `seen` messages to the phone (E.164), and return its code."""

    def newest() -> str:
        codes = [message["code"] for message in stack.messages(phone)[seen:] if message.get("code")]
        return codes[-1] if codes else ""

    return wait_until(newest, what=f"a code for {phone}", seconds=MESSAGE_SECONDS)
