"""Tables built from records: worked out, looked at, released together; their keeper's pages."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from jilian.base.errors import NotAllowed, Refusal
from jilian.disclosure import operations, queries
from jilian.disclosure.analysis.preparing import prepare_tables
from jilian.disclosure.analysis.register import build_tables
from jilian.disclosure.models import Release, ReleaseRun
from jilian.disclosure.rules.recipes import RECIPES
from jilian.firms.models import Firm, YearlyFact
from jilian.sources.models import Source
from released_districts import AT, FIRST, SECOND, YEAR, declare_all, lay_out, made_firms, release

PAGE = "/songjiang/shown/"


@pytest.fixture
def district(world, source, mei):
    """Ninety firms, and all tables declared."""
    firms = made_firms(3)
    lay_out(world, source, firms)
    declare_all(mei, world)
    return firms


def test_every_firm_on_record_counts_once_in_each_table(district, world):
    built = {one.recipe.key: one for one in build_tables(world, FIRST, RECIPES)}
    on_record = sum(one.known_by.year == 2020 for one in district)
    for key in ("firms_by_town_industry", "firms_by_cluster_town", "firms_by_output_known"):
        cells = {cell.key: cell.value for cell in built[key].cells}
        assert cells["all", "all"] == on_record
    by_cluster = {c.key: c.value for c in built["firms_by_cluster_town"].cells}
    several = [one for one in district if len(one.clusters) > 1 and one.known_by.year == 2020]
    assert by_cluster["several", "all"] == len(several) > 0
    output = built["output_by_town_section"]
    assert output.basis == str(YEAR)
    known = [one.output for one in district if one.output is not None]
    assert {c.key: c.value for c in output.cells}["all", "all"] == sum(known)


def test_the_tables_of_a_month_are_released_as_they_were_looked_at(district, world, mei):
    run = release(mei, world, FIRST)
    assert {one.table.key for one in Release.objects.all()} == set(RECIPES)
    for one in Release.objects.select_related("table"):
        preview = next(p for p in run.preview if p["key"] == one.table.key)
        assert one.fingerprint == preview["fingerprint"]
        assert one.cells.count() == one.figures["cells"]
        assert not one.cells.exclude(hidden="").filter(value__isnull=False).exists()
    shown = queries.shown_cells(world, "firms_by_town_industry", FIRST)
    by_cluster = queries.shown_cells(world, "firms_by_cluster_town", FIRST)
    for town in ("all", "310117200", "elsewhere"):
        assert shown[town, "all"] == by_cluster["all", town]


def test_the_figures_of_a_year_are_repeated_the_month_after(district, world, mei, source):
    release(mei, world, FIRST)
    late = Firm.objects.filter(facts__isnull=True).first()
    YearlyFact.objects.create(firm=late, year=YEAR, measure="output", value=77, source=source)
    run = release(mei, world, SECOND)
    output = next(one for one in run.preview if one["key"] == "output_by_town_section")
    assert output["repeats"] == FIRST
    first, second = (
        queries.shown_cells(world, "output_by_town_section", month) for month in (FIRST, SECOND)
    )
    assert first == second


def test_a_correction_does_not_show_what_one_firm_added(district, world, mei):
    release(mei, world, FIRST)
    source = Source.objects.create(
        key="late", kind="person", title="late", recorded_at=AT + timedelta(days=1)
    )
    before = queries.shown_cells(world, "output_by_town_section", FIRST)
    late = Firm.objects.filter(
        facts__isnull=True, sites__division__code="310117200", names__known_by__year=2020
    ).first()
    YearlyFact.objects.create(firm=late, year=YEAR, measure="output", value=777, source=source)
    with pytest.raises(Refusal) as refused:
        release(mei, world, FIRST)
    assert refused.value.code == "note_missing"
    operations.drop_release(by=mei, at=AT, run=ReleaseRun.objects.get(state="ready"))
    release(mei, world, FIRST, note="补报一家", at=AT + timedelta(days=2))
    after = queries.shown_cells(world, "output_by_town_section", FIRST)
    assert before["all", "all"].value is not None
    assert after["all", "all"].hidden
    for key, cell in after.items():
        if cell.value is not None and before[key].value is not None:
            assert cell.value == before[key].value


def test_a_cell_hidden_in_one_month_stays_hidden_while_it_does_not_change(district, world, mei):
    release(mei, world, FIRST)
    release(mei, world, SECOND)
    for key in ("firms_by_town_industry", "firms_by_cluster_town"):
        then, now = (
            {c.key: c.value for c in build_tables(world, month, [key])[0].cells}
            for month in (FIRST, SECOND)
        )
        first, second = (queries.shown_cells(world, key, month) for month in (FIRST, SECOND))
        same = [cell for cell in first if first[cell].hidden and then[cell] == now[cell]]
        assert same
        assert all(second[cell].hidden for cell in same)


def test_an_unchanged_month_shows_the_same_cells_again(world, source, mei):
    lay_out(world, source, [one for one in made_firms(4) if one.known_by.year == 2020])
    declare_all(mei, world)
    release(mei, world, FIRST)
    again = prepare_tables(world, SECOND, list(RECIPES))
    assert {one.repeats.period for one in again if one.repeats} == {FIRST}
    assert len(again) == len(RECIPES)


def test_of_many_hidden_cells_the_proven_intervals_are_shown_and_called_so(
    district, world, mei, monkeypatch
):
    from jilian.disclosure.analysis import deciding

    exact = prepare_tables(world, FIRST, list(RECIPES))
    monkeypatch.setattr(deciding, "MOST_EXACT", 0)
    proven = prepare_tables(world, FIRST, list(RECIPES))
    for one, other in zip(exact, proven, strict=True):
        hidden = one.figures["primary"] + one.figures["secondary"]
        assert (one.figures["proven_only"], other.figures["proven_only"]) == (0, hidden)
        assert one.fingerprint == other.fingerprint
        for ends, within in zip(one.cells, other.cells, strict=True):
            if ends.low is not None and within.low is not None:
                assert ends.low <= within.low
            if ends.high is not None and within.high is not None:
                assert ends.high >= within.high


def test_records_that_changed_since_the_preview_stop_the_release(district, world, mei):
    run = operations.start_release(by=mei, at=AT, world=world, period=FIRST, later=False)
    operations.complete_preparation(run_id=run.pk, by=mei, at=AT)
    YearlyFact.objects.first().delete()
    run.refresh_from_db()
    operations.confirm_release(by=mei, at=AT, run=run, later=False)
    done = operations.complete_release(run_id=run.pk, by=mei, at=AT)
    assert (done.state, done.failure) == ("failed", "records_changed")
    assert not Release.objects.exists()


@pytest.mark.parametrize(("period", "code"), [("2026-05", "month_not_over"), ("x", "bad_period")])
def test_a_month_that_is_not_over_is_refused(district, world, mei, period, code):
    with pytest.raises(Refusal) as refused:
        operations.start_release(by=mei, at=AT, world=world, period=period)
    assert refused.value.code == code


def test_indicators_wait_for_the_tables_that_say_the_same(district, world, mei):
    operations.declare_table(
        by=mei, at=AT, world=world, key="indicators_by_unit", measure="mixed", name="指标",
        name_en="Indicators", dimensions=["indicator", "unit"],
    )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        operations.release_table(
            by=mei, at=AT, world=world, table="indicators_by_unit", period=FIRST, cells=[],
            dimensions=[],
        )  # fmt: skip
    assert refused.value.code in ("tables_first", "other_dimensions")


def test_only_the_keeper_works_a_month_out(district, world, wu, person):
    economy = person("economy", "economy_commission", world)
    for who in (wu, economy):
        with pytest.raises(NotAllowed):
            operations.start_release(by=who, at=AT, world=world, period=FIRST)


def test_the_keeper_walks_from_declaration_to_release(
    world, source, mei, as_person, person, django_assert_max_num_queries, settings
):
    lay_out(world, source, made_firms(3, many=60))
    steward, partner = as_person(mei), as_person(person("partner", "partner_city", world))
    assert "Declare a table below first." in steward.get(f"{PAGE}keeping/").content.decode()
    for key in RECIPES:
        declared = steward.post(
            f"{PAGE}keeping/declare/{key}/", {"audiences": ["partner_city", "district_leader"]}
        )
        assert declared.status_code == 302
    operations.start_release(by=mei, at=AT, world=world, period=FIRST, later=False)
    run = ReleaseRun.objects.get()
    assert "under way" in steward.get(f"{PAGE}keeping/{run.pk}/progress/").content.decode() or (
        run.state == "waiting"
    )
    operations.complete_preparation(run_id=run.pk, by=mei, at=AT)
    page = steward.get(f"{PAGE}keeping/{run.pk}/").content.decode()
    assert "Hidden by the rule" in page
    assert "Release these tables" in page
    asked = steward.post(f"{PAGE}keeping/{run.pk}/release/", {"note": ""}).content.decode()
    assert "it cannot be undone" in asked
    assert not Release.objects.exists()
    steward.post(f"{PAGE}keeping/{run.pk}/release/", {"note": "", "confirmed": "1"})
    run.refresh_from_db()
    assert (run.state, run.released_by) == ("releasing", "mei")
    operations.complete_release(run_id=run.pk, by=mei, at=AT)
    with django_assert_max_num_queries(40):
        kept = steward.get(f"{PAGE}keeping/").content.decode()
    assert "first release" in kept
    for address in ("keeping/", f"keeping/{run.pk}/", f"keeping/{run.pk}/progress/",
                    "keeping/declare/firms_by_town_industry/"):  # fmt: skip
        assert partner.get(f"{PAGE}{address}").status_code == 404
    assert partner.post(f"{PAGE}keeping/{run.pk}/release/").status_code == 404
    assert partner.post(f"{PAGE}keeping/{run.pk}/drop/").status_code == 404
    with django_assert_max_num_queries(30):
        cells = partner.get(f"{PAGE}output_by_town_section/").content.decode()
    assert "figures of 2025" in cells
    assert "Left to guess" not in cells


def test_a_list_is_narrowed_and_sorted_and_its_heads_are_words(district, world, mei, as_person):
    release(mei, world, FIRST)
    steward = as_person(mei)
    page = f"{PAGE}firms_by_town_industry/"
    every = steward.get(page).content.decode()
    assert "Town 0" in every
    assert ">Industry<" in every.replace('<span class="sort-sign"', "<")
    hidden = steward.get(f"{page}?cells=hidden&sort=-value").content.decode()
    assert "hidden cell" in hidden
    one = steward.get(f"{page}?town=310117200&industry=C").content.decode()
    assert one.count("<tr ") <= 2
    assert Decimal(0) == sum(
        row.value or 0
        for row in queries.table_page(mei, world, "firms_by_town_industry").rows
        if row.is_hidden
    )
