"""The one thing a person does most."""

from playwright.sync_api import Locator


def press(locator: Locator) -> None:
    """Press what leads to another page, and wait until that page stands there."""
    with locator.page.expect_navigation():
        locator.click()
