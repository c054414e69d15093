from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given, strategies as st

from jilian.base.dated import Held
from jilian.organisations.rules.bodies import Body
from jilian.organisations.rules.chains import Edge, circle_through
from jilian.organisations.rules.register import plan_rows
from jilian.organisations.rules.rows import OrganisationRow
from jilian.organisations.rules.spells import Span, Spell, end, place, spell_on
from jilian.organisations.rules.thresholds import Counts, check_type, is_excepted, refusal_in
from jilian.organisations.rules.withholding import (
    hidden_cells,
    hidden_parts,
    shown_parts,
    steady,
    sum_is_safe,
)

JAN, MAR, JUN, DEC = (date(2022, month, 1) for month in (1, 3, 6, 12))


def line(*spells):
    return tuple(
        Spell(value, Span(start, start, None, stop), pk=at)
        for at, (value, start, stop) in enumerate(spells, 1)
    )


@pytest.mark.parametrize(
    "held, value, start, becomes",
    [
        ((), "branch", MAR, [("branch", MAR, None)]),
        ([("branch", JAN, None)], "branch", MAR, [("branch", JAN, None)]),
        (
            [("branch", JAN, None)], "committee", MAR,
            [("branch", JAN, MAR), ("committee", MAR, None)],
        ),
        (
            [("committee", MAR, None)], "branch", JAN,
            [("branch", JAN, MAR), ("committee", MAR, None)],
        ),
        (
            [("branch", JAN, MAR)], "committee", JUN,
            [("branch", JAN, MAR), ("committee", JUN, None)],
        ),
    ],
)  # fmt: skip
def test_a_later_value_ends_the_one_before_it(held, value, start, becomes):
    placed = place(line(*held), value, Span(start, start))
    assert [(one.value, one.span.known_by, one.span.valid_to) for one in placed.line] == becomes


@pytest.mark.parametrize(
    "held, value, start, code",
    [
        ([("branch", JAN, None)], "committee", JAN, "same_start"),
        ([("branch", JAN, JUN), ("committee", JUN, None)], "general", MAR, "inside_history"),
        ([("branch", MAR, None)], "branch", JAN, "start_disagrees"),
    ],
)
def test_what_contradicts_the_register_is_a_conflict(held, value, start, code):
    placed = place(line(*held), value, Span(start, start))
    assert (placed.conflict, placed.changed) == (code, False)


def test_an_unknown_start_is_learnt_and_never_pushed_before_its_bound():
    held = (Spell("branch", Span(JUN, None, MAR)),)
    assert place(held, "branch", Span(MAR, MAR)).line[0].span == Span(MAR, MAR)
    assert place(held, "branch", Span(JAN)).conflict == "before_not_before"


def test_a_name_found_for_an_earlier_day_bounds_the_later_one():
    """正泰启迪 was the name in July 2018; the later name was first seen in March 2022."""
    held = (Spell("正泰", Span(date(2022, 3, 8))),)
    placed = place(held, "正泰启迪", Span(date(2018, 7, 2)))
    earlier, later = placed.line
    assert (earlier.value, earlier.span.valid_to) == ("正泰启迪", date(2022, 3, 8))
    assert later.span.not_before == date(2018, 7, 2)


def test_what_begins_later_cannot_be_ended_now():
    assert end(line(("branch", JUN, None)), MAR).conflict == "starts_later"
    assert end(line(("branch", JAN, None)), MAR).line[0].span.valid_to == MAR


DAYS = st.dates(date(2018, 1, 1), date(2024, 12, 31))


@given(st.lists(st.tuples(st.sampled_from("abc"), DAYS), max_size=8), DAYS)
def test_a_line_holds_one_value_a_day_and_its_past_stays(changes, day):
    held = ()
    for value, start in changes:
        before = held
        held = place(held, value, Span(start, start)).line
        for earlier in (one for one in (day, date(2018, 1, 1)) if one < start):
            assert spell_on(before, earlier) is None or (
                spell_on(held, earlier).value == spell_on(before, earlier).value
            )
    assert sum(one.span.held_on(day) is Held.YES for one in held) <= 1


# --- circles ---------------------------------------------------------------------------------

SPANS = st.builds(
    lambda start, length: Span(
        date(2020, 1, 1 + start), None, None, date(2020, 1, 2 + start + length)
    ),
    st.integers(0, 9),
    st.integers(0, 9),
)
EDGES = st.lists(
    st.builds(Edge, st.sampled_from("abcd"), st.sampled_from("abcd"), SPANS), max_size=7
)


