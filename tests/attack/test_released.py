"""Attacks on what is released: only what an outside role gets by page, file and interface is used.

Sums and remainders, differences over filters, hierarchies, tables that share cells, two months
beside each other, and bounds by linear programmes. What the attacker finds is compared with the
records: no hidden value is narrower than stated.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jilian.clusters.models import Cluster, Membership
from jilian.disclosure.analysis.linking import clusters_beside, said_elsewhere
from jilian.disclosure.analysis.register import build_tables
from jilian.firms.models import Firm
from jilian.indicators.analysis.releasing import cells_of
from jilian.indicators.operations import measure_month, release_month
from jilian.indicators.queries.standing import values_of_month
from jilian.indicators.rules.periods import month_span, read_month
from released_attack import (
    TABLES,
    as_text,
    bounded,
    breaks_rule,
    in_file,
    left_unchanged,
    read_table,
    rows_of,
    rows_shown,
    subtracted,
    truth_of,
)
from released_districts import (
    AT,
    FIRST,
    SECOND,
    Made,
    declare_all,
    lay_out,
    made_firms,
    release,
    release_indicators,
)

MONTHS = (FIRST, SECOND)
ODD = (
    "firm=1", "on=2026-03-12", "day=2026-03-12", "known_at=2026-01-01", "names__0=x",
    "value__lt=3", "town=310117999", "per_page=5000", "sort=low",
)  # fmt: skip


@pytest.fixture(params=[1, 2])
def outside(request, world, source, person, as_person):
    """A made district released for two months, as somebody of a partner city reaches it."""
    lay_out(world, source, made_firms(request.param, many=70))
    steward = person("steward", "data_steward", world)
    declare_all(steward, world)
    for month in MONTHS:
        release(steward, world, month)
        release_indicators(steward, world, month)
    return as_person(person("partner", "partner_city", world))


def read(client, world, month):
    """All tables of a month, as they are shown."""
    return [read_table(client, world, key, month) for key in TABLES]


def test_no_cell_that_breaks_the_rule_is_shown(outside, world):
    for month in MONTHS:
        truth = truth_of(world, month)
        for seen in read(outside, world, month):
            for place, value in seen.cells.items():
                if value is not None:
                    assert not breaks_rule(truth[seen.key][place]), (month, seen.key, place)


@pytest.mark.parametrize("months", [(FIRST,), (SECOND,), MONTHS], ids=["first", "second", "both"])
def test_bounds_of_all_tables_together_leave_the_stated_interval(outside, world, months):
    found = bounded(
        [(read(outside, world, month), truth_of(world, month)) for month in months], world.code
    )
    assert found.wrong == []
    assert found.tight == []
    assert found.checked > 20


@pytest.fixture(params=[0, 1, 4])
def clustered(request, world, source, person, as_person):
    """A cluster of manufacturing firms with two others among them; firms in no cluster beside."""
    firms = [Made(f"独{at}", f"t{at % 3}", "26", Decimal(50 + at), (0,)) for at in range(20)]
    firms += [Made(f"外{at}", "t0", "65", Decimal(40), (0,)) for at in range(2)]
    firms += [Made(f"共{at}", "t1", "39", Decimal(30), (0, 1)) for at in range(request.param)]
    for code in ("26", "39", "65", "51"):
        firms += [Made(f"{code}-{at}", f"t{at % 4}", code, Decimal(30 + at)) for at in range(16)]
    lay_out(world, source, firms)
    steward = person("steward", "data_steward", world)
    declare_all(steward, world)
    release(steward, world, FIRST)
    release_indicators(steward, world, FIRST)
    return as_person(person("partner", "partner_city", world))


def test_firms_of_a_cluster_alone_do_not_bound_what_its_indicators_hide(clustered, world):
    found = bounded([(read(clustered, world, FIRST), truth_of(world, FIRST))], world.code)
    assert found.tight == []
    assert found.checked


def test_a_cluster_that_grew_between_measuring_and_its_table_holds_nothing_up(
    world, source, person
):
    """The table by cluster then says more firms than the indicator, which was measured before."""
    firms = [Made(f"独{at}", f"t{at % 3}", "26", Decimal(50 + at), (0,)) for at in range(20)]
    firms += [Made(f"无{at}", f"t{at % 3}", "26", Decimal(50 + at)) for at in range(20)]
    lay_out(world, source, firms)
    steward = person("steward", "data_steward", world)
    declare_all(steward, world)
    measure_month(by=steward, at=AT, world=world, month=FIRST)
    since = date(2020, 1, 1)
    Membership.objects.create(
        cluster=Cluster.objects.get(key="c0"), firm=Firm.objects.get(identifier="无0"),
        reason="made", known_by=since, valid_from=since, source=source,
    )  # fmt: skip
    release(steward, world, FIRST)
    values = values_of_month(world, month_span(read_month(FIRST)))
    assert clusters_beside(world, FIRST, cells_of(world, values)[0]) == []
    assert release_month(by=steward, at=AT, world=world, month=FIRST).cells.exists()


@pytest.mark.parametrize("clustered", [1], indirect=True)
def test_tables_corrected_after_the_indicators_bound_nothing_either(clustered, world):
    """Of the 23 firms of the cluster one is in another too, which 22 beside 23 would tell."""
    (built,) = build_tables(world, FIRST, ["firms_by_cluster_town"])
    assert said_elsewhere(world, FIRST, built)["1", "all"] is False


def test_sums_and_remainders_bring_nothing_back(outside, world):
    for month in MONTHS:
        assert subtracted(read(outside, world, month), truth_of(world, month)) == set()


def test_a_month_beside_does_not_show_what_the_other_hides(outside, world):
    """Whoever takes an unchanged cell for unchanged reads nothing in the other month."""
    first, second = (read(outside, world, month) for month in MONTHS)
    truths = [truth_of(world, month) for month in MONTHS]
    for one, other in zip(first, second, strict=True):
        assert left_unchanged(one, other, *truths) == [], one.key
        assert left_unchanged(other, one, *reversed(truths)) == [], one.key


def test_outputs_of_one_year_differ_in_no_cell_between_months(outside, world):
    first, second = (
        read_table(outside, world, "output_by_town_section", month) for month in MONTHS
    )
    assert first.cells == second.cells


def test_the_gate_takes_no_other_filter_and_no_other_day(outside, world):
    page = f"/{world.code}/shown/firms_by_town_industry/"
    plain = rows_of(outside.get(page).content.decode())
    assert plain
    for asked in ODD:
        assert rows_of(outside.get(f"{page}?{asked}").content.decode()) == plain, asked
    for month in ("2026-02", "2026-03-15", "2026", "x"):
        assert outside.get(f"{page}?month={month}").status_code == 404
        assert outside.get(f"/api/{world.code}/disclosure/firms/{month}").status_code == 404
    assert outside.get(f"{page}?cells=hidden&sort=-value").status_code == 200
    assert outside.get(f"/{world.code}/shown/another_table/").status_code == 404
    assert outside.get(f"/{world.code}/shown/firms_by_town_industry.csv").status_code == 404


def test_the_order_of_hidden_cells_tells_nothing(outside, world):
    page = f"/{world.code}/shown/output_by_town_section/"
    up = rows_of(outside.get(f"{page}?cells=hidden&sort=value").content.decode())
    down = rows_of(outside.get(f"{page}?cells=hidden&sort=-value").content.decode())
    assert up == down


def test_page_file_and_interface_say_the_same(outside, world, person, as_person):
    leader = as_person(person("leader", "district_leader", world))
    for month in MONTHS:
        for seen in read(outside, world, month):
            cells = seen.cells | dict.fromkeys(seen.unknown)
            told = {place: as_text(value) for place, value in cells.items()}
            assert in_file(leader, world, seen) == told
            rows = rows_shown(outside, world, seen)
            assert len(rows) == len(cells)
            hidden = sum(value is None for value in cells.values())
            assert sum('class="unknown"' in row for row in rows) == hidden
