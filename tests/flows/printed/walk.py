"""One person's walk through the pages: every link followed, every printed number opened."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

from flows.printed.adding_up import Answer, of_parts, opened
from flows.printed.pages import Page, Printed, without_fragment

LEFT_OUT = ("/static/", "/api/", "/accounts/", "/i18n/", "/healthz", "/metrics")
ARRANGED = {"page", "sort"}  # the same rows in another order
KEPT = 60
SAME_QUESTION = 3  # a page asked the same with another answer: another day, month or filter
LOADS = "//*[@hx-get][contains(@hx-trigger, 'load') or contains(@hx-trigger, 'revealed')]"


@dataclass(frozen=True)
class Bounds:
    """How much of the demo a walk covers; None is all of it.

    ``records``: pages of one route; ``figures``: of one label or column of a route; ``pages``:
    pages of a list that are counted row by row.
    """

    records: int | None = None
    figures: int | None = None
    pages: int | None = None


@dataclass
class Found:
    """What a walk found."""

    pages: int = 0
    routes: Counter[str] = field(default_factory=Counter)
    opened: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, ...]] = field(default_factory=list)
    unopened: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    broken: list[tuple[str, str, int]] = field(default_factory=list)


class Walk:
    """The pages that one person of the demo reaches from some first pages."""

    def __init__(self, username: str, client: Client, bounds: Bounds) -> None:
        self.username, self.client, self.bounds = username, client, bounds
        self.found = Found()
        self.seen: set[str] = set()
        self.kept: dict[str, Page | None] = {}
        self.shown: Counter[tuple[str, str]] = Counter()
        self.taken: Counter[str] = Counter()
        self.waiting: deque[tuple[str, str]] = deque()

    def go(self, starts: list[str]) -> Found:
        """Follow every link from these pages on."""
        for start in starts:
            self.note(start, "")
        while self.waiting:
            url, came_from = self.waiting.popleft()
            page = self.page(url)
            if page is None and not self.status:
                continue  # a file
            if page is None:
                self.found.broken.append((url, came_from, self.status))
                continue
            self.found.pages += 1
            self.found.routes[route_of(url)] += 1
            for printed in page.printed():
                self.open(printed)
            for link, _element in page.links():
                self.note(link, url)
            self.forget()
        return self.found

    def forget(self) -> None:
        """Keep the last pages only."""
        while len(self.kept) > KEPT:
            del self.kept[next(iter(self.kept))]

    def note(self, link: str, came_from: str) -> None:
        """Keep a link for later, unless its page, or enough like it, has been seen."""
        url, _fragment = without_fragment(link)
        plain = plain_address(url)
        if plain in self.seen or url.startswith(LEFT_OUT):
            return
        kind, most = route_of(plain), self.bounds.records
        asked = f"{urlsplit(plain).path} {sorted(dict(parse_qsl(urlsplit(plain).query)))}"
        if not kind or (most is not None and self.taken[kind] >= most):
            return
        if "?" in plain and self.taken[asked] >= SAME_QUESTION:
            return
        self.taken[asked] += 1
        self.seen.add(plain)
        self.taken[kind] += 1
        self.waiting.append((plain, came_from))

    def page(self, url: str) -> Page | None:
        """A page with its parts loaded; nothing where it does not answer with one."""
        if url in self.kept:
            return self.kept[url]
        answer = self.client.get(url, follow=True)
        self.status = answer.status_code
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        if answer.status_code == 200 and not is_page:
            self.kept[url] = None
            self.status = 0
            return None
        page = Page(final(answer, url), answer.content) if is_page else None
        if page is not None:
            self._load_parts(page)
        self.kept[url] = page
        return page

    def _load_parts(self, page: Page) -> None:
        for place in page.tree.xpath(LOADS):
            url = page.absolute(place.get("hx-get"))
            if not url or "every" in place.get("hx-trigger"):
                continue
            answer = self.client.get(url, headers={"HX-Request": "true"})
            if answer.status_code == 404 and place.get("data-optional") is not None:
                continue
            if answer.status_code != 200:
                self.found.broken.append((url, page.url, answer.status_code))
                continue
            place.text = None
            for child in list(place):
                place.remove(child)
            if answer.content.strip():
                place.append(Page(page.url, b"<div>" + answer.content + b"</div>").tree)

    def open(self, printed: Printed) -> None:
        """Open a printed number and keep what its list says of it."""
        route = route_of(printed.page)
        if not printed.url:
            if printed.value:
                self.found.unopened[route].add(printed.label)
            return
        key = (route, printed.label)
        if self.bounds.figures is not None and self.shown[key] >= self.bounds.figures:
            return
        self.shown[key] += 1
        self.found.opened += 1
        answer = self.answer(printed)
        self.found.answers[answer.kind] += 1
        if not answer.holds:
            where = (route_of(printed.url), printed.page, printed.label, str(printed.value))
            self.found.wrong.append((route, *where, printed.url, answer.kind, answer.words))

    def answer(self, printed: Printed) -> Answer:
        """What stands behind a number."""
        url, fragment = without_fragment(printed.url)
        if url.startswith(LEFT_OUT):
            return Answer("outside", True)
        page = self.page(url)
        if page is None:
            return Answer("no page", False, str(self.status))
        if self.bounds.pages is None and (every := shown_whole(page)):
            page = self.page(every) or page
        answer = opened(printed, page, fragment, self.further)
        if answer.kind.startswith("report") and answer.holds:
            return self.report_parts(page) or answer
        return answer

    def report_parts(self, page: Page) -> Answer | None:
        """Open the parts of a report's figure, where it prints a value that has any."""
        frozen = page.tree.xpath("//*[@data-printed]")[0]
        url, stored = frozen.get("data-parts"), frozen.get("data-stored")
        if not url or not stored or frozen.get("data-part") != "value":
            return None
        parts = self.page(page.absolute(url))
        if parts is None:
            return Answer("report's parts", False, f"{url} {self.status}")
        if frozen.get("data-same") != "yes":
            return None
        made = of_parts(Printed(page.url, "", Decimal(stored), "", url), parts)
        return Answer(f"report's {made.kind}", made.holds, made.words)

    def further(self, page: Page, listed: html.HtmlElement) -> Iterator[Page]:
        """The next pages of a list on a page, as many as are counted."""
        count = 1
        while self.bounds.pages is None or count < self.bounds.pages:
            place = listed if count == 1 else page.tree
            following = place.xpath(".//nav[contains(@class, 'pages')]//a[@rel='next']/@href")
            if not following:
                return
            url = page.absolute(following[0])
            answer = self.client.get(url)
            page = Page(url, answer.content)
            count += 1
            yield page


def shown_whole(page: Page) -> str:
    """Where a page shows all of a list of which it shows the first rows; empty where it does."""
    for link in page.tree.xpath("//main//a[contains(@href, 'all=1')]"):
        url, _fragment = without_fragment(page.absolute(link.get("href")))
        if urlsplit(url).path == urlsplit(page.url).path:
            return url
    return ""


def plain_address(url: str) -> str:
    """An address without what only arranges its rows."""
    parts = urlsplit(url)
    asked = [(name, value) for name, value in parse_qsl(parts.query) if name not in ARRANGED]
    return f"{parts.path}?{urlencode(sorted(asked))}" if asked else parts.path


def route_of(url: str) -> str:
    """The route of an address, as the URL resolver has it."""
    try:
        return resolve(urlsplit(url).path).view_name or resolve(urlsplit(url).path).route
    except Resolver404:
        return ""


def final(answer: Any, url: str) -> str:
    """The address at which a request ended."""
    return answer.redirect_chain[-1][0] if answer.redirect_chain else url
