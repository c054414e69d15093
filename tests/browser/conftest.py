"""A real Chromium on a first start that is served as anyone would serve it."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, sync_playwright

from first_start import first_start

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
)  # fmt: skip
WEBGL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")
NO_WEBGL = ("--disable-gpu", "--disable-3d-apis")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", help="keep the pictures in this folder")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What one served first start serves is done by one worker: it starts three, not six."""
    for item in items:
        if "browser" in item.path.parts:
            served = getattr(item, "callspec", None)
            database = served.params.get("database", "") if served else ""
            item.add_marker(pytest.mark.xdist_group(f"served{database}"))


@pytest.fixture(scope="session")
def address(tmp_path_factory) -> Iterator[str]:
    with first_start(tmp_path_factory.mktemp("home")) as start, start.served() as served:
        yield served


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


def launch(playwright: Playwright, *more: str, env: dict[str, str] | None = None) -> Browser:
    found = next(path for name in BROWSERS if (path := shutil.which(name)))
    return playwright.chromium.launch(executable_path=found, args=[*QUIET, *more], env=env)


@pytest.fixture(scope="session")
def browser(playwright) -> Iterator[Browser]:
    opened = launch(playwright, *WEBGL)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def blind_browser(playwright) -> Iterator[Browser]:
    """A browser without WebGL."""
    opened = launch(playwright, *NO_WEBGL)
    yield opened
    opened.close()


class Visit:
    """A page of one demo person; what the browser complains of is collected."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        self.under_way: set[Request] = set()
        page.on("request", lambda request: self.under_way.add(request))
        for ended in ("requestfinished", "requestfailed"):
            page.on(ended, lambda request: self.under_way.discard(request))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )

    def open(self, path: str) -> int:
        """Open a page, wait until it is quiet, and return its status."""
        self.under_way.clear()  # what the page before was still asking for
        answer = self.page.goto(self.address + path, wait_until="load")
        self.settle()
        assert answer is not None
        return answer.status

    def settle(self) -> None:
        """Wait until the page asks for nothing during a tenth of a second.

        Playwright's own ``networkidle`` waits for half a second, on each of some hundred pages.
        """
        quiet, end = 0, time.monotonic() + 30
        while quiet < 4:
            assert time.monotonic() < end, [request.url for request in self.under_way]
            self.page.wait_for_timeout(25)
            quiet = 0 if self.under_way else quiet + 1

    def overflow(self) -> int:
        """Pixels by which the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.fixture
def visit(browser, address) -> Iterator[Callable[..., Visit]]:
    contexts: list[BrowserContext] = []

    def enter(
        role: str = "data-steward", *, language: str = "zh-hans", width: int = 1440,
        scheme: str = "light", on: Browser | None = None,
    ) -> Visit:  # fmt: skip
        height = 900 if width > 500 else 844
        context = (on or browser).new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme
        )
        contexts.append(context)
        context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        page = context.new_page()
        page.goto(f"{address}/accounts/login/")
        button = page.locator(f'button[value="demo-{role}"]')
        if not button.count():
            button = page.locator(f'form:has(input[value="demo-{role}"]) button')
        seen = Visit(page, address)
        with page.expect_navigation(wait_until="load"):
            button.first.click()
        seen.settle()
        return seen

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def photograph(request) -> Callable[[Page, str], None]:
    """Keep a picture of the whole page, light and dark, where --screenshots asks for it."""
    kept = request.config.getoption("--screenshots")

    def take(page: Page, name: str) -> None:
        if not kept:
            return
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(kept) / f"{name}-{scheme}.png", full_page=True)

    return take


def first_link(visit: Visit, listing: str, pattern: str) -> str:
    """Return the address of the first record of a list page."""
    visit.open(listing)
    links = visit.page.eval_on_selector_all("main a[href]", "all => all.map(a => a.pathname)")
    return next(link for link in links if re.fullmatch(pattern, link))
