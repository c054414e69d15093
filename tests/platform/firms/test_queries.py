"""Reading the register: search, list, places, the page of a firm."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from jilian.firms.models import Firm, Site
from jilian.firms.queries import (
    called,
    firm_page,
    firms_by_place,
    in_industry,
    in_place,
    listed_firms,
    may_see_facts,
    search_firms,
    with_product,
    with_title,
)
from jilian.firms.rules import SiteRow, TitleRow
from jilian.places.models import Division, Industry, WorldArea
from jilian.sources.models import Source

LATER = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
DAY = date(2026, 3, 20)


@pytest.fixture
def register(save, award, row):
    """Three firms; one has changed its name."""
    save(
        row(),
        row(identifier="W2", name="上海晶圆测试有限公司", short_name="晶测", industry_code="3973",
            former_names=("老晶圆厂",), division_code="310117107", address=None,
            makes=("测试服务",),
            row=2),
        row(identifier="W3", name="九亭食品厂", short_name=None, industry_code="3562",
            division_code="310117107", address=None, makes=("糕点",), buys=(), facts=(), row=3),
    )  # fmt: skip
    save(row(name="林氏半导体有限公司"), at=LATER)
    award(TitleRow("高新技术企业", 1, firm=("made", "W2"), valid_from=date(2024, 1, 1)))


def names(rows) -> list[str]:
    return [firm.name for firm in rows]


def test_a_search_puts_whole_names_first_then_beginnings_then_the_rest(register, mei, world):
    found = search_firms(mei, world, "晶圆", DAY)
    assert search_firms(mei, world, "林氏", DAY)[0].rank == 1
    assert {one.firm.identifier for one in found} == {"W1", "W2"}
    assert [one.rank for one in found] == sorted(one.rank for one in found)


def test_a_search_finds_past_names_and_says_so(register, mei, world):
    (found,) = search_firms(mei, world, "林氏晶圆有限", DAY)
    assert (found.firm.name, found.is_former) == ("林氏半导体有限公司", True)
    (then,) = search_firms(mei, world, "林氏晶圆有限", date(2026, 3, 3))
    assert not then.is_former
    assert search_firms(mei, world, "老晶圆", DAY)[0].is_former


def test_a_search_finds_an_identifier(register, mei, world):
    (found,) = search_firms(mei, world, "w3", DAY)
    assert (found.firm.name, found.kind, found.rank) == ("九亭食品厂", "identifier", 0)


def test_wu_finds_nothing_and_lin_her_world(register, wu, lin, world):
    assert search_firms(wu, world, "晶圆", DAY) == []
    assert search_firms(lin, world, "九亭", DAY)


def test_filters_of_the_list(register, mei, world, songjiang):
    firms = listed_firms(mei, world, DAY)
    town = Division.objects.get(code="310117107")
    assert names(in_place(firms, town, DAY)) == ["九亭食品厂", "上海晶圆测试有限公司"]
    assert len(in_place(firms, songjiang, DAY)) == 3
    assert names(in_industry(firms, Industry.objects.get(code="3985"), DAY)) == [
        "林氏半导体有限公司"
    ]
    assert len(in_industry(firms, Industry.objects.get(code="C"), DAY)) == 3
    assert names(with_product(firms, "测试", DAY)) == ["上海晶圆测试有限公司"]
    assert names(with_title(firms, "高新技术企业", DAY)) == ["上海晶圆测试有限公司"]
    assert names(called(firms, world, "老晶圆")) == ["上海晶圆测试有限公司"]
    assert names(called(firms, world, "W3")) == ["九亭食品厂"]


def test_a_filter_asks_about_the_day(register, mei, world):
    early = date(2026, 3, 1)
    firms = listed_firms(mei, world, early)
    assert not in_place(firms, Division.objects.get(code="310117107"), early)


def test_firms_are_counted_by_place_each_once_in_each(register, save, row, world, songjiang):
    suzhou = Division.objects.create(code="320500", name="苏州市", level=2)
    WorldArea.objects.create(world=world, division=suzhou, order=2)
    save(
        row(
            name="林氏半导体有限公司", sites=(SiteRow("320500"), SiteRow("310117107", "九亭镇三号"))
        ),
        at=LATER,
    )
    counts = {one.division.code: one.count for one in firms_by_place(world, DAY) if one.division}
    assert counts == {"310117": 3, "320500": 1}
    WorldArea.objects.filter(division=suzhou).delete()
    assert [(one.division, one.count) for one in firms_by_place(world, DAY)][-1] == (None, 1)


def test_the_page_of_a_firm_knows_names_and_places_of_the_day(register, mei, world):
    firm = Firm.objects.get(identifier="W1")
    now = firm_page(mei, world, firm, DAY)
    assert now.name_then.text == "林氏半导体有限公司"
    assert [name.text for name in now.other_names if now.is_former(name)] == ["林氏晶圆有限公司"]
    then = firm_page(mei, world, firm, date(2026, 3, 3))
    assert then.name_then.text == "林氏晶圆有限公司"
    assert firm_page(mei, world, firm, date(2020, 1, 1)).name_then is None
    assert now.main_site.division.name == "新桥镇"


def test_facts_stand_in_three_groups_by_year_and_missing_ones_are_missing(
    register, save, row, mei, world
):
    other = Source.objects.create(
        key="OTHER", kind="upload", title="other", recorded_at=LATER, recorded_by="mei"
    )
    save(
        row(name="林氏半导体有限公司",
            facts=((2025, "employees", Decimal(130)), (2024, "tax", Decimal("1.50")))),
        at=LATER, from_source=other,
    )  # fmt: skip
    page = firm_page(mei, world, Firm.objects.get(identifier="W1"), DAY)
    assert page.years == (2025, 2024)
    assert [group.label for group in page.facts] and len(page.facts) == 3
    employees = page.facts[0].rows[0].cells
    assert (employees[0].value, [fact.value for fact in employees[0].others]) == (130, [120])
    assert employees[1].value is None
    tax = page.facts[2].rows[0].cells
    assert str(tax[1].value) == "1.5"


def test_facts_are_for_those_who_hold_the_permission_for_this_firm(
    register, mei, lin, person, world
):
    firm = Firm.objects.get(identifier="W1")
    own = Firm.objects.get(name="林氏晶圆")
    officer = person("jun", "service_officer", world, key="310117105")
    assert may_see_facts(mei, world, firm)
    assert may_see_facts(lin, world, own)
    assert not may_see_facts(lin, world, firm)
    assert may_see_facts(officer, world, firm)
    assert not may_see_facts(officer, world, Firm.objects.get(identifier="W3"))
    assert firm_page(lin, world, firm, DAY).facts is None


def test_sites_that_ended_are_kept_for_the_page(register, save, row, mei, world):
    save(row(name="林氏半导体有限公司", division_code="310117107", address="九亭镇八号"), at=LATER)
    page = firm_page(mei, world, Firm.objects.get(identifier="W1"), DAY)
    assert Site.objects.filter(firm=page.firm).count() == 2
    assert [site.division.name for site in page.sites_before] == ["新桥镇"]
