"""Somebody with a browser behind the proxy of a real server: the address and TLS are what that proxy would say."""

import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tools.own_servers import HOST, SITE_URL

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Visitor:
    """One browser at one network address; cookies are kept."""

    port: int
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    scheme: str = "https"
    headers: list[tuple[str, str]] = field(default_factory=list)  # of the last answer

    def ask(self, path, form=None):
        """Return status and body of one request on a connection of its own."""
        headers = {"Host": HOST, "X-Forwarded-For": self.address, "X-Forwarded-Proto": self.scheme}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": SITE_URL}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request("GET" if form is None else "POST", path, form and urlencode(form), headers)
            answer = line.getresponse()
            body = answer.read().decode()
        finally:
            line.close()
        self.headers = answer.getheaders()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, body

    def open_form(self, path):
        """Open a page with a form, so that `send` may send it."""
        self.token = TOKEN.search(self.ask(path)[1])[1]

    def send(self, path, **values):
        """Send a form; return the status."""
        return self.ask(path, {**values, "csrfmiddlewaretoken": self.token})[0]
