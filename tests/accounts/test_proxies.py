"""Whose address counts: the one that the outermost of our own proxies saw, whatever a visitor writes into a header."""

import pytest
from allauth.account.adapter import get_adapter
from django.test import RequestFactory

LINE = "192.0.2.1"  # who holds the other end of the connection
SPOOFED = "203.0.113.66"


def address(settings, *, proxies, forwarded=None):
    """Return the address that limits count for a request with this X-Forwarded-For."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return get_adapter().get_client_ip(RequestFactory().get("/", headers=headers, REMOTE_ADDR=LINE))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, None, LINE),
        (0, SPOOFED, LINE),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, f"{SPOOFED}, 198.51.100.7", "198.51.100.7"),
        (2, "198.51.100.7, 192.0.2.9", "198.51.100.7"),
        (2, f"{SPOOFED}, 198.51.100.7, 192.0.2.9", "198.51.100.7"),
        (2, f"{SPOOFED},  198.51.100.7:4711 ,192.0.2.9", "198.51.100.7"),
        (1, f"{SPOOFED}, 2001:db8::7", "2001:db8::"),
        (1, "2001:db8:0:1:aaaa:bbbb:cccc:dddd", "2001:db8:0:1::"),
        (1, "::ffff:198.51.100.7", "198.51.100.7"),
    ],
)
def test_address_is_what_the_outermost_own_proxy_saw(settings, proxies, forwarded, counted):
    assert address(settings, proxies=proxies, forwarded=forwarded) == counted


@pytest.mark.parametrize("forwarded", [None, "", "198.51.100.7", "not an address, 192.0.2.9"])
def test_who_comes_past_a_proxy_counts_by_the_line(settings, forwarded):
    assert address(settings, proxies=2, forwarded=forwarded) == LINE


def test_another_header_for_each_try_escapes_no_limit(client, cast, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "3/m/ip"}
    tries = [
        client.post("/masuk/", {"login": "x", "password": "y"}, headers={"X-Forwarded-For": f"10.0.0.{number}, {LINE}"})
        for number in range(4)
    ]
    assert [response.status_code for response in tries] == [200, 200, 200, 429]
    other = client.post("/masuk/", {"login": "x", "password": "y"}, headers={"X-Forwarded-For": "10.0.0.1, 192.0.2.2"})
    assert other.status_code == 200
