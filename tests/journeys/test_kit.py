"""The kit sees what it is there to see: without this a green journey would say nothing."""

import pytest

from tests.journeys.accessibility import barriers
from tests.journeys.conftest import PHONE
from tests.journeys.watching import Watch, run_in_page

STRICT = "default-src 'none'; script-src 'self'"


@pytest.fixture
def watched(browser):
    """A page on a made-up site under a strict policy, and its watch."""
    context = browser.new_context(**PHONE)
    watch = Watch(context)
    page = context.new_page()
    page.route("**/*", lambda route: answer(route))
    yield page, watch
    context.close()


def answer(route):
    """Serve a page per path; only `/baik/` has nothing wrong with it."""
    bodies = {
        "/baik/": "<button>Simpan</button>",
        "/sebaris/": "<script>window.x = 1</script>",
        "/rusak/": "<script src='/rusak.js'></script>",
        "/rusak.js": "console.error('jatuh'); throw new Error('patah')",
        "/gambar/": "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
    }
    path = route.request.url.removeprefix("http://contoh.test")
    kind = "text/javascript" if path.endswith(".js") else "text/html; charset=utf-8"
    page = bodies.get(path, "")
    if not path.endswith(".js"):
        page = f"<!doctype html><html lang=id><title>Contoh</title><main><h1>Contoh</h1>{page}</main></html>"
    route.fulfill(
        status=200 if path in bodies else 500, content_type=kind, body=page, headers={"Content-Security-Policy": STRICT}
    )


def visit(watched, path):
    """Open a page and return what the watch holds against it."""
    page, watch = watched
    page.goto(f"http://contoh.test{path}")
    run_in_page(page, "1")  # one round trip: what the page complained about has arrived
    return watch.faults


def test_good_page_is_clean(watched):
    assert visit(watched, "/baik/") == []


def test_refused_inline_script_is_noticed(watched):
    assert any(fault.startswith("policy: script-src") for fault in visit(watched, "/sebaris/"))


def test_console_error_and_broken_script_are_noticed(watched):
    faults = visit(watched, "/rusak/")
    assert any(fault.startswith("console: jatuh") for fault in faults)
    assert any("patah" in fault for fault in faults)


def test_failing_answer_is_noticed_unless_announced(watched):
    assert visit(watched, "/tidak-ada/") == ["answer: 500 GET http://contoh.test/tidak-ada/"]
    watched[1].faults.clear()
    watched[1].expect_statuses(500)
    assert visit(watched, "/tidak-ada/") == []


def test_barrier_is_found_under_a_strict_policy_without_lifting_it(watched):
    assert visit(watched, "/baik/") == []
    assert barriers(watched[0]) == []
    visit(watched, "/gambar/")
    assert any(line.startswith("image-alt") for line in barriers(watched[0]))
    assert barriers(watched[0], without=("img",)) == []
