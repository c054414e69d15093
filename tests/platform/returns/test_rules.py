"""The entry checks one by one, deadlines, cover: plain values, no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from jilian.base.errors import Refusal
from jilian.returns.rules import cover, months
from jilian.returns.rules.checks import Before, check_values, slip_of
from jilian.returns.rules.findings import Level
from jilian.returns.rules.flow import check_acceptance, check_sending_back
from jilian.returns.rules.forms import Form, _check, form_of, load_forms
from jilian.returns.rules.outliers import changes, limit_for, robust_scores
from jilian_engine.clocks import SHANGHAI, china_calendar

D = Decimal
FORM = form_of("industry", date(2026, 3, 1))
MONEY = tuple(one for one in FORM.items if one.key in ("output", "strategic_output"))
SALES = tuple(one for one in FORM.items if one.key in ("sales", "exports"))


def cells(**given: str | None) -> dict:
    found = {}
    for key, value in given.items():
        item, _, column = key.rpartition("__")
        found[item, column] = None if value is None else D(value)
    return found


LAST = cells(output__month="1000", output__cumulative="3000",
             strategic_output__month="400", strategic_output__cumulative="1200")  # fmt: skip
YEAR = cells(output__month="950", output__cumulative="3800",
             strategic_output__month="380", strategic_output__cumulative="1500")  # fmt: skip
GOOD = cells(output__month="1050", output__cumulative="4050",
             strategic_output__month="420", strategic_output__cumulative="1620")  # fmt: skip


def codes(values: dict, before: Before | None = None, note: str = "") -> list[tuple[str, str]]:
    before = before or Before(LAST, YEAR)
    return [(one.code, one.item) for one in check_values(MONEY, {**GOOD, **values}, before, note)]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, []),
        # monthly and cumulative agree
        (cells(output__cumulative="4051"), [("not_cumulative", "output")]),
        (cells(output__cumulative="4050.1"), []),  # sums of rounded figures
        (cells(output__cumulative="2000"), [("not_cumulative", "output")]),
        # units: 元 for 万元, 万元 for 亿元, a decimal point
        (cells(output__month="10500000", output__cumulative="10503000"), [("unit_slip", "output")]),
        (cells(output__month="0.1", output__cumulative="3000.1"), [("unit_slip", "output")]),
        (cells(output__month="10500", output__cumulative="13500"), [("unit_slip", "output")]),
        # parts over totals
        (
            cells(strategic_output__month="1051", strategic_output__cumulative="2251"),
            [("part_over_total", "strategic_output")],
        ),
        # half as much more, or less
        (cells(output__month="1501", output__cumulative="4501"), [("changed_by_half", "output")]),
        (cells(output__month="1500", output__cumulative="4500"), []),  # exactly half
        (cells(output__month="499", output__cumulative="3499"), [("changed_by_half", "output")]),
        # zero and missing
        (
            cells(strategic_output__month="0", strategic_output__cumulative="1200"),
            [("zero_or_missing", "strategic_output")],
        ),
        (cells(output__month=None), [("missing", "output")]),
        # the same value twice
        (cells(output__month="1000", output__cumulative="4000"),
         [("same_as_last_month", "output")]),
        # forms of numbers
        (cells(output__month="-3", output__cumulative="2997"), [("negative", "output")]),
        (cells(output__month="1050.123", output__cumulative="4050.1"),
         [("too_many_places", "output")]),
    ],
)  # fmt: skip
def test_each_check_finds_its_fault_and_nothing_else(values, found):
    assert codes(values) == found


@pytest.mark.parametrize(
    ("values", "level"),
    [
        (cells(output__cumulative="4100"), Level.HARD),
        (cells(output__month="10500000", output__cumulative="10503000"), Level.HARD),
        (cells(output__month="10500", output__cumulative="13500"), Level.SOFT),
        (cells(output__month="1501", output__cumulative="4501"), Level.SOFT),
    ],
)
def test_hard_findings_refuse_and_a_note_answers_soft_ones(values, level):
    (found,) = check_values(MONEY, {**GOOD, **values}, Before(LAST, YEAR))
    assert found.level == level
    left = codes(values, note="新厂投产")
    assert bool(left) == (level == Level.HARD)


def test_a_note_on_a_slip_does_not_hide_a_wrong_sum():
    values = cells(output__month="10500", output__cumulative="4050")
    assert codes(values) == [("unit_slip", "output")]
    assert codes(values, note="新厂投产") == [("not_cumulative", "output")]


def test_nothing_is_compared_with_what_is_not_known():
    assert codes({}, Before()) == []
    assert codes(cells(output__month="9"), Before(alike=False)) == [
        ("part_over_total", "strategic_output")
    ]


def test_in_the_first_return_of_a_year_the_month_is_the_cumulative():
    january = Before({}, {}, alike=False, starts_year=True)
    same = cells(output__month="1050", output__cumulative="1050",
                 strategic_output__month="420", strategic_output__cumulative="420")  # fmt: skip
    assert codes(same, january) == []
    assert codes({**same, **cells(output__cumulative="1051")}, january) == [
        ("not_cumulative", "output")
    ]


def test_exports_are_within_sales():
    values = cells(sales__month="10", sales__cumulative="10", exports__month="11",
                   exports__cumulative="11")  # fmt: skip
    found = check_values(SALES, values, Before(starts_year=True))
    assert [one.code for one in found] == ["part_over_total"]
    assert "11" in found[0].sentence and "10" in found[0].sentence


@pytest.mark.parametrize(
    ("value", "references", "power"),
    [("100", ["100"], None), ("1000000", ["100", "120"], 4), ("0.01", ["100"], -4),
     ("1000000", ["100", "90000"], None), ("1000", ["100"], 1), ("500", ["100"], None),
     ("0", ["100"], None), ("100", [], None)],
)  # fmt: skip
def test_a_slip_agrees_with_all_it_is_compared_with(value, references, power):
    assert slip_of(D(value), [D(one) for one in references]) == power


def test_robust_scores_name_who_moves_unlike_the_others():
    moves = {n: D(n % 5) / 100 for n in range(40)}
    scores = robust_scores({**moves, "odd": D("0.4")})
    assert max(scores, key=lambda who: abs(scores[who])) == "odd"
    assert scores["odd"] > limit_for(41)
    assert not [who for who, z in scores.items() if who != "odd" and abs(z) > limit_for(41)]
    assert robust_scores({n: D(1) for n in range(20)}) == {}  # no spread to compare with
    assert robust_scores({n: D(n) for n in range(5)}) == {}  # too few
    assert limit_for(10) == D("3.5") and limit_for(6000) > D("4.2")
    assert set(changes({1: D(2), 2: None, 3: D(0)}, {1: D(1), 2: D(1), 3: D(1)})) == {1}
    assert changes({1: D(4)}, {1: D(1)}, counts=True) == {1: D(2)}


@pytest.mark.parametrize(
    ("month", "due"),
    [
        (date(2026, 3, 1), datetime(2026, 4, 16, 12, tzinfo=SHANGHAI)),
        (date(2026, 4, 1), datetime(2026, 5, 18, 12, tzinfo=SHANGHAI)),  # the 16th is a Saturday
        (date(2025, 12, 1), datetime(2026, 1, 16, 12, tzinfo=SHANGHAI)),
        (date(2090, 3, 1), datetime(2090, 4, 16, 12, tzinfo=SHANGHAI)),  # no calendar: as written
    ],
)
def test_a_month_is_due_on_the_sixteenth_at_noon(month, due):
    assert months.due_moment(FORM.due, month, china_calendar()) == due
    assert due.astimezone(UTC).hour == 4


def test_january_comes_with_february_and_fiscal_revenue_has_twelve_months():
    rule, fiscal = FORM.due, form_of("fiscal", date(2026, 3, 1)).due
    assert not months.is_reported(rule, date(2026, 1, 1))
    assert months.is_joint(rule, date(2026, 2, 1)) and not months.is_joint(fiscal, date(2026, 2, 1))
    assert months.month_before(rule, date(2026, 2, 1)) == date(2025, 12, 1)
    assert months.month_before(rule, date(2026, 3, 1)) == date(2026, 2, 1)
    assert not months.months_alike(rule, date(2026, 3, 1))
    assert months.starts_year(rule, date(2026, 2, 1))
    assert not months.starts_year(rule, date(2026, 3, 1))
    reported = [n for n in range(1, 13) if months.is_reported(rule, date(2026, n, 1))]
    assert len(reported) == 11
    assert sum(months.is_reported(fiscal, date(2026, n, 1)) for n in range(1, 13)) == 12
    assert months.latest_ended(rule, date(2026, 2, 20)) == date(2025, 12, 1)


def test_the_cover_is_exact_rounded_down_and_said_in_both_languages():
    found = cover.cover_of({"a": D("972.9"), "b": D("27.1")}, {"a"})
    assert (found.part, found.whole, found.percent) == (D("972.9"), D("1000.0"), D("97.2"))
    said = cover.cover_sentences(found.percent, 1, 2)
    assert said["zh_hans"] == "已报单位占上年数的97.2%"
    assert said["en"] == "reported units stood for 97.2 % of last year's value"


def test_a_unit_without_last_year_makes_the_cover_unknown_not_smaller():
    found = cover.cover_of({"a": D(10), "b": None}, {"a"})
    assert (found.percent, found.unknown) == (None, ("b",))
    assert "is not known" in cover.cover_sentence(None, 1, 2)
    assert cover.cover_of({"a": D(0)}, {"a"}).percent is None


def test_a_form_that_contradicts_itself_is_refused():
    bad = replace(FORM, items=(*FORM.items, replace(FORM.items[0], weight=False)))
    with pytest.raises(ValueError, match="twice"):
        _check(bad)
    orphan = replace(FORM.items[0], key="x", part_of="nothing", weight=False)
    with pytest.raises(ValueError, match="part of nothing"):
        _check(replace(FORM, items=(*FORM.items, orphan)))
    assert all(isinstance(one, Form) and one.source for one in load_forms())
    with pytest.raises(Refusal):
        form_of("industry", date(1990, 1, 1))


@pytest.mark.parametrize(
    ("state", "needs_town", "refused"),
    [("sent", False, None), ("sent", True, "town_not_checked"), ("checked", True, None),
     ("entered", False, "return_not_sent"), ("released", False, "return_not_sent")],
)  # fmt: skip
def test_what_may_be_accepted(state, needs_town, refused):
    if refused is None:
        check_acceptance(state, needs_town=needs_town)
        return
    with pytest.raises(Refusal) as found:
        check_acceptance(state, needs_town=needs_town)
    assert found.value.code == refused


def test_a_town_sends_back_only_what_lies_with_it():
    check_sending_back("sent", by_town=True)
    with pytest.raises(Refusal):
        check_sending_back("accepted", by_town=True)
    check_sending_back("accepted", by_town=False)
    with pytest.raises(Refusal):
        check_sending_back("locked", by_town=False)
