"""A page as its reader sees it: printed numbers, and the lists and parts they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml import html

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
NUMBER_ALONE = re.compile(
    rf"(≥|>|<|近|约|超过|至少)?\s?({NUMBER.pattern})\s?(余)?\s?(%|[^\d\W]{{0,3}})"
)
YEAR = re.compile(r"(19|20)\d\d年?")  # a count of that size is written with its comma
NO_COUNT = "self::nav or self::dialog or @data-is or contains(@class, 'line-')"
IN_PLACE = "in-place"  # a figure in the text of a report
PARTS = re.compile(r"/indicators/\w+/parts/")
LISTED = ".//tbody/tr[not(contains(@class, 'table-empty'))]"


@dataclass(frozen=True)
class Printed:
    """A number on a page. ``url`` is where it opens; empty where it does not.

    ``words``: how it is printed where that is more than the number; the name of its bound.
    """

    page: str
    label: str
    value: Decimal
    words: str
    url: str


class Page:
    """One page with its loaded parts in place."""

    def __init__(self, url: str, content: bytes | str) -> None:
        self.url = url
        text = content.decode() if isinstance(content, bytes) else content
        self.tree = html.document_fromstring(text or "<p></p>")

    @property
    def main(self) -> html.HtmlElement:
        """What is the page's own, without its frame."""
        found = self.tree.xpath("//main")
        return found[0] if found else self.tree

    def links(self) -> Iterator[tuple[str, html.HtmlElement]]:
        """Every link of the same site that shows something."""
        for link in self.tree.xpath("//a[@href]"):
            if link.get("hx-boost") == "false" or link.get("download") is not None:
                continue
            url = self.absolute(link.get("href"))
            if url:
                yield url, link

    def absolute(self, href: str) -> str:
        """An address of this site, or nothing."""
        url = urljoin(self.url, href.strip())
        return "" if urlsplit(url).scheme or not url.startswith("/") else url

    def printed(self) -> Iterator[Printed]:
        """Every figure, and every link whose words are a number."""
        for figure in self.tree.xpath("//*[@data-value]"):
            links = figure.xpath(".//*[contains(@class, 'figure-value')]//a[@href]")
            label = " ".join("".join(figure.xpath("./p[1]//text()")).split())
            url = self.absolute(links[0].get("href")) if links else ""
            yield Printed(
                self.url,
                label,
                Decimal(figure.get("data-value")),
                figure.get("data-bound", ""),
                url,
            )
        for url, link in self.links():
            is_counted = link.xpath("ancestor::main") and not link.xpath(
                f"ancestor-or-self::*[@data-value or {NO_COUNT}]"
            )
            words = " ".join(link.text_content().replace("\u2009", " ").split())
            number = number_of(words, stated=is_stated(link, url)) if is_counted else None
            if number is not None:
                yield Printed(self.url, _column(link), number, words, url)

    def at(self, fragment: str) -> html.HtmlElement | None:
        """The place of the page that an address names."""
        if not fragment:
            return self.main
        found = self.tree.xpath("//*[@id=$id]", id=fragment)
        return found[0] if found else None


def is_stated(link: html.HtmlElement, url: str) -> bool:
    """Whether a link prints a value in words: a report's figure, or what opens its parts."""
    return IN_PLACE in link.get("class", "").split() or bool(PARTS.search(url))


def number_of(words: str, *, stated: bool) -> Decimal | None:
    """The number that a link prints; nothing where it prints a name."""
    alone = NUMBER_ALONE.fullmatch(words)
    if YEAR.fullmatch(words) and not stated:
        return None
    found = alone.group(2) if alone else ""
    if stated and not alone:
        inside = NUMBER.search(words)
        found = inside.group() if inside else ""
    return Decimal(found.replace(",", "")) if found else None


def _column(link: html.HtmlElement) -> str:
    cell = link.xpath("ancestor::*[@data-label][1]/@data-label")
    return cell[0] if cell else " ".join(link.getparent().text_content().split())[:40]


def lists_in(place: html.HtmlElement) -> list[html.HtmlElement]:
    """The lists of a place that state how many rows they have."""
    return place.xpath("descendant-or-self::*[@data-rows]")


def rows_on(listed: html.HtmlElement) -> int:
    """How many records stand in a place: marked ones, rows of its first table, items of a list."""
    marked = listed.xpath(".//*[@data-row]")
    if marked:
        return len(marked)
    rows = listed.xpath(LISTED)
    if rows:
        table = rows[0].getparent()
        return len([row for row in rows if row.getparent() is table])
    lists = listed.xpath("descendant-or-self::*[self::ul or self::ol][li]")
    return len(lists[0].xpath("./li")) if lists else 0


def without_fragment(url: str) -> tuple[str, str]:
    """An address and the place on its page."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(fragment="")), parts.fragment
