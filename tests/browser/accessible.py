"""What axe finds on a page: nothing serious may be among it."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

MOMENTS = 1000
"""Milliseconds of a clock that stands still in which axe must come to an end; it takes a few."""


def require_accessible(page: Page) -> None:
    """axe finds nothing serious on the page as it stands."""
    _require_nothing_serious(page, Axe().run(page).response["violations"])


def require_accessible_while_time_stands(page: Page) -> None:
    """The same where the test moves the clock: axe waits for moments that pass only then."""
    page.evaluate(Axe().axe_script)
    page.evaluate("() => { axe.run().then(told => { window.axeFound = told.violations; }); }")
    for _ in range(MOMENTS):
        if (found := page.evaluate("window.axeFound")) is not None:
            page.evaluate("delete window.axeFound")
            return _require_nothing_serious(page, found)
        page.clock.run_for(1)
    raise AssertionError("axe did not come to an end")


def _require_nothing_serious(page: Page, found: list[dict[str, Any]]) -> None:
    told = [
        (one["id"], one["help"], [node["html"][:160] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert not told, (page.url, told)
