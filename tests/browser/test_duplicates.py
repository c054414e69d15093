"""Possible duplicates are reviewed by keyboard alone: the mark moves on, every judgement undoes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LIST = "/corridor/duplicates/"


def test_pairs_are_judged_and_undone_by_keyboard_alone(visit):
    office = visit("data-steward", language="en")
    office.open(LIST)
    page, keys = office.page, office.page.keyboard
    page.get_by_role("button", name="Search now").click()
    expect(page.locator(".search-note")).to_be_visible(timeout=60_000)
    office.open(LIST)
    cards, tally = page.locator("[data-pair]"), page.locator("#tally")
    whole = int(tally.inner_text().split(" of ")[1].split()[0])
    assert whole > 4
    first, second = (cards.nth(at).get_attribute("data-pair") for at in (0, 1))
    keys.press("j")
    keys.press("k")
    expect(page.locator(f"#pair-{first}")).to_be_focused()
    other = page.locator(f"#pair-{first} input[name=kept]:not(:checked)").get_attribute("value")
    keys.press("x")
    expect(page.locator(f"#pair-{first} input[name=kept]:checked")).to_have_attribute(
        "value", other
    )
    keys.press("s")
    expect(tally).to_contain_text(f"1 of {whole} judged")
    expect(page.locator(f"#pair-{second}")).to_be_focused()
    keys.press("d")
    expect(tally).to_contain_text(f"2 of {whole} judged")
    keys.press("u")
    expect(tally).to_contain_text(f"1 of {whole} judged")
    expect(page.locator(f"#pair-{second}")).to_be_focused()
    keys.press("l")
    expect(tally).to_contain_text("1 put off")
    keys.press("u")
    expect(tally).not_to_contain_text("put off")
    keys.press("u")
    expect(tally).to_contain_text(f"0 of {whole} judged")
    expect(page.locator(f"#pair-{first}")).to_be_focused()
    for key in (" ", "j", " ", "d"):
        keys.press(key)
    expect(page.get_by_text("2 pairs judged.")).to_be_visible()
    keys.press("U")
    expect(page.get_by_text("2 judgements taken back.")).to_be_visible()
    keys.press("?")
    expect(page.locator("[data-keys]")).to_have_attribute("open", "")
    assert not office.complaints


def test_the_review_fits_a_phone(visit):
    office = visit("data-steward", width=390)
    office.open(LIST)
    assert office.overflow() <= 0
