"""One person who goes from page to page; each page is looked at in both widths."""

from __future__ import annotations

import re

from playwright.sync_api import expect

WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}


class Walk:
    """One person at one width; each page is looked at in the other width too."""

    def __init__(self, seen, width):
        self.seen, self.page, self.width = seen, seen.page, width

    def open(self, path):
        assert self.seen.open(path) == 200, path
        self.look()

    def look(self):
        """Nothing is wider than the window, at either width, and the browser does not complain."""
        for name in ("desk" if self.width == "phone" else "phone", self.width):
            width, height = WIDTHS[name]
            self.page.set_viewport_size({"width": width, "height": height})
            assert self.seen.overflow() <= 0, (name, self.page.url)
        assert self.seen.complaints == [], self.page.url

    def arrive(self):
        """Wait for the page that was asked for, and look at it."""
        self.page.wait_for_load_state("load")
        self.look()

    def press(self, words):
        self.page.locator("main").get_by_role("button", name=words, exact=True).first.click()
        self.arrive()

    def confirm(self):
        self.page.locator("main form[method=post]:has([name=confirmed]) button.button").click()
        self.arrive()

    def follow(self, words):
        self.page.locator("main").get_by_role("link", name=words).first.click()
        self.arrive()

    def says(self, words):
        expect(self.page.locator("main")).to_contain_text(words)

    @property
    def number(self):
        """The number of the record whose page is open."""
        return re.findall(r"/(\d+)/", self.page.url)[-1]
