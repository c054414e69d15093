"""A series on its page: where its definition changes, how long it grew, its place among places."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOON
from jilian.base.copied_out import copied_out
from jilian.indicators import queries
from jilian.indicators.formats.charts import breaks_of, table_rows
from jilian.indicators.formats.runs import growth_runs
from jilian.indicators.models import Value
from jilian.indicators.rules.definitions import definition_of
from jilian.places.models import Division
from jilian.reports.queries.knowing import Meant, _ranked
from jilian.reports.rules.words import Audience

from .test_pages import keep, months, text_of

__all__ = ["keep"]
KEY, PAGE = "registered_firms", "/songjiang/indicators/registered_firms/"


def test_a_change_of_the_definition_is_marked_and_no_growth_runs_across_it(
    keep, mei, as_person, world
):
    for place, month in enumerate(months(26)):
        keep(KEY, month, 100 + place, version=1 if place < 24 else 2)
    series = queries.series(mei, world, KEY, "")
    (only,) = breaks_of(series)
    assert "version 2" in str(only)
    grown = [point.growth_computed is not None for point in series.as_revised]
    assert grown == [False] * 12 + [True] * 12 + [False] * 2
    marked = [row.text for row in table_rows(series, lambda _point: "") if row.is_broken]
    assert marked == ["2018-01"]
    page = text_of(as_person(mei).get(PAGE))
    assert "From here by version 2 of the definition" in page


def test_a_run_of_growth_is_told_as_published_and_as_revised(keep, mei, as_person, world):
    for place, month in enumerate(months(24)):
        keep(KEY, month, 100 if place < 12 else 110)
    runs = growth_runs(queries.series(mei, world, KEY, ""))
    assert runs.as_revised.startswith("12 months, 2017-01 to 2017-12")
    assert not runs.differ
    keep(KEY, "2017-06", 100, revision=2, replaced_reason="recounted")
    runs = growth_runs(queries.series(mei, world, KEY, ""))
    assert runs.differ
    assert runs.as_published.startswith("12 months")
    assert runs.as_revised.startswith("6 months, 2017-07 to 2017-12")
    page = text_of(as_person(mei).get(PAGE))
    assert "As published: 12 months" in page
    assert "As revised: 6 months" in page


@pytest.mark.parametrize("count", [0, 1, 12, 13])
def test_without_two_growths_there_is_no_run(keep, mei, world, count):
    for month in months(count):
        keep(KEY, month, 100)
    assert growth_runs(queries.series(mei, world, KEY, "")) is None


@pytest.mark.parametrize("other", ["industry_gdp_share", "gdp"])
def test_what_a_published_growth_compares_is_said_as_the_source_says_it(
    world, mei, as_person, source, other
):
    kinds = {"industry_gdp_share": ("same_scope", "same scope"), "gdp": ("", "scope not stated")}
    kind, words = kinds[other]
    _place(world, source, "310117", 100, "2021", growth=Decimal("21.2"), kind=kind)
    page = text_of(as_person(mei).get("/songjiang/indicators/gdp/?unit=310117"))
    assert words in page
    assert "21.2" in page


def _place(world, source, code, value, year, *, growth=None, kind=""):
    level = Division.Level.COUNTY
    Division.objects.get_or_create(code=code, defaults={"name": f"区{code}", "level": level})
    Value.objects.create(
        world=world, indicator="gdp", unit_kind="place", unit_key=code, period_kind="year",
        period_first=date(int(year), 1, 1), period_last=date(int(year), 12, 31), value=value,
        source_kind="published", source=source, measured_at=NOON, measured_by="mei",
        growth_published=growth, growth_kind=kind,
    )  # fmt: skip


def test_a_place_has_its_rank_with_ties_and_with_who_is_missing(world, mei, as_person, source):
    for code, value in (("310117", 80), ("310118", 80), ("310115", 900)):
        _place(world, source, code, value, "2021")
    browser, address = as_person(mei), "/songjiang/indicators/gdp/?unit=310117"
    assert "tied second of 3" in text_of(browser.get(address))
    _place(world, source, "310112", 500, "2020")  # known of another year alone
    assert "tied second of 3 known" in text_of(browser.get(address))
    peers = queries.peers_at(mei, world, "gdp", "place", "2021")
    assert peers["310112"] is None
    unit = queries.find_unit(mei, world, "310117")
    meant = Meant(definition_of("gdp"), unit, "2021", None)
    ranked = _ranked(mei, world, meant, Audience.INSIDE)
    assert (ranked.place, ranked.tied, ranked.known, ranked.asked) == (2, 1, 3, 4)


def test_towns_are_not_ranked(keep, mei, as_person):
    keep(KEY, "2022-02", 81, unit="310117105")
    keep(KEY, "2022-02", 82, unit="310117107")
    page = text_of(as_person(mei).get(f"{PAGE}?unit=310117105"))
    assert "place among the places" not in page


def test_a_page_of_72_months_asks_as_much_as_one_of_two(keep, mei, as_person):
    browser, asked = as_person(mei), []
    kept = months(72)
    for part in (kept[:2], kept[2:]):
        for month in part:
            keep(KEY, month, 100)
        browser.get(PAGE)
        with CaptureQueriesContext(connection) as found:
            assert browser.get(PAGE).status_code == 200
        asked.append(len(found))
    assert asked[0] == asked[1]


def test_rows_are_copied_out_by_ranges_of_their_keys(placed, world):
    from jilian.firms.models import Firm, YearlyFact

    facts = {2024: {"revenue": Decimal("12.34"), "output": 7}, 2025: {"revenue": 1}}
    one, other = placed("甲", facts=facts), placed("乙", facts=facts)
    whole = b"\n".join(
        line.strip() for line in copied_out(YearlyFact.objects.all(), ("firm_id", "measure"), 2)
    )
    lines = whole.decode().split("\n")
    assert sorted(lines) == sorted(
        f"{firm.pk},{measure}" for firm in (one, other)
        for measure in ("revenue", "output", "revenue")
    )  # fmt: skip
    assert list(copied_out(Firm.objects.filter(name="丙"), ("pk",))) == []
