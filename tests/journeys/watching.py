"""Watches what a browser complains about: errors in the console, broken scripts, refused content, failing answers."""

from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Response

REPORT_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', event =>
  window.reportViolation([event.effectiveDirective, event.blockedURI, event.documentURI, event.sample].join(' | ')));
"""


class Watch:
    """Collects the complaints of every page of one browser context."""

    def __init__(self, context: BrowserContext) -> None:
        self.faults: list[str] = []
        self.expected_statuses: set[int] = set()
        context.expose_binding("reportViolation", lambda source, text: self.faults.append(f"policy: {text}"))
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("page", self.watch_page)

    def watch_page(self, page: Page) -> None:
        """Listen to one page."""
        page.on("console", self.hear_console)
        page.on("pageerror", self.hear_error)
        page.on("response", self.hear_response)

    def hear_console(self, message: ConsoleMessage) -> None:
        """Keep errors; the browser's own line about a failed answer is kept by `hear_response`."""
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text} ({message.location.get('url')})")

    def hear_error(self, error: Error) -> None:
        """Keep what a script threw."""
        self.faults.append(f"script: {error}")

    def hear_response(self, response: Response) -> None:
        """Keep answers of 400 and more which the journey has not announced."""
        if response.status >= 400 and response.status not in self.expected_statuses:
            self.faults.append(f"answer: {response.status} {response.request.method} {response.url}")

    def expect_statuses(self, *statuses: int) -> None:
        """Announce that the journey makes the server refuse something."""
        self.expected_statuses.update(statuses)

    def assert_clean(self, log: str = "") -> None:
        """Fail if anything was complained about; `log` is what the server said last."""
        assert self.faults == [], "\n".join([*self.faults, log])


def run_in_page(page: Page, expression: str, *, isolated: bool = True) -> Any:
    """Run a script over the debugging protocol, so that the page's content policy stays in force and need not allow it.

    `isolated` keeps it out of the page's own variables. The value must be plain data.
    """
    page.wait_for_load_state()
    session = page.context.new_cdp_session(page)
    parameters: dict[str, Any] = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    if isolated:
        frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        parameters["contextId"] = session.send("Page.createIsolatedWorld", {"frameId": frame})["executionContextId"]
    answer = session.send("Runtime.evaluate", parameters)
    session.detach()
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")
