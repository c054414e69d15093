"""From a missing link to a producing firm: confirmed, listed, brought in, counted as of a day.

The economy commission walks through it: in Chinese on SQLite at the width of a desk, in English on
PostgreSQL at that of a phone. Every page is looked at in both widths.
"""

from __future__ import annotations

import os
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from first_start import first_start

pytestmark = pytest.mark.browser

NOW = datetime.now(ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date().isoformat()
YESTERDAY = (NOW - timedelta(days=1)).date().isoformat()
WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
SAID = {
    "zh-hans": {
        "confirmed": "已确认", "lacks": "补链延链", "signed": "签约", "producing": "投产",
        "owner": "经委产业科", "published": "签约72家；本系统知道名称的有0家",
    },
    "en": {
        "confirmed": "confirmed", "lacks": "What the chain lacks", "signed": "signed",
        "producing": "producing", "owner": "industry section",
        "published": "72 signed; 0 of them known by name here",
    },
}  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request):
    return request.param


@pytest.fixture(scope="module")
def address(database, tmp_path_factory):
    server = os.environ.get("POSTGRES", "") if database == "postgresql" else ""
    if database == "postgresql" and not server:
        pytest.skip("no PostgreSQL server is given")
    with (
        first_start(tmp_path_factory.mktemp("home"), server) as start,
        start.served() as served,
    ):
        yield served


class Walk:
    """One person at one width; each page is looked at in the other width too."""

    def __init__(self, visit, role, language, width):
        self.seen = visit(role, language=language, width=WIDTHS[width][0])
        self.page, self.width, self.words = self.seen.page, width, SAID[language]

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

    def send(self, action="", **fields):
        """Fill fields of a form of the page and press its first button."""
        form = self.page.locator(
            f"main form[method=post]{f'[action*={action!r}]' if action else ''}"
        )
        for name, value in fields.items():
            field = form.locator(f"[name={name}]").first
            if field.evaluate("one => one.type") == "radio":
                form.locator(f"[name={name}][value={value}]").check()
            else:
                field.fill(value)
        form.locator("button").first.click()
        self.page.wait_for_load_state("load")
        self.look()

    def follow(self, part):
        self.page.locator(f'main a[href*="{part}"]').first.click()
        self.page.wait_for_load_state("load")
        self.look()

    def says(self, what):
        expect(self.page.locator("main")).to_contain_text(self.words.get(what, what))

    def asked(self, path):
        return self.page.context.request.get(f"{self.seen.address}{path}").json()

    @property
    def number(self):
        return re.findall(r"/(\d+)/", self.page.url)[-1]


@pytest.fixture
def walk(visit, database):
    """Enter as the economy commission, in the language and at the width of this database."""
    language, width = ("zh-hans", "desk") if database == "sqlite" else ("en", "phone")
    return Walk(visit, "economy-commission", language, width)


def test_a_missing_link_is_confirmed_listed_and_filled_step_by_step(walk):
    link = _confirmed(walk)
    _listed(walk, link)
    recruit = _brought_in(walk, link)
    cluster = link["cluster"]
    assert _numbers(walk, cluster, YESTERDAY) == [0, 0, 0]
    assert _numbers(walk, cluster, TODAY) == [1, 1, 1]
    walk.open(f"/made/recruits/?cluster={cluster}&reached=producing")
    walk.says(recruit)
    walk.open("/made/recruits/?on=2025-12-31")
    walk.says("72")
    walk.open("/made/size-classes/")
    walk.open("/corridor/recruits/")
    walk.says("published")


def _confirmed(walk):
    """The first product that a cluster lacks and that the demo has left undecided."""
    rows = [
        row for row in walk.asked("/api/made/gaps/missing")
        if row["grain"] == "product" and row["cluster"] and row["candidates"]
    ]  # fmt: skip
    used = min(row["cluster"] for row in rows)
    link = next(row for row in rows if row["cluster"] != used and row["status"] == "proposed")
    walk.open("/made/gaps/")
    walk.open(f"/made/clusters/{link['cluster']}/gaps/")
    walk.says(link["product"])
    walk.open(f"/made/gaps/{link['pk']}/")
    walk.follow("/decide/confirmed/")
    walk.send()
    walk.send()
    walk.says("confirmed")
    return link


def _listed(walk, link):
    walk.send(action="/list/", owner_office=walk.words["owner"])
    walk.says("lacks")
    walk.says(link["product"])
    walk.says("owner")


def _brought_in(walk, link):
    walk.open(f"/made/gaps/{link['pk']}/")
    walk.follow("/recruits/new/")
    name = walk.page.locator("main [name=name]").input_value()
    assert name
    walk.send()
    recruit = walk.number
    for stage in ("signed", "registered", "started", "producing"):
        walk.open(f"/made/recruits/{recruit}/stage/")
        walk.send(stage=stage, on=TODAY, document=f"2026-{stage}")
    walk.says("producing")
    return name


def _numbers(walk, cluster, day):
    """The three numbers of a cluster as its page prints them on a day."""
    walk.open(f"/made/recruits/?cluster={cluster}&on={day}")
    figures = walk.page.locator("main .figures").inner_text()
    return [int(number) for number in re.findall(r"(?m)^(\d+)$", figures)][:3]
