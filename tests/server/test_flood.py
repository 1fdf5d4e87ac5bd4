"""Limits hold over all web processes together, against a flood from one address, and while Redis is away."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from lms.broker import free_port
from tests.server.visitor import Visitor
from tools.own_servers import own_redis

pytestmark = [pytest.mark.server, pytest.mark.needs("initdb")]
PASSWORD = "demo-ikm-2026"
AT_ONCE, EACH = 100, 4
A_MINUTE = 120  # requests of one kind that one address may send (lms/settings/people.py)
MAKE = """
import django; django.setup()
from accounts.creating import create_person
for name in ("siti", "budi", "wati"):
    create_person(full_name=name, username=name, password="{password}")
"""
KINDS = {
    "sign-in": ("/masuk/", "203.0.113.1", lambda n: {"login": f"nobody-{n}", "password": "wrong"}),
    "code": ("/masuk/", "203.0.113.2", lambda n: {"phone": f"08120000{n:04}"}),
    "sign-up": ("/daftar/", "203.0.113.3", lambda n: {**SIGN_UP, "phone": f"08130000{n:04}"}),
    "sign-up of one number": ("/daftar/", "203.0.113.4", lambda n: SIGN_UP),
}
SIGN_UP = {"full_name": "X Y", "phone": "081400000000", "consent": "on", "village": "luar", "regency": "lain"}


@pytest.fixture(scope="module", autouse=True)
def people(site):
    """Put three people into the site."""
    site.python("-c", MAKE.format(password=PASSWORD))


@pytest.fixture(scope="module")
def nodes(site):
    """Yield the ports of two web servers that share nothing but PostgreSQL and Redis."""
    with site.web(name="web-1") as first, site.web(name="web-2") as second:
        yield first, second


def flood(nodes, path, address, form_of):
    """Send many forms at once from one address to both nodes; return how often each status was answered."""

    def send(number):
        visitor = Visitor(nodes[number % 2], address)
        visitor.open_form(path)
        return [visitor.send(path, **form_of(number * EACH + turn)) for turn in range(EACH)]

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        return Counter(status for statuses in crowd.map(send, range(AT_ONCE)) for status in statuses)


@pytest.mark.parametrize("kind", KINDS)
def test_flood_from_one_address_is_refused_while_another_is_served(nodes, kind):
    with ThreadPoolExecutor(1) as background:
        answered = background.submit(flood, nodes, *KINDS[kind])
        neighbours = []
        while not (neighbours and answered.done()):
            visitor = Visitor(nodes[len(neighbours) % 2], "198.51.100.7")
            visitor.open_form("/masuk/")
            neighbours.append(visitor.send("/masuk/", login="siti", password=PASSWORD))
    statuses = answered.result()
    assert not [status for status in statuses if status >= 500], statuses
    assert sum(statuses.values()) == AT_ONCE * EACH
    assert statuses[429] >= AT_ONCE * EACH - A_MINUTE * 2  # the second: where the flood went on into another minute
    assert set(neighbours) == {302}


def test_wrong_passwords_at_two_nodes_count_together(nodes):
    visitors = [Visitor(port, f"198.51.100.{place}") for place, port in enumerate(nodes, 20)]
    for visitor in visitors:
        visitor.open_form("/masuk/")
    for turn in range(5):
        assert visitors[turn % 2].send("/masuk/", login="budi", password="wrong") == 200
    for visitor in visitors:
        page = visitor.ask("/masuk/", {"login": "budi", "password": PASSWORD, "csrfmiddlewaretoken": visitor.token})[1]
        assert "Terlalu banyak percobaan" in page and "s" not in visitor.cookies


def test_without_redis_nothing_uncounted_is_let_in_and_pages_go_on(site, tmp_path):
    """Codes and passwords fail closed; what needs no count is served, and all is well once Redis is back."""
    redis = free_port()
    with site.web(name="web-3", REDIS_URL=f"redis://127.0.0.1:{redis}/0") as port:
        with own_redis(tmp_path, redis):
            learner = Visitor(port, "198.51.100.30")
            learner.open_form("/masuk/")
            assert learner.send("/masuk/", login="wati", password=PASSWORD) == 302
        stranger = Visitor(port, "198.51.100.31")
        stranger.open_form("/masuk/")
        assert stranger.send("/masuk/", login="wati", password=PASSWORD) == 503
        assert stranger.send("/masuk/", phone="081500000000") == 503
        page = stranger.ask("/masuk/", {"login": "wati", "password": "x", "csrfmiddlewaretoken": stranger.token})[1]
        assert "Tunggu satu menit" in page
        assert [learner.ask(path)[0] for path in ("/saya/data/", "/privasi/", "/bantuan/")] == [200, 200, 200]
        with own_redis(tmp_path, redis):
            assert stranger.send("/masuk/", login="wati", password=PASSWORD) == 302
