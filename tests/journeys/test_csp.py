"""Both content policies hold in a real browser: the strict one on our pages, the looser one in the studio."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import DESK
from tests.journeys.signing_in import come_in
from tests.journeys.watching import Watch, run_in_page

OURS = ["/", "/kursus/", "/kursus/kemasan/", "/masuk/", "/daftar/", "/periksa/", "/bantuan/", "/privasi/"]
STUDIO = ["/studio/", "/studio/pages/", "/studio/courses/", "/studio/images/", "/studio/account/"]
ADD_SCRIPT = "document.body.append(Object.assign(document.createElement('script'), {%s}));"
INLINE = ADD_SCRIPT % "text: 'window.planted = 1'"
FOREIGN = ADD_SCRIPT % "src: 'https://contoh.invalid/x.js'"
STYLE = "document.body.setAttribute('style', 'color: red');"
PLANTED = "window.planted === 1"


Watched = tuple[Page, Watch]


@pytest.fixture
def stranger(new_context) -> Watched:
    """A page of somebody without an account, and its watch."""
    context, watch = new_context(**DESK)
    return context.new_page(), watch


@pytest.fixture
def admin(stranger, stack) -> Watched:
    """The same, signed in as administrator."""
    come_in(stranger[0], stack, "admin")
    return stranger


def take_violations(watch: Watch, page: Page) -> list[str]:
    """Return what the policy refused since the last look, and forget it: here it was provoked."""
    run_in_page(page, "1")
    found = [fault for fault in watch.faults if fault.startswith("policy:")]
    watch.faults.clear()
    return found


def check_strict(watched: Watched, path: str) -> None:
    """Try to run and to paint what doesn't come from us; each try is refused."""
    page, watch = watched
    page.goto(path)
    assert watch.faults == []
    for attack, directive in ((INLINE, "script-src"), (FOREIGN, "script-src"), (STYLE, "style-src")):
        run_in_page(page, attack + " null", isolated=False)
        assert any(directive in line for line in take_violations(watch, page)), attack
    assert run_in_page(page, PLANTED, isolated=False) is False


@pytest.mark.parametrize("path", OURS)
def test_our_page_runs_nothing_that_does_not_come_from_us(stranger, path):
    check_strict(stranger, path)


def test_page_of_a_person_runs_nothing_that_does_not_come_from_us(admin):
    check_strict(admin, "/saya/")


@pytest.mark.parametrize("path", STUDIO)
def test_studio_runs_its_own_inline_script_but_nothing_from_elsewhere(admin, path):
    page, watch = admin
    page.goto(path)
    assert watch.faults == []
    run_in_page(page, INLINE + " null", isolated=False)
    assert take_violations(watch, page) == []
    assert run_in_page(page, PLANTED, isolated=False) is True
    run_in_page(page, FOREIGN + " null", isolated=False)
    assert any("script-src" in line for line in take_violations(watch, page))
