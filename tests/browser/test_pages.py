"""The main pages as people see them: both languages, desk and phone, light and dark."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .conftest import first_link, launch

pytestmark = pytest.mark.browser

LOOKS = [
    pytest.param(language, width, id=f"{language}-{width}")
    for language in ("zh-hans", "en")
    for width in (1440, 390)
]
PAGES = {
    "first-page": "/corridor/",
    "made-first-page": "/made/",
    "search": "/corridor/search/?q=半导体",
    "firms": "/corridor/firms/",
    "titles": "/made/titles/",
    "organisations": "/corridor/organisations/?on=2022-03-08",
    "organisation-counts": "/corridor/organisations/counts/?on=2022-03-08",
    "clusters": "/corridor/clusters/",
    "runs": "/corridor/runs/",
    "links": "/corridor/links/",
    "upload": "/made/uploads/new/",
    "facts": "/corridor/facts/",
    "indicators": "/made/indicators/",
    "indicator": "/made/indicators/registered_firms/",
    "units-compared": "/made/indicators/compare/",
    "monday": "/made/monday/",
    "permissions": "/permissions/",
    "components": "/components/",
}
RECORDS = {
    "firm": ("/made/firms/", r"/made/firms/\d+/"),
    "cluster": ("/made/clusters/", r"/made/clusters/\d+/"),
    "run": ("/corridor/runs/", r"/corridor/runs/\d+/"),
    "organisation": ("/made/organisations/", r"/made/organisations/\d+/"),
}


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_main_pages_open_without_complaint_and_fit_the_window(visit, photograph, language, width):
    seen = visit(language=language, width=width)
    wanted = dict(PAGES)
    for name, (listing, pattern) in RECORDS.items():
        wanted[name] = first_link(seen, listing, pattern)
    wrong = []
    for name, path in wanted.items():
        status = seen.open(path)
        if status != 200 or seen.overflow() > 0 or seen.complaints:
            wrong.append((name, status, seen.overflow(), seen.complaints[:3]))
            seen.complaints.clear()
        photograph(seen.page, f"{name}-{language[:2]}-{width}")
    assert wrong == []


def test_the_sign_in_page_offers_each_role(photograph, browser, address):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}/accounts/login/")
    assert page.locator('button[value^="demo-"], input[value^="demo-"]').count() == 14
    photograph(page, "sign-in-390")
    page.close()


def test_the_map_is_drawn_beside_its_list(visit):
    seen = visit()
    seen.open("/corridor/")
    seen.page.wait_for_selector("canvas.maplibregl-canvas")
    assert seen.page.get_by_text("杭州").count() > 1
    assert seen.complaints == []


def test_a_chart_is_loaded_late_and_read_with_the_arrow_keys(visit):
    seen = visit()
    asked: list[str] = []
    seen.page.on("request", lambda request: asked.append(request.url))
    seen.open("/components/")
    assert not [url for url in asked if "echarts" in url]
    box = seen.page.locator("[data-chart] [data-box]").first
    box.scroll_into_view_if_needed()
    seen.page.wait_for_selector("[data-chart][data-drawn=true] canvas")
    box.focus()
    seen.page.keyboard.press("Home")
    assert "2019-01..02" in (box.get_attribute("aria-valuetext") or "")
    seen.page.keyboard.press("End")
    assert "2021-12" in (box.get_attribute("aria-valuetext") or "")
    assert seen.complaints == []


def test_without_webgl_the_list_stays_and_says_why(visit, blind_browser):
    seen = visit(on=blind_browser)
    assert seen.open("/corridor/") == 200
    seen.page.wait_for_timeout(500)
    assert seen.page.locator("canvas.maplibregl-canvas").count() == 0
    assert seen.page.locator("main").get_by_text("杭州").count() >= 1


def test_without_a_chinese_font_the_packaged_one_is_used(playwright, visit, tmp_path: Path):
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        "<fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir>"
        f"<cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    bare = launch(playwright, env={**os.environ, "FONTCONFIG_FILE": str(fonts)})
    try:
        seen = visit(on=bare)
        seen.open("/corridor/clusters/")
        loaded = seen.page.evaluate(
            "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
        )
        assert any("Jilian Han" in family for family in loaded)
    finally:
        bare.close()


def test_a_slash_leads_to_the_search_box_and_enter_to_its_answer(visit):
    seen = visit()
    seen.open("/corridor/")
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("上海新阳")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/search/**")
    assert seen.page.locator("main").get_by_text("上海新阳").count() >= 1


def test_the_first_load_is_light(visit):
    """Under 300 kB compressed without the map and without fonts that only some machines need."""
    seen = visit()
    sizes: dict[str, int] = {}
    session = seen.page.context.new_cdp_session(seen.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    urls: dict[str, str] = {}
    session.on(
        "Network.responseReceived", lambda e: urls.update({e["requestId"]: e["response"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda e: sizes.update({urls.get(e["requestId"], "?"): e["encodedDataLength"]}),
    )
    seen.open("/corridor/")
    light = {
        url: size for url, size in sizes.items() if "maplibre" not in url and ".woff2" not in url
    }
    assert len(light) >= 4
    assert sum(light.values()) < 300_000, light


def test_nothing_is_asked_of_another_host(visit, address):
    seen = visit()
    hosts: set[str] = set()
    seen.page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for path in ("/corridor/", "/made/clusters/", "/corridor/firms/"):
        seen.open(path)
    assert hosts == {address.removeprefix("http://")}
