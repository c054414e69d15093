"""Saving firms: update, never replace; the same rows twice write nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.firms.models import Firm, FirmIdentity, FirmIndustry, FirmName, Site, YearlyFact
from jilian.firms.operations import save_firms
from jilian.firms.queries import compare_firms, firm_ids
from jilian.firms.rules import FirmRow, SiteRow
from jilian.sources.models import Source

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)


def test_a_new_firm_is_saved_with_everything_that_the_row_states(save, world, row):
    assert save(row()).new == 1
    firm = Firm.objects.get()
    assert (firm.name, firm.sort_key[:4]) == ("林氏晶圆有限公司", "lin2")
    assert sorted(firm.names.values_list("kind", "text")) == [
        ("registered", "林氏晶圆有限公司"),
        ("short", "林氏晶圆"),
    ]
    site = firm.sites.get()
    assert (site.division.code, site.known_by, site.valid_from) == (
        "310117105", date(2026, 3, 2), None,
    )  # fmt: skip
    assert firm.industries.get().industry.code == "3985"
    assert sorted(firm.products.values_list("trading", "name")) == [
        ("buys", "石英坩埚"),
        ("makes", "硅片"),
    ]
    assert firm.facts.get().value == 120
    assert firm.facts.get().source_row == 1


def test_the_same_rows_a_second_time_write_nothing_but_the_trace(save, row):
    save(row())
    again = Source.objects.create(
        key="AGAIN", kind="upload", title="again", recorded_at=LATER, recorded_by="mei"
    )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        difference = save(row(), at=LATER, from_source=again)
    writes = [
        q["sql"] for q in queries if not q["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))
    ]
    assert difference.same == difference.rows == 1
    assert all("audit_" in sql for sql in writes)
    assert Trace.objects.filter(action="firms.saved").count() == 2


def test_a_new_name_ends_the_old_one_and_keeps_it_with_its_dates(save, row):
    save(row())
    difference = save(row(name="林氏半导体有限公司", valid_from=date(2026, 3, 5)), at=LATER)
    assert difference.changed == 1
    names = FirmName.objects.filter(kind="registered").order_by("known_by")
    assert list(names.values_list("text", "known_by", "valid_to")) == [
        ("林氏晶圆有限公司", date(2026, 3, 2), date(2026, 3, 5)),
        ("林氏半导体有限公司", date(2026, 3, 5), None),
    ]
    assert Firm.objects.get().name == "林氏半导体有限公司"


def test_a_move_and_a_new_industry_end_the_old_ones(save, row):
    save(row())
    moved = row(division_code="310117107", address="九亭镇二号", industry_code="3973")
    assert save(moved, at=LATER).changed == 1
    assert list(Site.objects.order_by("pk").values_list("division__code", "valid_to")) == [
        ("310117105", date(2026, 3, 9)),
        ("310117107", None),
    ]
    assert list(FirmIndustry.objects.order_by("pk").values_list("industry__code", "valid_to")) == [
        ("3985", date(2026, 3, 9)),
        ("3973", None),
    ]


def test_what_a_row_does_not_state_stays(save, row):
    save(row())
    bare = FirmRow(scheme="made", identifier="W1", name="林氏晶圆有限公司")
    assert save(bare, at=LATER).same == 1
    assert Site.objects.count() == 1


def test_a_row_that_contradicts_the_same_day_is_left_alone(save, row):
    save(row())
    difference = save(row(industry_code="3973", makes=("外延片",)))
    assert difference.conflicting == 1
    assert difference.examples["conflicting"][0]["reason"] == "older_industry"
    assert FirmIndustry.objects.get().industry.code == "3985"
    assert not Firm.objects.get().products.filter(name="外延片").exists()


def test_a_row_for_a_firm_named_before_is_same_or_conflicting(save, row):
    difference = save(row(), row(row=2), row(row=3, name="别名有限公司"))
    assert (difference.new, difference.same, difference.conflicting) == (1, 1, 1)


def test_a_firm_is_found_by_a_further_identity_and_two_firms_are_a_conflict(save, world, row):
    save(row(other_identities=(("stock_code", "600000.SH"),)))
    assert (
        save(
            FirmRow(scheme="stock_code", identifier="600000.SH", name="林氏晶圆有限公司"), at=LATER
        ).same
        == 1
    )
    save(FirmRow(scheme="made", identifier="X9", name="另一家有限公司"))
    both = FirmRow(
        scheme="made", identifier="X9", name="另一家有限公司",
        other_identities=(("stock_code", "600000.SH"),),
    )  # fmt: skip
    assert save(both, at=LATER).conflicting == 1
    assert FirmIdentity.objects.count() == 1
    assert len(firm_ids(world, [("made", "W1"), ("stock_code", "600000.SH")])) == 2


def test_a_figure_of_another_source_stands_beside_the_first(save, row):
    save(row())
    other = Source.objects.create(
        key="OTHER", kind="upload", title="other", recorded_at=LATER, recorded_by="mei"
    )
    changed = row(facts=((2025, "employees", Decimal(130)),))
    assert save(changed, at=LATER, from_source=other).changed == 1
    assert save(changed, at=LATER, from_source=other).same == 1
    assert sorted(YearlyFact.objects.values_list("value", flat=True)) == [120, 130]


@pytest.mark.parametrize(
    ("changed", "code", "named"),
    [
        ({"division_code": "990000"}, "division_unknown", "Row 1, column division code, “990000”"),
        ({"industry_code": "9999"}, "industry_unknown", "Row 1, column industry code, “9999”"),
        ({"scheme": "uscc", "identifier": "91310000X"}, "credit_code_wrong", "Row 1, column ident"),
        ({"lon": 200.0, "lat": 31.0}, "point_odd", "Row 1"),
        ({"lon": 121.0}, "point_odd", "Row 1"),
        ({"name": " "}, "name_odd", "Row 1"),
        ({"facts": ((2025, "joy", Decimal(1)),)}, "measure_unknown", "Row 1"),
    ],
)
def test_a_row_that_cannot_be_held_is_refused_by_row_and_column(save, changed, code, named, row):
    from django.utils import translation

    with translation.override("en"), pytest.raises(Refusal) as refused:
        save(row(**changed))
    assert refused.value.code == code
    assert str(refused.value).startswith(named)
    assert not Firm.objects.exists()
    assert not Trace.objects.filter(action="firms.saved").exists()


def test_comparing_writes_nothing_and_counts_like_saving(save, world, industries, row):
    rows = [row(), row(identifier="W2", name="第二有限公司", row=2)]
    assert compare_firms(world, rows, date(2026, 3, 2)).new == 2
    assert not Firm.objects.exists()
    save(row())
    compared = compare_firms(world, [*rows, row(industry_code="3973", row=3)], date(2026, 3, 2))
    assert (compared.new, compared.same, compared.conflicting) == (1, 1, 1)


def test_lin_may_not_save_firms(lin, world, source, row):
    with pytest.raises(NotAllowed):
        save_firms(by=lin, at=NOON, world=world, source=source, rows=[row()])


def test_further_names_sites_and_industries_are_saved_once(save, row):
    rich = row(
        other_names=(("short", "林晶"), ("english", "Lin Wafer")),
        other_industry_codes=("3973",),
        sites=(SiteRow("310117107", "九亭镇九号", known_by=date(2014, 12, 31)),),
    )
    assert save(rich).new == 1
    assert save(rich, at=LATER).same == 1
    firm = Firm.objects.get()
    assert firm.names.count() == 4
    further = firm.sites.get(is_main=False)
    assert (further.address, further.known_by) == ("九亭镇九号", date(2014, 12, 31))
    assert firm.industries.get(is_main=False).industry.code == "3973"


def test_an_earlier_source_moves_the_start_back(save, row):
    save(row())
    assert save(row(known_by=date(2020, 1, 1)), at=LATER).changed == 1
    assert FirmName.objects.get(kind="registered").known_by == date(2020, 1, 1)
    assert save(row(known_by=date(2020, 1, 1)), at=LATER).same == 1


def test_a_finer_place_is_taken_and_a_coarser_one_says_nothing_new(save, row):
    save(row(division_code="310117", address=None))
    assert save(row(address=None), at=LATER).changed == 1
    assert save(row(division_code="310117", address=None), at=LATER).same == 1
    assert Site.objects.get().division.code == "310117105"


def test_unverified_products_are_marked(save, row):
    save(row(products_verified=False))
    assert set(Firm.objects.get().products.values_list("verified", flat=True)) == {False}


def test_the_trace_of_a_straight_row_is_written_as_any_other(save):
    from jilian.audit.rules import exact_text

    save(FirmRow("made", "A1", '引号"厂', division_code="310117105", address="新桥路1号",
                 industry_code="3973", row=7))  # fmt: skip
    save(FirmRow("made", "A2", "无处厂"))
    for trace in Trace.objects.filter(action="firm.recorded"):
        assert trace.after_text == exact_text(trace.after)
    said = Trace.objects.get(action="firm.recorded", about_name='引号"厂').after
    assert said == {"identity": "made A1", "industry": "3973", "name": '引号"厂', "row": 7,
                    "site": "310117105 新桥路1号"}  # fmt: skip
