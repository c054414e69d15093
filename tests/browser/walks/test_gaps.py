"""From a missing link to a producing firm: confirmed, listed, brought in, counted as of a day.

The economy commission walks through it: in Chinese on SQLite at the width of a desk, in English on
PostgreSQL at that of a phone. Every page is looked at in both widths.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from browser.walks.walking import WIDTHS, Walk

pytestmark = pytest.mark.browser

NOW = datetime.now(ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date().isoformat()
YESTERDAY = (NOW - timedelta(days=1)).date().isoformat()
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


class Office(Walk):
    """The economy commission, in one language."""

    def __init__(self, visit, language, width):
        role, across = "economy-commission", WIDTHS[width][0]
        super().__init__(visit(role, language=language, width=across), width)
        self.words = SAID[language]

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
        self.arrive()

    def go(self, part):
        """Follow the first link whose address holds this."""
        self.page.locator(f'main a[href*="{part}"]').first.click()
        self.arrive()

    def says(self, what):
        super().says(self.words.get(what, what))

    def asked(self, path):
        return self.page.context.request.get(f"{self.seen.address}{path}").json()


@pytest.fixture
def walk(visit, database):
    """Enter as the economy commission, in the language and at the width of this database."""
    language, width = ("zh-hans", "desk") if database == "sqlite" else ("en", "phone")
    return Office(visit, language, width)


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
    walk.go("/decide/confirmed/")
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
    walk.go("/recruits/new/")
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
