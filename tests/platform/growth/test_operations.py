"""Reports that are never overwritten, and counts that are entered and revised."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from absorption.conftest import IN_JULY, SINCE, every_row, org

from conftest import NOON
from jilian.absorption import operations as absorption
from jilian.base.errors import NotAllowed, Refusal
from jilian.growth.formats import report_book
from jilian.growth.models import DevelopedCount, MonthlyReport
from jilian.growth.operations import compile_report, enter_developed
from jilian.growth.queries import history_of
from jilian.growth.rules.history import WORLD, Boundary
from jilian.organisations.rules import OrganisationRow
from jilian.places.models import Division

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
IN_AUGUST = datetime(2026, 8, 3, 4, 0, tzinfo=UTC)


def standing(world, day, boundary=WORLD):
    return len(history_of(world).inside(boundary, day))


@pytest.mark.parametrize("mode", ["superior", "functional"])
def test_absorbing_on_1_july_leaves_the_june_report_as_it_was(world, mei, agreed, cluster, mode):
    """The June report of August is that of July, to the byte; the district counts the same."""
    made, rows = agreed(mode), every_row()
    in_july = compile_report(by=mei, at=IN_JULY, world=world, month=JUNE)
    before = standing(world, JULY)
    kept = absorption.decide_absorption(
        by=mei, at=IN_JULY, absorption=made, number="9号", decided_on=JULY, effect_on=JULY
    )
    in_august = compile_report(by=mei, at=IN_AUGUST, world=world, month=JUNE)
    assert in_july.is_new and not in_august.is_new
    assert (in_august.report.revision, in_august.same_as) == (1, 1)
    assert in_august.report.content == in_july.report.content
    assert report_book(in_august.report) == report_book(in_july.report)
    assert standing(world, JULY) == before == standing(world, date(2026, 6, 30))
    line = Boundary("cluster", str(cluster.pk))
    assert (standing(world, date(2026, 6, 30), line), standing(world, JULY, line)) == (1, 2)
    july = compile_report(by=mei, at=IN_AUGUST, world=world, month=JULY).report.values
    assert july["clusters"]["C1"]["absorbed"] == 1
    absorption.undo_absorption(by=mei, at=IN_AUGUST, absorption=kept, reason="写错了")
    assert every_row() == rows
    again = compile_report(by=mei, at=IN_AUGUST, world=world, month=JULY)
    assert again.report.revision == 2
    assert any(one.path[-1] == "absorbed" for one in again.differences)


def test_a_record_that_arrives_late_makes_a_revision_beside_the_published(world, mei, branch, save):
    published = compile_report(by=mei, at=IN_JULY, world=world, month=JUNE).report
    save(OrganisationRow(key="LATE", name="迟到的支部", type="branch", valid_from=date(2026, 6, 9)))
    revised = compile_report(by=mei, at=IN_AUGUST, world=world, month=JUNE)
    assert revised.report.revision == 2
    found = {one.path: (one.before, one.after) for one in revised.differences}
    assert found["organisations", "standing"] == (3, 4)
    assert found["types", "branch"] == (1, 2)
    published.refresh_from_db()
    assert published.values["organisations"]["standing"] == 3
    assert MonthlyReport.objects.count() == 2


def test_nothing_of_the_moment_or_the_reader_is_in_a_report(world, mei, branch):
    made = compile_report(by=mei, at=IN_JULY, world=world, month=JUNE).report
    assert "2026-07" not in made.content and "mei" not in made.content
    assert made.values["towns"]["310117105"] == {
        "name": "新桥镇", "standing": 2, "before": 2,
        "types": {"branch": 1, "primary_committee": 1},
    }  # fmt: skip


def test_a_month_that_is_not_over_is_refused_and_wu_compiles_nothing(world, mei, wu, branch):
    with pytest.raises(Refusal):
        compile_report(by=mei, at=IN_JULY, world=world, month=JULY)
    with pytest.raises(NotAllowed):
        compile_report(by=wu, at=IN_JULY, world=world, month=JUNE)


def test_the_file_of_a_report_carries_no_moment(world, mei, branch):
    from zipfile import ZipFile

    made = compile_report(by=mei, at=IN_JULY, world=world, month=JUNE).report
    with ZipFile(BytesIO(report_book(made))) as book:
        assert {one.date_time for one in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-06-30" in book.read("docProps/core.xml")


# --- newly developed members -----------------------------------------------------------------


def enter(by, world, *, code="310117105", **more):
    given = {
        "year": 2025, "in_clusters": 31, "second": 100, "total_kind": "contains",
        "counted_on": date(2026, 1, 10), **more,
    }  # fmt: skip
    return enter_developed(
        by=by, at=NOON, world=world, unit=Division.objects.get(code=code), **given
    )


def test_the_town_enters_its_own_counts_and_no_other(world, person):
    town = person("town", "town_office", world, key="310117105")
    assert enter(town, world).in_all == 100
    with pytest.raises(NotAllowed):
        enter(town, world, code="310117107")
    assert enter(town, world, total_kind="disjoint", second=69, reason="另计").in_all == 100


def test_a_revision_needs_a_reason_and_keeps_the_old_value(world, mei):
    enter(mei, world)
    for more, code in (({}, "nothing_changes"), ({"in_clusters": 29}, "reason_missing")):
        with pytest.raises(Refusal) as refusal:
            enter(mei, world, **more)
        assert refusal.value.code == code
    assert enter(mei, world, in_clusters=29, reason="重复计入2人").revision == 2
    assert list(DevelopedCount.objects.order_by("revision").values_list("in_clusters")) == [
        (31,), (29,),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"in_clusters": 101}, "part_exceeds_whole"),
        ({"counted_on": date(2024, 12, 31)}, "counted_out_of_time"),
        ({"year": 2027}, "year_odd"),
        ({"total_kind": "?"}, "counts_odd"),
    ],
)
def test_odd_counts_are_refused(world, mei, more, code):
    with pytest.raises(Refusal) as refusal:
        enter(mei, world, **more)
    assert refusal.value.code == code


def test_small_counts_are_withheld_and_do_not_come_back(world, mei, person, wu):
    from jilian.growth.queries import share_rows

    reader = person("sci", "science_commission", world)
    enter(mei, world)
    enter(mei, world, code="310117107", in_clusters=3, second=40)
    large, small = share_rows(reader, world, 2025)
    assert (large.in_clusters.value, large.in_all.value) == (31, 100)
    assert small.in_clusters.withheld and small.in_all.withheld and small.share is None
    assert [row.in_clusters.value for row in share_rows(mei, world, 2025)] == [31, 3]
    enter(mei, world, in_clusters=33, reason="补报2人")
    assert share_rows(reader, world, 2025)[0].in_clusters.withheld
    assert share_rows(wu, world, 2025) == []


def test_the_claim_names_the_unit_below_and_those_that_entered_nothing(world, mei):
    from jilian.growth.queries import claimable_units
    from jilian.growth.rules.shares import check_claim, read_claim

    enter(mei, world)
    units = claimable_units(world, 2025)
    checked = check_claim(read_claim("各街镇30%以上", units), units)
    assert [one.name for one in checked.unknown] == ["九亭镇"]
    enter(mei, world, code="310117107", in_clusters=30)
    units = claimable_units(world, 2025)
    assert check_claim(read_claim("各街镇30%以上", units), units).holds


def test_the_organisations_of_merging_and_splitting_stand_apart(world, mei, branch, save):
    from jilian.growth.queries import growth_page
    from jilian.organisations.operations import (
        merge_organisations,
        split_organisation,
        undo_reorganisation,
    )
    from jilian.organisations.rules.moves import Founded

    save(OrganisationRow(key="B2", name="另一支部", type="branch", superior_key="TOWN",
                         valid_from=SINCE))  # fmt: skip
    rows = every_row()
    act = merge_organisations(
        by=mei, at=NOON, organisations=[org("B1"), org("B2")],
        into=Founded("B3", "合并后的支部", "branch"), from_day=date(2026, 2, 1),
    )  # fmt: skip
    page = growth_page(mei, world, WORLD, date(2026, 1, 31), date(2026, 2, 1))
    assert (page.growth.before, page.growth.after, page.growth.own_difference) == (4, 3, -1)
    assert {line.part: line.count for line in page.lines} == {
        "reorganised_into": 1, "reorganised": 2,
    }  # fmt: skip
    undo_reorganisation(by=mei, at=NOON, reorganisation=act, reason="写错了")
    assert every_row() == rows
    split_organisation(
        by=mei, at=NOON, organisation=org("B2"), from_day=date(2026, 2, 1),
        parts=[Founded("B4", "一支部", "branch"), Founded("B5", "二支部", "branch")],
    )  # fmt: skip
    assert (standing(world, date(2026, 1, 31)), standing(world, date(2026, 2, 1))) == (4, 5)
