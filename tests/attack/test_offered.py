"""What a page offers is there for its reader: no link, part or button leads to nothing."""

from __future__ import annotations

import re

import pytest
from django.urls import Resolver404, resolve

from attack.attackers import appear, browser_of
from attack.campaign import forget
from attack.roads import all_roads
from jilian.accounts.rules import Role

OFFERED = re.compile(r'(href|hx-get|hx-post|action)="(/[^"#?]*)')


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_whatever_a_page_offers_is_there_for_its_reader(role, ground, person):
    who = appear(role, ground, person)
    client, tried, wrong = browser_of(who), set(), []
    forget()
    for road in all_roads(ground):
        if road.method != "GET" or road.part in ("there", "missing") or "?" in road.url:
            continue
        page = client.get(road.url)
        if page.status_code != 200 or "text/html" not in page["Content-Type"]:
            continue
        for how, url in OFFERED.findall(page.text):
            try:
                match = resolve(url)
            except Resolver404:
                continue  # a static file
            key = (match.view_name, tuple(sorted(match.kwargs.items())))
            if key in tried:
                continue
            tried.add(key)
            if client.get(url).status_code == 404:
                wrong.append(f"{road.url} offers {url} ({how}, {match.view_name})")
    assert not wrong, "\n".join(wrong)
