"""No English is left on any screen of the studio, in its menus, panels and dialogs; what we add there bars nobody."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.access_table import TABLE
from tests.journeys.accessibility import barriers
from tests.journeys.authoring import check_screen
from tests.journeys.conftest import DESK
from tests.journeys.signing_in import come_in
from tests.journeys.untranslated import untranslated

# Answers for scripts and pieces of pages, which are no screens.
NO_SCREEN = re.compile(
    "results/|hasil/|chosen|jsi18n|sprite|logout|dismissibles|block-preview|autocomplete|choose|pilih/|create/|account/"
    "|[.]pdf$"
)
WAGTAILS_OWN = re.compile("/studio/(pages|images|documents|users|groups|sites|collections|workflows|reports)/")
SCREENS = [
    route
    for who, routes in TABLE
    for route in routes.split()
    if "admin" in who and route.startswith("/studio/") and "<" not in route and not NO_SCREEN.search(route)
]
OF_A_PAGE = ["edit/", "history/", "move/", "copy/", "delete/", "unpublish/", "usage/", "workflow_history/"]
PANELS = ["status", "checks", "comments"]
# Wagtail's own parts in screens of ours: its chooser of parents and of tags, which name their fields too late for axe.
NOT_OURS = (".notranslate", ".ui-autocomplete-input")


@pytest.fixture
def admin(new_context, stack) -> Page:
    """An administrator at a desk: sees every screen."""
    page: Page = new_context(**DESK)[0].new_page()
    come_in(page, stack, "admin")
    return page


@pytest.mark.parametrize("path", SCREENS)
def test_screen_speaks_indonesian_and_bars_nobody(admin, path):
    admin.goto(path, wait_until="networkidle")
    assert untranslated(admin) == []
    if not WAGTAILS_OWN.match(path):
        assert barriers(admin, within="main", without=NOT_OURS) == []


def test_every_act_on_a_page_speaks_indonesian(admin):
    admin.goto("/studio/courses/")
    course = admin.locator("td a[href$='/edit/']").first.get_attribute("href") or ""
    for act in OF_A_PAGE:
        admin.goto(course.replace("edit/", act), wait_until="networkidle")
        check_screen(admin)


def test_editor_with_its_panels_speaks_indonesian(admin):
    admin.goto("/studio/courses/")
    admin.locator("td a[href$='/edit/']").first.click()
    for panel in PANELS:
        admin.locator(f"[data-side-panel-toggle={panel}]").click()
        expect(admin.locator(f"[data-side-panel={panel}]")).to_be_visible()
        check_screen(admin)


def test_menu_and_shortcuts_speak_indonesian(admin):
    admin.goto("/studio/")
    for menu in ("Halaman", "Laporan", "Pengaturan", "Bantuan"):
        admin.locator("#wagtail-sidebar").get_by_role("button", name=menu).first.click()
        check_screen(admin)
    admin.goto("/studio/")
    admin.keyboard.press("?")
    expect(admin.get_by_role("dialog")).to_be_visible()
    check_screen(admin)
