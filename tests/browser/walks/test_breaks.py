"""From a firm's page to what breaks if it stops, to a scenario kept and run again, to the network.

An economy commission walks in Chinese on SQLite at the width of a desk, and in English on
PostgreSQL at that of a phone. Every page is looked at in both widths. The network is drawn by
WebGL where the browser has it; without it the table says the same.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from browser.walks.walking import WIDTHS, Walk

pytestmark = pytest.mark.browser

WORDS = {
    "zh-hans": {
        "ask": "若停产，断在哪里", "hits": "受影响的企业，按先后排列", "calls": "将出现哪些求助",
        "save": "保存情景", "again": "按最新网络重新计算", "same": "没有更新的冻结网络",
        "table": "同样内容的表格", "without": "该浏览器无法绘制网络",
    },
    "en": {
        "ask": "What breaks if it stops", "hits": "Firms hit, in the order in which they fall",
        "calls": "Which calls for help would come", "save": "Save the scenario",
        "again": "Run on the latest network", "same": "No later network was frozen",
        "table": "The same as a table", "without": "This browser cannot draw the network",
    },
}  # fmt: skip


@pytest.fixture
def language(database):
    return "zh-hans" if database == "sqlite" else "en"


def test_from_a_firm_to_a_scenario_and_the_network(visit, blind_browser, database, language):
    width = "desk" if database == "sqlite" else "phone"
    seen = visit("economy-commission", width=WIDTHS[width][0], language=language)
    walk, page, words = Walk(seen, width), seen.page, WORDS[language]
    walk.open("/made/breaks/")
    first = page.locator("#rows tbody a").first.get_attribute("href")
    firm = re.search(r"firm=(\d+)", first).group(1)
    assert seen.open(f"/made/firms/{firm}/") == 200
    page.locator("main").get_by_role("link", name=words["ask"]).first.click()
    page.wait_for_load_state("networkidle")
    walk.look()
    main = page.locator("main")
    expect(main).to_contain_text(words["hits"])
    expect(main).to_contain_text(words["calls"])
    assert page.locator("#rows tbody tr").count() > 1
    _saved_and_run_again(walk, words)
    for path in ("single-sources/", "scenarios/", "essential/"):
        walk.open(f"/made/breaks/{path}")
    _drawn(walk, words)
    blind = visit("economy-commission", width=WIDTHS[width][0], language=language, on=blind_browser)
    assert blind.open(f"/made/breaks/network/?firm={firm}") == 200
    expect(blind.page.locator(".layers")).to_contain_text(words["without"])
    assert blind.page.locator("#layers-table tbody tr").count() > 1
    Walk(blind, width).look()


def _saved_and_run_again(walk, words):
    page = walk.page
    page.fill("[name=name]", "关键企业停产")
    page.fill("[name=reason]", "年度演练")
    page.locator("#save").get_by_role("button", name=words["save"]).click()
    page.wait_for_load_state("load")
    expect(page.locator("h1")).to_contain_text("关键企业停产")
    walk.look()
    page.locator("main").get_by_role("button", name=words["again"]).click()
    page.wait_for_load_state("load")
    expect(page.locator("body")).to_contain_text(words["same"])
    walk.look()


def _drawn(walk, words):
    """A canvas of WebGL and the table beside it; narrowed by a link of the table."""
    page = walk.page
    assert walk.seen.open("/made/breaks/network/") == 200
    expect(page.locator("[data-layers][data-drawn=true] canvas").first).to_be_attached(
        timeout=20_000
    )
    expect(page.locator("#layers-table")).to_contain_text(words["table"])
    walk.look()
    page.locator("#layers-table tbody a").first.click()
    page.wait_for_load_state("load")
    assert "firm=" in page.url
    walk.look()
