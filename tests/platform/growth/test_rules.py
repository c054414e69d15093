"""Growth split into its parts, claims about shares, reports: without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from jilian.base.errors import Refusal
from jilian.growth.rules.growing import SplitGrowth, split_growth
from jilian.growth.rules.history import WORLD, Boundary, History, Org, Under
from jilian.growth.rules.members import members_on
from jilian.growth.rules.report import (
    Named,
    canonical,
    check_month,
    compile_content,
    days_of,
    month_of,
)
from jilian.growth.rules.revising import differing
from jilian.growth.rules.saying import growth_words
from jilian.growth.rules.shares import UnitShare, check_claim, printed_claim, read_claim
from jilian.growth.rules.words import Part
from jilian.organisations.rules.spells import Span
from jilian.organisations.rules.thresholds import Counts

START, END = date(2025, 12, 31), date(2026, 12, 31)
OLD = Span(date(2020, 1, 1), date(2020, 1, 1))
MAKERS = Boundary("cluster", "1")


def since(day: date, until: date | None = None) -> Span:
    return Span(day, day, None, until)


def under(pk: int, superior: int, span: Span, line: str = "cluster") -> Under:
    return Under(pk, superior, line, span)


def makers() -> History:
    """The maker cluster: 50 at the start; 5 are founded in it and 5 absorbed in the year.

    Body 1; 2 to 50 stand under it. 51 to 55 stand elsewhere until July. 56 to 60 are founded.
    """
    new = since(date(2026, 3, 1))
    spans = dict.fromkeys(range(1, 56), OLD) | dict.fromkeys(range(56, 61), new)
    superiors = [
        *(under(pk, 1, OLD) for pk in range(2, 51)),
        *(under(pk, 1, since(date(2026, 7, 1))) for pk in range(51, 56)),
        *(under(pk, 1, new) for pk in range(56, 61)),
    ]
    return History(
        {pk: Org(pk, f"O{pk}", span) for pk, span in spans.items()},
        superiors=tuple(superiors),
        bodies={"1": ((1, OLD),)},
    )


def test_fifty_to_sixty_of_which_five_absorbed_prints_so_in_both_languages():
    grown = split_growth(makers(), MAKERS, START, END)
    assert (grown.before, grown.after, grown.share) == (50, 60, Fraction(1, 5))
    assert (grown.count(Part.FOUNDED), grown.count(Part.ABSORBED)) == (5, 5)
    assert grown.figure.own_percent == 10
    with translation.override("en"):
        assert growth_words(grown) == "+20 %, of which absorbed 5"
    with translation.override("zh-hans"):
        assert growth_words(grown) == "增长20%，其中吸纳5个"


def test_in_the_district_the_absorbed_are_no_growth():
    grown = split_growth(makers(), WORLD, START, END)
    assert (grown.before, grown.after) == (55, 60)
    assert grown.count(Part.ABSORBED) == 0


def test_members_from_100_to_127_are_27_per_cent():
    grown = replace(split_growth(makers(), MAKERS, START, END), before=100, after=127, parts={
        Part.FOUNDED: tuple(range(27))})  # fmt: skip
    with translation.override("en"):
        assert growth_words(grown) == "+27 %"


def test_parts_that_do_not_add_up_are_a_defect():
    with pytest.raises(ArithmeticError):
        SplitGrowth(WORLD, START, END, None, 50, 60, {Part.FOUNDED: (1,)})


def test_days_in_the_wrong_order_are_refused():
    with pytest.raises(Refusal) as refusal:
        split_growth(makers(), WORLD, END, START)
    assert refusal.value.code == "growth_backwards"


def test_every_organisation_that_moves_stands_under_one_part():
    gone, unknown = since(date(2020, 1, 1), date(2026, 5, 1)), Span(date(2026, 4, 1))
    history = History(
        {
            1: Org(1, "BODY", OLD), 2: Org(2, "ENDED", gone), 3: Org(3, "LEFT", OLD),
            4: Org(4, "UNKNOWN", unknown), 5: Org(5, "OUT_THEN_IN", since(date(2026, 2, 1))),
            6: Org(6, "MERGED", gone), 7: Org(7, "HEIR", since(date(2026, 5, 1))),
        },
        superiors=(
            under(2, 1, gone), under(3, 1, since(date(2020, 1, 1), date(2026, 6, 1))),
            under(4, 1, unknown), under(5, 1, since(date(2026, 8, 1))), under(6, 1, gone),
            under(7, 1, since(date(2026, 5, 1))),
        ),
        bodies={"1": ((1, OLD),)},
        replaced={6: date(2026, 5, 1)}, founded_anew=frozenset({7}),
    )  # fmt: skip
    grown = split_growth(history, MAKERS, START, END)
    assert grown.parts == {
        Part.ENDED: (2,), Part.LEFT: (3,), Part.FIRST_KNOWN: (4,), Part.ABSORBED: (5,),
        Part.REORGANISED: (6,), Part.REORGANISED_INTO: (7,),
    }  # fmt: skip
    assert (grown.before, grown.after, grown.boundary_change, grown.own_difference) == (4, 4, 0, 0)


def test_one_that_became_of_the_type_is_no_founding():
    history = History(
        {1: Org(1, "A", OLD), 2: Org(2, "B", OLD)},
        types={
            1: (("branch", since(date(2020, 1, 1), date(2026, 3, 1))),
                ("general_branch", since(date(2026, 3, 1)))),
            2: (("branch", OLD),),
        },
    )  # fmt: skip
    branches = split_growth(history, WORLD, START, END, "branch")
    assert (branches.before, branches.after, branches.parts) == (2, 1, {Part.TYPE_LOST: (1,)})
    general = split_growth(history, WORLD, START, END, "general_branch")
    assert general.parts == {Part.TYPE_GAINED: (1,)}


def test_the_line_of_a_cluster_reaches_down_both_lines():
    history = History(
        {pk: Org(pk, str(pk), OLD) for pk in (1, 2, 3, 4)},
        superiors=(under(2, 1, OLD), under(3, 2, OLD, "territory"), under(1, 4, OLD, "territory")),
        bodies={"1": ((1, OLD),)},
    )
    assert history.inside(MAKERS, END) == {1, 2, 3}


def test_members_are_exact_only_where_every_organisation_is_counted():
    counts = {
        1: [Counts(date(2026, 1, 1), 12, 1)],
        2: [Counts(date(2026, 1, 1), 3, 0), Counts(date(2026, 6, 1), 8, 2)],
        3: [Counts(date(2026, 1, 1), band="m7", probationary=0)],
    }
    assert members_on(counts, {1, 2}, date(2026, 2, 1)).exact == 16
    assert members_on(counts, {1, 2}, END).exact == 23
    banded = members_on(counts, {1, 3}, END)
    assert (banded.low, banded.high, banded.exact) == (20, 62, None)
    lacking = members_on(counts, {1, 4}, END)
    assert (lacking.low, lacking.high, lacking.uncounted) == (13, None, 1)


# --- claims ----------------------------------------------------------------------------------


def units(*percents: int | None) -> list[UnitShare]:
    names = ("新桥镇", "九亭镇", "泗泾镇", "佘山镇")
    codes = ("310117105", "310117107", "310117102", "310117103")
    made = [
        UnitShare(code, name, percent, 100 if percent is not None else None)
        for code, name, percent in zip(codes, names, percents, strict=False)
    ]
    return [*made, UnitShare("310117501", "经开区", 90, 100)]


def refused(claim: str, *percents: int | None) -> str:
    with translation.override("zh-hans"), pytest.raises(Refusal) as refusal:
        entered = units(*percents)
        printed_claim(check_claim(read_claim(claim, entered), entered))
    return str(refusal.value)


def said(claim: str, *percents: int | None) -> str:
    entered = units(*percents)
    with translation.override("zh-hans"):
        return printed_claim(check_claim(read_claim(claim, entered), entered))


def test_a_unit_at_29_refuses_the_claim_of_every_unit_and_is_named():
    words = refused("各街镇30%以上", 31, 30, 29)
    assert "泗泾镇" in words and "29%（29/100）" in words
    assert "新桥镇" not in words and "九亭镇" not in words


def test_without_that_unit_the_claim_is_printed_and_30_is_reached():
    assert said("各街镇30%以上", 31, 30) == "各街镇30%以上"


def test_a_unit_that_entered_nothing_supports_nothing():
    assert "泗泾镇" in refused("各街镇30%以上", 31, 30, None)


def test_more_than_30_is_not_reached_by_30():
    assert "九亭镇" in refused("各街镇超过30%", 31, 30)


def test_the_zone_stands_for_itself_and_not_among_the_towns():
    assert said("经开区90%", 31) == "经开区90%"
    assert said("经开区高达90%", 31) == "经开区90%"
    assert refused("经开区超过90%", 31)


@pytest.mark.parametrize("claim", ["各街镇大约三成", "超过30%以上", "", "30", "某镇30%"])
def test_what_cannot_be_read_is_refused(claim):
    with pytest.raises(Refusal) as refusal:
        read_claim(claim, units(31))
    assert refusal.value.code in ("claim_unreadable", "unit_unknown")


def test_a_share_is_exact_to_the_last_digit():
    third = UnitShare("310117105", "新桥镇", 1, 3)
    assert third.fraction == Fraction(1, 3)
    assert not check_claim(read_claim("各街镇34%以上", [third]), [third]).holds
    assert check_claim(read_claim("各街镇33.3%以上", [third]), [third]).holds
    assert check_claim(read_claim("新桥镇33.3%", [third]), [third]).holds
    assert read_claim("新桥镇33.30%", [third]).number == Decimal("33.30")


# --- reports ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["2026-6", "2026-13", "junk", "06-2026", "0001-01", "9999-12"])
def test_a_month_is_written_in_one_way(text):
    with pytest.raises(Refusal):
        month_of(text)


def test_a_month_is_reported_only_when_it_is_over():
    june = month_of("2026-06")
    assert days_of(june) == (date(2026, 5, 31), date(2026, 6, 30))
    check_month(june, date(2026, 7, 1))
    with pytest.raises(Refusal):
        check_month(june, date(2026, 6, 30))


def named(history: History) -> Named:
    return Named(
        {pk: one.key for pk, one in history.organisations.items()}, {"1": ("C1", "创客集群")}, {}
    )


def content(history: History, month: str):
    return compile_content(history, "w", month_of(month), named(history), {})


def test_what_takes_effect_on_1_july_is_in_the_july_report_alone():
    before = replace(
        makers(), superiors=tuple(one for one in makers().superiors if one.pk not in range(51, 56))
    )
    assert canonical(content(before, "2026-06")) == canonical(content(makers(), "2026-06"))
    july = content(makers(), "2026-07")
    assert july["organisations"]["standing"] == july["organisations"]["before"] == 60
    assert july["clusters"]["C1"]["absorbed"] == 5
    assert set(july["movements"]["absorbed"]) == {f"O{pk}:C1" for pk in range(51, 56)}


def test_a_revision_lists_what_it_says_otherwise():
    known = makers()
    late = replace(
        known, organisations={**known.organisations, 61: Org(61, "O61", since(date(2026, 6, 9)))}
    )
    changes = differing(content(known, "2026-06"), content(late, "2026-06"))
    assert [(one.path, one.before, one.after) for one in changes][:1] == [
        (("organisations", "standing"), 60, 61)
    ]
    assert ("movements", "founded", "O61", "day") in {one.path for one in changes}
    assert differing(content(known, "2026-06"), content(known, "2026-06")) == []


def test_the_report_of_a_month_asks_no_day_after_it():
    history = makers()
    later = replace(
        history,
        superiors=(*history.superiors, under(2, 51, since(END + timedelta(days=1)))),
        types={2: (("branch", since(END + timedelta(days=1))),)},
    )
    assert canonical(content(history, "2026-12")) == canonical(content(later, "2026-12"))
