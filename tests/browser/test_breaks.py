"""From a firm's page to what breaks if it stops, to a scenario kept and run again, to the network.

An economy commission walks in Chinese on SQLite at the width of a desk, and in English on
PostgreSQL at that of a phone. Every page is looked at in both widths. The network is drawn by
WebGL where the browser has it; without it the table says the same.
"""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import expect

from first_start import first_start

pytestmark = pytest.mark.browser

WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
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


@pytest.fixture
def language(database):
    return "zh-hans" if database == "sqlite" else "en"


def look(seen, width):
    """Nothing is wider than the window, at either width, and the browser does not complain."""
    for name in ("desk" if width == "phone" else "phone", width):
        wide, high = WIDTHS[name]
        seen.page.set_viewport_size({"width": wide, "height": high})
        assert seen.overflow() <= 0, (name, seen.page.url)
    assert seen.complaints == [], seen.page.url


def test_from_a_firm_to_a_scenario_and_the_network(visit, blind_browser, database, language):
    width = "desk" if database == "sqlite" else "phone"
    seen = visit("economy-commission", width=WIDTHS[width][0], language=language)
    page, words = seen.page, WORDS[language]
    assert seen.open("/made/breaks/") == 200
    look(seen, width)
    first = page.locator("#rows tbody a").first.get_attribute("href")
    firm = re.search(r"firm=(\d+)", first).group(1)
    assert seen.open(f"/made/firms/{firm}/") == 200
    page.locator("main").get_by_role("link", name=words["ask"]).first.click()
    page.wait_for_load_state("networkidle")
    look(seen, width)
    main = page.locator("main")
    expect(main).to_contain_text(words["hits"])
    expect(main).to_contain_text(words["calls"])
    assert page.locator("#rows tbody tr").count() > 1
    _saved_and_run_again(seen, width, words)
    for path in ("single-sources/", "scenarios/", "essential/"):
        assert seen.open(f"/made/breaks/{path}") == 200
        look(seen, width)
    _drawn(seen, width, words)
    blind = visit("economy-commission", width=WIDTHS[width][0], language=language, on=blind_browser)
    assert blind.open(f"/made/breaks/network/?firm={firm}") == 200
    expect(blind.page.locator(".layers")).to_contain_text(words["without"])
    assert blind.page.locator("#layers-table tbody tr").count() > 1
    look(blind, width)


def _saved_and_run_again(seen, width, words):
    page = seen.page
    page.fill("[name=name]", "关键企业停产")
    page.fill("[name=reason]", "年度演练")
    page.locator("#save").get_by_role("button", name=words["save"]).click()
    page.wait_for_load_state("load")
    expect(page.locator("h1")).to_contain_text("关键企业停产")
    look(seen, width)
    page.locator("main").get_by_role("button", name=words["again"]).click()
    page.wait_for_load_state("load")
    expect(page.locator("body")).to_contain_text(words["same"])
    look(seen, width)


def _drawn(seen, width, words):
    """A canvas of WebGL and the table beside it; narrowed by a link of the table."""
    page = seen.page
    assert seen.open("/made/breaks/network/") == 200
    expect(page.locator("[data-layers][data-drawn=true] canvas").first).to_be_attached(
        timeout=20_000
    )
    expect(page.locator("#layers-table")).to_contain_text(words["table"])
    look(seen, width)
    page.locator("#layers-table tbody a").first.click()
    page.wait_for_load_state("load")
    assert "firm=" in page.url
    look(seen, width)
