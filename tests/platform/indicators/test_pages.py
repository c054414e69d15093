"""The pages of indicators, as those who read them on a Monday see them."""

from __future__ import annotations

import re
from datetime import date

import pytest

from conftest import NOON
from jilian.indicators.models import Value
from jilian.indicators.rules.periods import month_span

SHARE = "above_scale_share_high_tech"
XINQIAO, JIUTING = "310117105", "310117107"


@pytest.fixture
def keep(world):
    """Keep a value of an indicator for a unit and month."""

    def say(indicator, month, value, *, unit="", revision=1, **more):
        span = month_span(date.fromisoformat(f"{month}-01"))
        kind = "town" if unit else "world"
        if value is None:
            more["bound"] = "unknown"
        return Value.objects.create(
            world=world, indicator=indicator, unit_kind=kind, unit_key=unit or world.code,
            period_kind="month", period_first=span.first, period_last=span.last,
            value=value, revision=revision, source_kind="computed", measured_at=NOON,
            measured_by="mei", **more,
        )  # fmt: skip

    return say


@pytest.fixture
def leader(person, world):
    return person("leader", "district_leader", world)


def months(count):
    return [f"{2016 + n // 12}-{n % 12 + 1:02}" for n in range(count)]


def text_of(answer):
    page = re.sub(r"<script.*?</script>", "", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_list_narrows_by_words_and_says_when_nothing_fits(mei, as_person, keep):
    keep("registered_firms", "2022-02", 81)
    browser = as_person(mei)
    found = text_of(browser.get("/songjiang/indicators/?q=registered+firms&figure=yes"))
    assert "81" in found
    nothing = text_of(browser.get("/songjiang/indicators/?q=zeppelin"))
    assert "No indicator fits." in nothing


def test_a_page_shows_both_lines_growth_and_what_is_counted(mei, as_person, keep):
    keep("registered_firms", "2021-02", 60)
    keep("registered_firms", "2022-02", 81)
    keep("registered_firms", "2022-02", 90, revision=2, replaced_reason="Ten firms came late.")
    page = text_of(as_person(mei).get("/songjiang/indicators/registered_firms/"))
    assert "revision 2: Ten firms came late." in page
    assert "+50.0%" in page
    assert "81 firms" in page and "90 firms" in page
    assert "What does it count?" in page


def test_a_share_has_no_growth_in_per_cent(mei, as_person, keep):
    keep(SHARE, "2021-02", 20, numerator=20, denominator=100)
    keep(SHARE, "2022-02", 40, numerator=40, denominator=100)
    page = text_of(as_person(mei).get(f"/songjiang/indicators/{SHARE}/"))
    assert "+100.0%" not in page
    assert "40 / firms" in page


def test_a_page_of_72_months_asks_no_more_than_one_of_two(
    mei, as_person, keep, django_assert_max_num_queries, django_assert_num_queries
):
    browser, address = as_person(mei), "/songjiang/indicators/registered_firms/"
    for month in months(2):
        keep("registered_firms", month, 81)
    browser.get(address)
    with django_assert_max_num_queries(25) as asked:
        browser.get(address)
    for month in months(72)[2:]:
        keep("registered_firms", month, 82)
    with django_assert_num_queries(len(asked)):
        answer = browser.get(address)
    assert answer.content.count(b'<tr><th scope="row">') == 72


def test_lists_and_towns_ask_as_much_for_many_values_as_for_few(
    mei, as_person, keep, django_assert_max_num_queries, django_assert_num_queries
):
    browser = as_person(mei)
    addresses = (
        "/songjiang/indicators/", "/songjiang/indicators/registered_firms/towns/",
        f"/songjiang/indicators/compare/?indicator={SHARE}", "/songjiang/monday/",
    )  # fmt: skip
    for unit in ("", XINQIAO):
        keep("registered_firms", "2022-01", 80, unit=unit)
        keep("registered_firms", "2022-02", 81, unit=unit)
        keep(SHARE, "2022-02", 40, unit=unit, numerator=40, denominator=100)
    counts = []
    for address in addresses:
        browser.get(address)
        with django_assert_max_num_queries(40) as asked:
            assert browser.get(address).status_code == 200
        counts.append(len(asked))
    for month in ("2021-12", "2022-01"):
        for indicator in ("clusters", "high_tech_firms", "covered_firms"):
            for unit in ("", XINQIAO, JIUTING):
                keep(indicator, month, 70, unit=unit)
    keep(SHARE, "2022-02", 90, unit=JIUTING, numerator=90, denominator=100)
    for address, count in zip(addresses, counts, strict=True):
        with django_assert_num_queries(count):
            browser.get(address)


def test_who_may_not_open_sees_neither_the_figure_nor_its_parts(person, world, as_person, keep):
    keep("registered_firms", "2022-02", 8461, unit=XINQIAO, numerator=None)
    reader = as_person(person("sci", "cluster_secretary", world, key="1"))
    page = reader.get(f"/songjiang/indicators/registered_firms/?unit={XINQIAO}")
    assert page.status_code == 200
    assert "not released" in text_of(page)
    assert "8,461" not in page.content.decode() and "8461" not in page.content.decode()
    parts = f"/songjiang/indicators/registered_firms/parts/?unit={XINQIAO}&month=2022-02"
    assert reader.get(parts).status_code == 404


def test_a_towns_office_opens_its_own_town_alone(person, world, as_person, keep):
    keep("registered_firms", "2022-02", 5, unit=XINQIAO)
    keep("registered_firms", "2022-02", 7, unit=JIUTING)
    officer = as_person(person("town", "town_office", world, key=XINQIAO))
    address = "/songjiang/indicators/registered_firms/parts/?month=2022-02&unit="
    assert officer.get(address + XINQIAO).status_code == 200
    assert officer.get(address + JIUTING).status_code == 404


def test_the_parts_of_a_figure_add_up_to_it_or_say_by_how_much_not(mei, as_person, keep, firm):
    for name in ("甲厂", "乙厂"):
        firm(name)
    keep("registered_firms", "2022-02", 2)
    address = "/songjiang/indicators/registered_firms/parts/?month=2022-02"
    page = text_of(as_person(mei).get(address))
    assert "the records add up to the figure" in page
    assert "甲厂" in page and "乙厂" in page


@pytest.mark.parametrize(
    "address",
    [
        "indicators/unheard_of/", "indicators/registered_firms/?unit=nowhere",
        "indicators/registered_firms/?month=2031-01", "indicators/registered_firms/parts/",
        "indicators/registered_firms/parts/?month=soon", "indicators/compare/?indicator=nothing",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(mei, as_person, keep, address):
    keep(SHARE, "2022-02", 40)
    assert as_person(mei).get(f"/songjiang/{address}").status_code == 404


def test_a_town_of_three_is_not_placed_and_the_page_says_why(mei, as_person, keep):
    keep(SHARE, "2022-02", 50, numerator=500, denominator=1000)
    keep(SHARE, "2022-02", 100, unit=XINQIAO, numerator=3, denominator=3)
    keep(SHARE, "2022-02", 80, unit=JIUTING, numerator=240, denominator=300)
    page = text_of(as_person(mei).get(f"/songjiang/indicators/compare/?indicator={SHARE}"))
    assert page.index("above the whole") < page.index("too few to say")
    assert "a share of three firms says little" in page
    assert "surest above the rest 九亭镇" in page


def test_amounts_stand_by_name_without_ranks(mei, as_person, keep):
    keep("registered_firms", "2022-02", 3, unit=JIUTING)
    keep("registered_firms", "2022-02", 9, unit=XINQIAO)
    address = "/songjiang/indicators/compare/?indicator=registered_firms"
    page = text_of(as_person(mei).get(address))
    assert "They stand by name, without ranks" in page


def test_monday_shows_what_moved_and_what_was_revised(leader, as_person, keep):
    keep("registered_firms", "2022-01", 80)
    keep("registered_firms", "2022-02", 81)
    keep("clusters", "2022-01", 9)
    keep("clusters", "2022-02", 9)
    keep("calls_open", "2022-01", 2)
    keep("calls_open", "2022-02", 4)
    keep("calls_open", "2022-02", 5, revision=2, replaced_reason="One came late.")
    page = text_of(as_person(leader).get("/songjiang/monday/"))
    assert "One came late." in page
    changed = page[page.index("What changed since") : page.index("Who is stuck?")]
    assert "80 firms" in changed and "81 firms" in changed
    assert "9 clusters" not in changed
    assert changed.index("5 calls") < changed.index("81 firms")  # the wrong way first


def test_a_series_leaves_as_a_file_with_its_purpose(mei, as_person, keep):
    keep("registered_firms", "2022-02", 81)
    address = "/songjiang/indicators/registered_firms/series.csv"
    browser = as_person(mei)
    asked = browser.get(address)
    assert "purpose" in asked.content.decode()
    file = browser.get(address + "?purpose=Conference&recipient=Leader")
    assert b"2022-02,81" in file.content
