"""A firm proposes corrections, the data steward decides on them by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

BOUGHT = ("甲种料", "乙种料", "丙种料", "丁种料")


def test_corrections_are_decided_by_keyboard_alone(visit):
    keeper = visit("member-firm", language="en")
    keeper.open("/claims/")
    own = keeper.page.locator('a[href^="/made/firms/"]').first.get_attribute("href")
    for name in BOUGHT:
        keeper.open(f"{own}correct/?field=buys")
        keeper.page.fill("input[name=name]", name)
        keeper.page.fill("textarea[name=words]", "contract")
        keeper.page.get_by_role("button", name="Propose it").click()
        expect(keeper.page.get_by_text(name, exact=True).first).to_be_visible()
    office = visit("data-steward", language="en")
    office.open("/made/corrections/")
    page = office.page
    items = page.locator("[data-review-item]")
    expect(items).to_have_count(4)
    keys = page.keyboard
    for key in ("j", "x", "j", "j", "k", "x", "a"):  # the first two are chosen
        keys.press(key)
    expect(page.get_by_text("2 corrections decided.")).to_be_visible()
    expect(items).to_have_count(2)
    keys.press("j")
    keys.press("r")  # asks for the reason first
    keys.type("no contract")
    keys.press("Enter")
    expect(items).to_have_count(1)
    keys.press("j")
    keys.press("?")
    keys.type("Which contract?")
    keys.press("Enter")
    expect(page.get_by_text("No correction fits.")).to_be_visible()
    keeper.open(f"{own}corrections/")
    shown = keeper.page.locator("main").inner_text()
    assert "no contract" in shown
    assert "Which contract?" in shown
    assert not office.complaints + keeper.complaints
