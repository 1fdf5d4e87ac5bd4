"""Asks axe-core what stands in the way of people who see, hear or move differently."""

import json
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.watching import run_in_page

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text()
GRAVE = ("serious", "critical")


def barriers(page: Page, *, within: str = "html", without: tuple[str, ...] = ()) -> list[str]:
    """Return the serious and critical findings inside `within`, each as `rule: what (where)`.

    `without` names parts that are not ours, such as Wagtail's own widgets. The page's content policy stays in force.
    """
    context = json.dumps({"include": [[within]], "exclude": [[selector] for selector in without]})
    run = f"{AXE}; axe.run({context}, {{resultTypes: ['violations']}}).then(result => result.violations)"
    return [
        f"{finding['id']}: {finding['help']} ({', '.join(str(node['target']) for node in finding['nodes'][:5])})"
        for finding in run_in_page(page, run)
        if finding["impact"] in GRAVE
    ]