def has_circle_on(edges, key, day):
    """The plain form: follow every edge that holds on this day."""
    reached, left = set(), [key]
    while left:
        at = left.pop()
        for edge in edges:
            if edge.under == at and edge.span.held_on(day) is Held.YES:
                if edge.superior == key:
                    return True
                if edge.superior not in reached:
                    reached.add(edge.superior)
                    left.append(edge.superior)
    return False


@given(EDGES)
def test_a_circle_is_found_exactly_when_some_day_has_one(edges):
    below = {}
    for edge in edges:
        below.setdefault(edge.under, []).append(edge)
    for key in "abcd":
        found = [circle_through(edge, below) for edge in below.get(key, ())]
        days = [date(2020, 1, day) for day in range(1, 25)]
        assert any(found) == any(has_circle_on(edges, key, day) for day in days)
        for circle in filter(None, found):
            assert has_circle_on(edges, key, circle.day)


# --- tables ----------------------------------------------------------------------------------


def planned(rows, bodies=()):
    return plan_rows({body.key: body for body in bodies}, rows, DEC, {"310117105"}, {("made", "1")})


def row(key, **more):
    more.setdefault("name", key)
    return OrganisationRow(key=key, valid_from=JAN, **more)


@pytest.mark.parametrize(
    "wrong, code",
    [
        (row(""), "organisation_key_missing"),
        (row("a", type="club"), "organisation_type_unknown"),
        (row("a", superior_key="nobody"), "superior_unknown"),
        (row("a", division_code="999"), "division_unknown"),
        (row("a", firm=("made", "2")), "firm_unknown"),
        (row("a", firm=("made", "1"), cover_mode="somehow"), "cover_mode_unknown"),
        (row("a", band="m2"), "band_unknown"),
        (row("a", band="m3", formal_members=3), "count_and_band"),
        (row("a", formal_members=-1), "count_negative"),
        (row("a", valid_to=JAN), "starts_later"),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused_with_its_number(wrong, code):
    plan = planned([wrong])
    assert plan.refusal.code == code


def test_two_who_would_stand_under_one_another_are_refused_but_may_change_places():
    circle = planned([row("a", superior_key="b"), row("b", superior_key="a")])
    assert circle.refusal.code == "superior_circle"
    assert "a < b < a" in str(circle.refusal) or "b < a < b" in str(circle.refusal)
    before = planned([row("top"), row("a", superior_key="top"), row("b", superior_key="a")])
    swap = plan_rows(
        before.bodies,
        [
            OrganisationRow("a", "a", superior_key="b", valid_from=JUN),
            OrganisationRow("b", "b", superior_key="top", valid_from=JUN),
        ],
        DEC, {}, {},
    )  # fmt: skip
    assert swap.refusal is None


def test_the_days_of_a_change_are_not_taken_for_the_founding():
    known = Body("a", Span(JUN), names=(Spell("old", Span(JUN)),))
    change = planned([OrganisationRow("a", "new", valid_from=DEC)], [known])
    assert change.bodies["a"].span == Span(JUN)
    founding = planned([OrganisationRow("a", "old", valid_from=JAN)], [known])
    assert founding.bodies["a"].span == Span(JAN, JAN)
    earlier = planned([OrganisationRow("a", "older", valid_from=JAN)], [known])
    assert earlier.bodies["a"].span == Span(JAN)  # it stood; when it was founded is not said


# --- thresholds ------------------------------------------------------------------------------

DAY = date(2023, 1, 1)


@pytest.mark.parametrize(
    "type, counts, document, outcome",
    [
        ("primary_committee", Counts(DAY, 40, 0), "", "refused"),
        ("primary_committee", Counts(DAY, 38, 2), "", "refused"),
        ("primary_committee", Counts(DAY, 40, 0), "批复", "exception"),
        ("primary_committee", Counts(DAY, 90, 10), "", "ok"),
        ("primary_committee", Counts(DAY, 40, None), "", "unknown"),
        ("primary_committee", Counts(DAY, 100, None), "", "ok"),
        ("primary_committee", Counts(), "", "unknown"),
        ("primary_committee", Counts(DAY, band="m100"), "", "ok"),
        ("primary_committee", Counts(DAY, None, 2, band="m7"), "", "refused"),
        ("general_branch", Counts(DAY, 50, 0), "", "ok"),
        ("general_branch", Counts(DAY, 99, 1), "", "refused"),
        ("general_branch", Counts(DAY, 49, 0), "", "refused"),
        ("branch", Counts(DAY, 3, 0), "", "ok"),
        ("branch", Counts(DAY, 2, 40), "", "refused"),
        ("branch", Counts(DAY, band="m1"), "", "refused"),
        ("branch", Counts(DAY, 51, 0), "", "warning"),
        ("joint_branch", Counts(DAY, 2, 0), "", "refused"),
        ("joint_branch", Counts(DAY, 5, 0), "", "unknown"),
    ],
)
def test_types_are_asked_of_the_rules_by_the_counts_known(type, counts, document, outcome):
    assert check_type(type, DAY, counts, exception_document=document).outcome == outcome


@pytest.mark.parametrize(
    "counts, document, is_refused, excepted",
    [
        (Counts(DAY, 40, 0), "", True, False),
        (Counts(DAY, 40, 0), "批复", False, True),
        (Counts(), "", False, False),
        (Counts(DAY, 100, 0), "", False, False),
    ],
)
def test_the_level_of_a_cluster_body_is_asked_too(counts, document, is_refused, excepted):
    check = check_type(
        "primary_committee", DAY, counts, is_cluster_body=True, exception_document=document
    )
    assert (refusal_in(check) is not None) is is_refused
    assert is_excepted(check) is excepted


def test_before_a_rule_is_known_nothing_is_refused():
    check = check_type("primary_committee", date(2018, 3, 1), Counts(DAY, 40, 0))
    assert check.outcome == "unknown"


def test_there_is_no_rule_for_a_working_committee():
    assert check_type("working_committee", DAY, Counts(DAY, 1, 0)) is None


# --- withholding -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parts, shown",
    [
        ((8, 20, 30), "8 20 30"),
        ((3, 20, 30), "? ? 30"),
        ((3, 1, 30), "? ? ?"),
        ((3, 4, 30), "? ? ?"),
        ((3, 4, 30, 50), "? ? ? 50"),
        ((0, 0, 20), "? ? ?"),
        ((None, 3, 30), "- ? ?"),
        ((2,), "?"),
    ],
)
def test_small_counts_and_what_would_give_them_away_are_withheld(parts, shown):
    known = [part for part in parts if part is not None]
    cells, _total = shown_parts(parts, sum(known))
    words = ["?" if one.withheld else "-" if one.value is None else str(one.value) for one in cells]
    assert " ".join(words) == shown


def test_a_sum_below_five_is_withheld_with_its_parts():
    cells, total = shown_parts((1, 2), 3)
    assert all(one.withheld for one in (*cells, total))


def printed(parts):
    hidden = hidden_parts(parts)
    return tuple(None if at in hidden else part for at, part in enumerate(parts)), sum(parts)


def test_nobody_who_knows_the_rule_can_work_out_a_small_count():
    """The plain form: every table of three counts up to nine that would be printed alike."""
    alike = {}
    for parts in product(range(10), repeat=3):
        alike.setdefault(printed(parts), []).append(parts)
    for (cells, total), tables in alike.items():
        if total < 5:
            continue  # the sum is withheld as well
        for at, cell in enumerate(cells):
            possible = {parts[at] for parts in tables}
            assert cell is not None or len(possible) > 1 or min(possible) >= 5, tables


def test_a_sum_of_parts_is_printed_only_where_it_gives_nothing_away():
    parts = (3, 20, 30, 7)
    assert not sum_is_safe(parts, {0, 3}, range(3))
    assert sum_is_safe(parts, {0, 1}, range(3))
    assert sum_is_safe(parts, {3}, range(3))


def test_a_column_does_not_give_away_what_a_row_withholds():
    rows = [(3, 17, 80), (20, 30, 50), (40, 30, 30), (63, 77, 160)]
    hidden = hidden_cells(rows)
    for column in range(3):
        cells = [at for at in range(3) if column in hidden[at]]
        assert column in hidden[3] or len(cells) != 1
    assert all(len(cells) != 1 for cells in hidden)


def test_a_town_that_may_be_seen_in_full_protects_nobody_else():
    rows = [(3, 17, 80), (20, 30, 50), (2, 30, 30), (25, 77, 160)]
    hidden = hidden_cells(rows, open_rows=[0])
    assert hidden[0] == frozenset()
    assert 0 in hidden[2]
    assert 0 in hidden[1] or 0 in hidden[3]


def test_a_count_is_not_shown_beside_one_from_which_it_hardly_differs():
    assert steady([40, 42, 46, 41, None, 40]) == [True, False, True, False, True, True]
