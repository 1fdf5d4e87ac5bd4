"""The browser kit: one running product for all journeys, phones and desks that keep an eye on themselves."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from tests.conftest import template_path
from tests.journeys.silence import FickleProxy
from tests.journeys.stack import Stack, running_stack
from tests.journeys.watching import Watch
from tests.programs import find_chromium

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36"
)
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "user_agent": ANDROID,
    "locale": "id-ID",
    "timezone_id": "Asia/Makassar",
}
DESK = {"viewport": {"width": 1240, "height": 800}, "locale": "id-ID", "timezone_id": "Asia/Makassar"}
PATIENCE_MS = 20_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a journey; within a process all share one running product."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def stack(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Stack]:
    """The running product, started once for all journeys and stopped by process id."""
    var = tmp_path_factory.mktemp("stack")
    with contextlib.ExitStack() as ends:
        if connection.vendor == "sqlite":
            template, url = template_path(), ""
        else:
            template, url = None, ends.enter_context(own_postgres_database())
        yield ends.enter_context(running_stack(var, template, url))


@pytest.fixture(scope="session")
def finished_video(stack) -> None:
    """The product once its video has its last version: until then a lesson that was just kept may be outdated."""
    stack.run("tests.journeys.finish")


@contextlib.contextmanager
def own_postgres_database() -> Iterator[str]:
    """Create an empty database beside the test database, yield its address, and drop it."""
    given = connection.settings_dict
    name = f"{given['NAME']}_journeys"
    keys = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **{k: v for k, v in keys.items() if v}) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
        info = server.info
        yield f"postgres://{info.user}:{info.password}@{info.host}:{info.port}/{name}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Not longer than a module: while Playwright runs, Django refuses to touch a database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


NewContext = Callable[..., tuple[BrowserContext, Watch]]


@pytest.fixture
def new_context(browser, stack) -> Iterator[NewContext]:
    """Return a function that opens a watched context; what it complains about fails the test at its end."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_context(**options: object) -> tuple[BrowserContext, Watch]:
        context = browser.new_context(base_url=stack.url, **options)
        context.set_default_timeout(PATIENCE_MS)
        opened.append((context, Watch(context)))
        return opened[-1]

    expect.set_options(timeout=PATIENCE_MS)
    yield open_context
    for context, _ in opened:
        context.close()
    for _, watch in opened:
        watch.assert_clean(stack.log_tail("web"))


@pytest.fixture
def phone(new_context) -> Page:
    """A page on a cheap Android phone, 360 x 740."""
    return new_context(**PHONE)[0].new_page()


@pytest.fixture
def desk(new_context) -> Page:
    """A page on a laptop, 1240 x 800."""
    return new_context(**DESK)[0].new_page()


@pytest.fixture
def line(stack) -> Iterator[FickleProxy]:
    """A line to the product that counts, and can be cut and silenced."""
    proxy = FickleProxy(stack.port)
    yield proxy
    proxy.stop()


NewPhone = Callable[..., Page]


@pytest.fixture
def new_phone(browser, line, finished_video) -> Iterator[NewPhone]:
    """Return a function that takes a phone out of its box, to keep lessons on.

    What its line fails to bring is the point of such stories, so nobody watches its console.
    """
    with contextlib.ExitStack() as ends:

        def open_phone(**options: object) -> Page:
            context = ends.enter_context(browser.new_context(**PHONE, base_url=line.url, **options))
            context.set_default_timeout(PATIENCE_MS)
            return context.new_page()

        yield open_phone


@pytest.fixture
def pocket(browser, line, finished_video, tmp_path) -> Iterator[NewPhone]:
    """Return a function that opens the same phone's browser, as often as it was closed; it takes more flags.

    Browsers without a profile of their own keep no downloads, and nothing beyond their end.
    """
    with contextlib.ExitStack() as ends:

        def open_browser(*flags: str) -> Page:
            context = browser.browser_type.launch_persistent_context(
                str(tmp_path / "phone"),
                executable_path=find_chromium(),
                args=[*FLAGS, *flags],
                base_url=line.url,
                **PHONE,
            )
            context.set_default_timeout(PATIENCE_MS)
            ends.callback(close_quietly, context)
            return context.pages[0] if context.pages else context.new_page()

        yield open_browser


def close_quietly(context: BrowserContext) -> None:
    """Close a browser that the story may have closed already."""
    with contextlib.suppress(Error):
        context.close()
