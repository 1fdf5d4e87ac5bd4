"""What a real server with server settings says in its headers, and that it speaks TLS alone."""

import pytest

from tests.server.visitor import Visitor

pytestmark = [pytest.mark.server, pytest.mark.needs("initdb")]
PAGES = ["/", "/masuk/", "/daftar/", "/periksa/", "/privasi/", "/tidak/ada/"]


@pytest.fixture(scope="module")
def port(site):
    """Yield the port of a running web server."""
    with site.web(name="web-headers") as number:
        yield number


def headers_of(port, path, **values):
    """Return the headers of a page by lower-case name."""
    visitor = Visitor(port, "198.51.100.40", **values)
    visitor.ask(path)
    return {name.lower(): value for name, value in visitor.headers}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_carries_the_headers(port, path):
    headers = headers_of(port, path)
    assert headers["strict-transport-security"] == "max-age=63072000; includeSubDomains; preload"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] in {"same-origin", "no-referrer"}
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["permissions-policy"] == "camera=(), microphone=(), geolocation=(), payment=()"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    scripts = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert scripts.split() == ["script-src", "'self'"]
    assert "server" not in headers or "/" not in headers["server"]


def test_cookies_are_for_tls_and_the_session_not_for_scripts(port):
    visitor = Visitor(port, "198.51.100.41")
    visitor.open_form("/masuk/")
    visitor.send("/masuk/", phone="081234567890")
    cookies = [value for name, value in visitor.headers if name.lower() == "set-cookie"]
    session = next(cookie for cookie in cookies if cookie.startswith("s="))
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in session.split(";")}
    assert all("Secure" in cookie for cookie in cookies)


def test_plain_http_is_led_to_tls(port):
    assert headers_of(port, "/masuk/", scheme="http")["location"] == "https://bimtek.example/masuk/"
