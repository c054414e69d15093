"""A month of returns: entered, sent, checked, sent back, accepted, locked, released, corrected."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from jilian.accounts.permissions import people_within
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.notices.models import Notice
from jilian.returns import operations
from jilian.returns.models import MonthlyReturn, MonthRelease, ReturnLine
from jilian.returns.queries import history_of, month_page, released_values

from .conftest import APRIL, MARCH, D, moment, values_of

LAST_MARCH = date(2025, 3, 1)


def refused(code: str):
    return pytest.raises(Refusal, check=lambda one: one.code == code)


def test_a_month_goes_from_entry_to_release_with_its_cover(
    reported, released, people, world, duties
):
    reported("town", "town", LAST_MARCH, values_of("972"), moment(3, 2))
    reported("other", "other", LAST_MARCH, values_of("28"), moment(3, 2))
    released(LAST_MARCH, moment(3, 3))
    reported("town", "town", MARCH, values_of("1000"), moment(4, 10))
    release = released(MARCH, moment(4, 17))
    assert (release.cover_part, release.cover_whole) == (D("972"), D("1000"))
    assert release.missing == ["九亭镇", "Chips"] or release.missing == ["九亭镇", "集成电路集群"]
    page = month_page(people["leader"], world, "industry", MARCH, moment(4, 17))
    assert (page.coming.expected, page.coming.sent, page.coming.in_time) == (3, 1, 1)
    assert page.coming.completeness == D("33.3")
    assert page.coming.late == 2
    found = released_values(world, MARCH, form="industry")
    output = next(one for one in found if (one.item, one.column) == ("output", "month"))
    assert (output.value, output.cover_pct, output.unit_key) == (D(1000), D("97.2"), "310117105")


def test_a_late_unit_comes_with_the_next_release(reported, released, people, world, duties):
    reported("town", "town", MARCH, values_of("1000"), moment(4, 10))
    assert released(MARCH, moment(4, 17)).cover_part is None  # last year is not known
    reported("other", "other", MARCH, values_of("28"), moment(4, 20))
    second = released(MARCH, moment(4, 21))
    assert (second.number, second.units_reported) == (2, 2)
    late = MonthlyReturn.objects.get(unit_key="310117107")
    assert late.was_in_time is False


def test_what_is_sent_back_says_why_and_is_mended(reported, people, duties):
    row = reported("town", "town", MARCH, values_of("1000"), moment(4, 10))
    with refused("reason_missing"):
        operations.send_back(
            by=people["commission"], at=moment(4, 11), monthly_return=row, reason=" "
        )
    operations.send_back(
        by=people["commission"], at=moment(4, 11), monthly_return=row, reason="销售产值口径不对"
    )
    notice = Notice.objects.get(kind="return_sent_back")
    assert (notice.to, notice.details["reason"]) == (people["town"], "销售产值口径不对")
    row.refresh_from_db()
    operations.send_return(by=people["town"], at=moment(4, 12), monthly_return=row)
    notice.refresh_from_db()
    assert notice.done_at is not None
    assert [step.kind for step in row.steps.all()] == [
        "begun", "saved", "sent", "sent_back", "sent",
    ]  # fmt: skip


def test_a_clusters_return_is_checked_by_its_town_first(reported, people, duties):
    row = reported("secretary", "cluster", MARCH, values_of("300"), moment(4, 10))
    with refused("town_not_checked"):
        operations.accept_return(by=people["commission"], at=moment(4, 11), monthly_return=row)
    with pytest.raises(NotAllowed):
        operations.check_by_town(by=people["other"], at=moment(4, 11), monthly_return=row)
    with pytest.raises(NotAllowed):
        operations.accept_return(by=people["town"], at=moment(4, 11), monthly_return=row)
    operations.check_by_town(by=people["town"], at=moment(4, 11), monthly_return=row)
    row = operations.accept_return(by=people["commission"], at=moment(4, 12), monthly_return=row)
    assert row.state == "accepted"
    assert people_within("enter_returns", row.world.code, row.own_scopes) == [people["secretary"]]


def test_errors_refuse_and_soft_findings_need_a_note(reported, people, duties):
    with refused("return_has_errors"):
        reported("town", "town", MARCH, values_of("1000", strategic_output__month="1001"),
                 moment(4, 10))  # fmt: skip
    with refused("return_needs_notes"):
        reported("other", "other", MARCH, values_of("1000", exports__month=""), moment(4, 10))
    row = MonthlyReturn.objects.get(unit_key="310117107")
    operations.save_values(
        by=people["other"], at=moment(4, 10), monthly_return=row,
        values={("exports", "month"): None}, notes={"exports": "海关数未到"}, seen=row.saves,
    )  # fmt: skip
    assert (
        operations.send_return(by=people["other"], at=moment(4, 10), monthly_return=row).state
        == "sent"
    )


def test_a_correction_is_a_revision_and_the_old_value_stays(
    reported, released, people, world, duties
):
    first = reported("town", "town", MARCH, values_of("1000"), moment(4, 10))
    with refused("return_not_released"):
        operations.begin_correction(
            by=people["town"], at=moment(4, 11), monthly_return=first, reason="重复报送"
        )
    released(MARCH, moment(4, 17))
    second = operations.begin_correction(
        by=people["town"], at=moment(4, 20), monthly_return=first, reason="重复报送"
    )
    with refused("corrected_already"):
        operations.begin_correction(
            by=people["town"], at=moment(4, 20), monthly_return=first, reason="重复报送"
        )
    operations.save_values(
        by=people["town"], at=moment(4, 20), monthly_return=second,
        values={("output", "month"): D(960), ("output", "cumulative"): D(960)}, notes={}, seen=0,
    )  # fmt: skip
    values = {(one.item, one.column): one for one in released_values(world, MARCH)}
    assert (values["output", "month"].value, values["output", "month"].revision) == (D(1000), 1)
    operations.send_return(by=people["town"], at=moment(4, 20), monthly_return=second)
    released(MARCH, moment(4, 22))
    values = {(one.item, one.column): one for one in released_values(world, MARCH)}
    assert (values["output", "month"].value, values["output", "month"].revision) == (D(960), 2)
    both = released_values(world, MARCH, every_revision=True)
    assert [one.value for one in both if (one.item, one.column) == ("output", "month")] == [
        D(1000), D(960),
    ]  # fmt: skip
    row = next(one for one in history_of(second).rows if one.item.key == "output")
    assert (row.values, row.has_changed) == ((D(1000), D(960)), True)
    assert Trace.objects.filter(action="return.correction").count() == 1


def test_a_correction_that_was_not_sent_can_be_taken_back(
    reported, released, people, world, duties
):
    first = reported("town", "town", MARCH, values_of("1000"), moment(4, 10))
    released(MARCH, moment(4, 17))
    second = operations.begin_correction(
        by=people["town"], at=moment(4, 20), monthly_return=first, reason="误点"
    )
    operations.withdraw_correction(by=people["town"], at=moment(4, 20), monthly_return=second)
    assert MonthlyReturn.objects.get().pk == first.pk
    assert len(released_values(world, MARCH)) == 11
    third = operations.begin_correction(
        by=people["town"], at=moment(4, 21), monthly_return=first, reason="漏报"
    )
    kinds = list(first.course.filter(revision=2).values_list("kind", flat=True))
    assert kinds == ["correction", "withdrawn", "correction"], "what was taken back stays told"
    assert third.revision == 2


def test_what_happened_to_a_return_is_neither_changed_nor_deleted(people, duties):
    row = operations.begin_return(
        by=people["town"], at=moment(4, 10), duty=duties["town"], month=MARCH
    )
    for change in (lambda: row.course.update(words="别的"), lambda: row.course.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert [step.words for step in row.course] == [""]


def test_two_people_who_save_at_once_see_both_values(people, duties):
    row = operations.begin_return(
        by=people["town"], at=moment(4, 10), duty=duties["town"], month=MARCH
    )
    key = ("output", "month")

    def save(value: str, seen: int, of=key):
        return operations.save_values(
            by=people["town"], at=moment(4, 10), monthly_return=row, values={of: D(value)},
            notes={}, seen=seen,
        )  # fmt: skip

    assert save("100", 0).saves == 1
    assert save("50", 0, ("sales", "month")).saves == 2  # another value: both are kept
    assert save("100", 0).saves == 2  # the same again, from a telephone without network
    with pytest.raises(operations.Conflict) as conflict:
        save("120", 0)
    (both,) = conflict.value.differences
    assert (both.item, both.yours, both.theirs, conflict.value.saves) == (
        "output", D(120), D(100), 2,
    )  # fmt: skip
    assert ReturnLine.objects.get(item="output").value == D(100)
    assert save("120", 2).saves == 3


def test_the_cover_that_was_shown_is_the_cover_that_is_released(
    reported, people, world, duties, released
):
    row = reported("town", "town", MARCH, values_of("1000"), moment(4, 10))
    at = moment(4, 17)
    operations.accept_return(by=people["commission"], at=at, monthly_return=row)
    with refused("nothing_locked"):
        operations.release_month(
            by=people["leader"], at=at, world=world, form="industry", month=MARCH, cover=None
        )
    operations.lock_month(by=people["commission"], at=at, world=world, form="industry", month=MARCH)
    with refused("cover_changed"):
        operations.release_month(
            by=people["leader"], at=at, world=world, form="industry", month=MARCH,
            cover=Decimal("97.2"),
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        operations.release_month(
            by=people["commission"], at=at, world=world, form="industry", month=MARCH, cover=None
        )
    assert not MonthRelease.objects.exists()
    with refused("return_not_to_send_back"):
        operations.send_back(by=people["commission"], at=at, monthly_return=row, reason="迟")


def test_who_is_late_is_told_once_and_january_is_nobodys(reported, people, duties):
    reported("town", "town", MARCH, values_of("1000"), moment(4, 10))
    by = people["commission"]
    assert operations.remind_late(by=by, at=moment(4, 17, 13)) == 2
    operations.remind_late(by=by, at=moment(4, 18, 13))
    told = Notice.objects.filter(kind="return_late")
    assert {one.to for one in told} == {people["other"], people["secretary"]}
    assert told.count() == 2
    with refused("month_exempt"):
        operations.begin_return(
            by=people["town"], at=moment(4, 1), duty=duties["town"], month=date(2026, 1, 1)
        )
    with refused("month_not_over"):
        operations.begin_return(
            by=people["town"], at=moment(4, 17), duty=duties["town"], month=APRIL
        )


def test_nobody_enters_for_another_unit(people, duties):
    with pytest.raises(NotAllowed):
        operations.begin_return(
            by=people["other"], at=moment(4, 10), duty=duties["town"], month=MARCH
        )
