"""Who sees what of a figure: the office opens it, others get what is released, nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jilian.indicators import operations, queries
from jilian.indicators.models import Value
from jilian.indicators.rules.periods import read_period

from .conftest import APRIL

ASKED = ("high_tech_firms", "2026-03")


def test_an_office_sees_and_opens_every_unit(measured, world, leader):
    figure = queries.figure_at(leader, world, "high_tech_firms", "310117105", "2026-03")
    assert (figure.value, figure.hidden, figure.revision) == (2, "", 1)
    assert (figure.words_zh, figure.words_en) == ("2家", "2\N{THIN SPACE}firms")
    assert "/indicators/high_tech_firms/parts/" in figure.parts_url


def test_a_town_office_opens_its_own_town_alone(measured, world, town_office):
    own = queries.figure_at(town_office, world, "high_tech_firms", "310117105", "2026-03")
    assert own.value == 2
    for unit in ("310117107", world.code):
        other = queries.figure_at(town_office, world, "high_tech_firms", unit, "2026-03")
        assert (other.value, other.hidden, other.parts_url) == (None, "unreleased", "")
        assert (other.numerator, other.contributors, other.value_id) == (None, None, None)
        assert queries.value_behind(town_office, world, "high_tech_firms", unit, "2026-03") is None
    kept = Value.objects.openable_by(town_office, world)
    assert set(kept.values_list("unit_key", flat=True)) == {"310117105"}


def test_a_secretary_is_shown_nothing_that_was_not_released(measured, world, secretary):
    found = queries.series(secretary, world, "high_tech_firms", "")
    assert {one.value for one in (*found.as_published, *found.as_revised)} == {None}
    assert {one.hidden for one in found.as_revised} == {"unreleased"}
    assert {one.largest_share for one in found.as_revised} == {None}
    assert queries.changes(secretary, world) == []


def test_an_outsider_sees_nothing(measured, world, wu):
    assert queries.catalogue_rows(wu, world) == []
    assert queries.series(wu, world, "high_tech_firms", "") is None
    assert queries.figure_at(wu, world, "high_tech_firms", "", "2026-03") is None
    assert queries.units_at(wu, world, *ASKED) == ()


def test_units_stand_side_by_side(measured, world, leader):
    rows = queries.units_at(leader, world, *ASKED)
    assert [(row.unit.kind, row.figure.value) for row in rows] == [
        ("world", 2), ("town", 2), ("town", 0),
    ]  # fmt: skip


@pytest.mark.parametrize("months", [("2026-03", "2026-03"), ("2025-01", "2026-03")])
def test_a_series_takes_as_many_queries_however_long_it_is(
    firms,
    world,
    steward,
    leader,
    months,
    django_assert_num_queries,
):
    first, last = months
    operations.measure_months(by=steward, at=APRIL, world=world, first=first, last=last)
    leader.refresh_from_db()
    with django_assert_num_queries(4):
        assert queries.series(leader, world, "registered_firms", "310117105").as_revised


def test_figures_take_as_many_queries_however_many(
    measured, world, leader, django_assert_max_num_queries
):
    asked = [("high_tech_firms", unit, month) for unit in ("310117105", "310117107", world.code)
             for month in ("2026-02", "2026-03")]  # fmt: skip
    with django_assert_max_num_queries(2):
        found = queries.figures_at(leader, world, asked)
    assert len(found) == 6


def test_growth_is_on_the_same_month_of_the_year_before(placed, world, steward, leader):
    for place in range(6):
        begin = date(2025, 2, 1) if place < 4 else date(2026, 2, 1)
        placed(f"企{place}", titles=[("高新技术企业", begin, None)])
    operations.measure_months(by=steward, at=APRIL, world=world, first="2025-03", last="2026-03")
    point = queries.series(leader, world, "high_tech_firms", "").as_revised[-1]
    assert (point.value, point.growth_computed) == (6, 50)
    grown = queries.figure_at(leader, world, "high_tech_growth", "", "2026-03")
    assert (grown.value, grown.numerator, grown.denominator) == (50, 6, 4)


def test_published_figures_are_taken_over_once_with_bound_and_source(
    world, source, steward, wu, leader, person
):
    from jilian.sources.models import PublishedFact

    def fact(key, measure, value, sign, unit, period, **more):
        PublishedFact.objects.create(
            world=world, key=key, source=source, subject="松江区", measure=measure,
            value=Decimal(value), comparator=sign, unit=unit, period=period,
            confidence="confirmed", **more,
        )  # fmt: skip

    fact("I1", "gdp", "1750", "=", "100m_yuan", "2021", vintage="forecast")
    fact("I2", "gdp", "1782.28", "=", "100m_yuan", "2021", vintage="final")
    fact("I3", "sei_share", "63", ">", "percent", "2021")
    fact("I4", "local_fiscal", "134.9", "=", "100m_yuan", "2023 H1", growth_pct=Decimal("7.4"))
    fact("I5", "gdp_growth_target", "3", "~", "percent", "2025 target")
    done = operations.take_published(by=steward, at=APRIL, world=world)
    assert (done.written, done.revised) == (3, 1)
    assert operations.take_published(by=steward, at=APRIL, world=world).same == 4
    gdp = queries.series(leader, world, "gdp", "310117")
    assert [one.value for one in (*gdp.as_published, *gdp.as_revised)] == [1750, Decimal("1782.28")]
    assert gdp.as_revised[0].reason == "final"
    secretary = person("s", "cluster_secretary", world, "1")  # what is published is public
    share = queries.figure_at(secretary, world, "strategic_share", "310117", "2021")
    assert (share.words_zh, share.bound, share.source_title) == ("超过63%", "more_than", "公开名单")
    half = queries.figure_at(leader, world, "local_fiscal", "310117", "2023-01..06")
    assert half.growth_published == Decimal("7.4")


@pytest.mark.parametrize(
    "text", ["2026-03", "2016-01..02", "2021", "2022-05-05", "2016..2019", "2018-07-09..2018-07-31"]
)
def test_a_period_reads_back_as_it_is_written(text):
    assert read_period(text).text == text


def test_the_api_gives_series_and_parts_and_hides_what_may_not_be_opened(
    measured,
    world,
    leader,
    secretary,
    as_person,
):
    office, outside = as_person(leader), as_person(secretary)
    base = f"/api/{world.code}/indicators/"
    listed = {one["key"]: one for one in office.get(base).json()}
    assert listed["high_tech_firms"]["value"] in (2, "2", "2.000000")
    series = office.get(f"{base}high_tech_firms/?unit=310117105").json()
    assert [one["period"] for one in series["as_revised"]] == ["2026-02", "2026-03"]
    parts = office.get(f"{base}high_tech_firms/parts/?unit=310117105&period=2026-03").json()
    assert parts["agrees"] is True
    assert {one["name"] for one in parts["numerator"]["rows"]} == {"甲", "乙"}
    assert outside.get(f"{base}high_tech_firms/parts/?period=2026-03").status_code == 404
    hidden = outside.get(f"{base}high_tech_firms/").json()["as_revised"]
    assert {(one["value"], one["hidden"]) for one in hidden} == {(None, "unreleased")}
    assert office.get(f"{base}nothing/").status_code == 404


def test_the_method_page_lists_every_indicator_with_its_version():
    from pathlib import Path

    from jilian.indicators.rules.definitions import DEFINITIONS

    page = (Path(__file__).parents[3] / "docs" / "methods" / "indicators.md").read_text()
    for key, one in DEFINITIONS.items():
        line = f"| `{key}` | {one.name_en} | {one.name_zh} | {one.version} | {one.unit_en} |"
        assert f"{line} {one.boundary_en} | {one.formula_en} |" in page


def test_a_released_month_shows_others_what_gives_no_firm_away(placed, world, steward, secretary):
    for place in range(6):
        town = "310117105" if place < 4 else "310117107"
        placed(f"企{place}", town=town, titles=[("高新技术企业", date(2025, 2, 1), None)])
    operations.measure_month(
        by=steward, at=APRIL, world=world, month="2026-03", keys=["high_tech_firms"]
    )
    operations.release_month(by=steward, at=APRIL, world=world, month="2026-03")
    shown = queries.figure_at(secretary, world, "high_tech_firms", "", "2026-03")
    assert (shown.value, shown.hidden, shown.parts_url) == (6, "", "")
    small = queries.figure_at(secretary, world, "high_tech_firms", "310117107", "2026-03")
    assert (small.value, small.hidden) == (None, "hidden")
