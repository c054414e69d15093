"""Straight rows, told apart quickly, come to the same as when they are weighed."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings, strategies as st

from jilian.firms.rules import FirmRow, decide
from jilian.firms.rules.codes import fitting
from jilian.firms.rules.held import Held, HeldIndustry, HeldName, HeldSite
from jilian.firms.rules.straight import Plain, Since, is_straight, says_nothing_new
from jilian_engine.names import normal_form

DAY = date(2026, 3, 2)
DAYS = st.sampled_from([None, date(2026, 1, 1), date(2026, 2, 1), DAY])
NAMES = st.sampled_from(["林氏晶圆有限公司", "林氏晶圆（上海）有限公司", "林氏晶圆(上海)有限公司"])
TOWNS = st.sampled_from([None, "310117105", "310117107", "310117"])
PLACES = st.sampled_from([None, "", "新桥路1号", "新桥路１号", "九亭路2号"])
CLASSES = st.sampled_from([None, "3973", "39"])


@st.composite
def rows(draw):
    lon = draw(st.sampled_from([None, 121.3]))
    return FirmRow(
        "made", "W1", draw(NAMES), division_code=draw(TOWNS), address=draw(PLACES), lon=lon,
        lat=lon and 31.0, industry_code=draw(CLASSES), known_by=draw(DAYS), valid_from=draw(DAYS),
    )  # fmt: skip


@st.composite
def held_firms(draw):
    def since():
        begins = draw(DAYS)
        known_by = begins or draw(DAYS.filter(bool))
        return {"known_by": known_by, "valid_from": begins}

    name, division = draw(NAMES), draw(TOWNS)
    address = (draw(PLACES) or "") if division else ""
    lon = draw(st.sampled_from([None, 121.3])) if division else None
    named, placed, classed = since(), since(), since()
    industry = draw(CLASSES)
    held = Held(1, name, {("made", "W1")})
    held.names = [HeldName(1, **named, text=name, form=normal_form(name))]
    if division:
        held.site = HeldSite(2, **placed, division=division, address=address, lon=lon, lat=lon)
    if industry:
        held.industry = HeldIndustry(3, **classed, code=industry)
    plain = Plain(
        name, Since(**named), division, address, lon is not None,
        Since(**placed) if division else None, industry, Since(**classed) if industry else None,
    )  # fmt: skip
    return held, plain


@settings(max_examples=400, deadline=None)
@given(rows(), held_firms())
def test_a_row_that_says_nothing_new_changes_nothing_when_weighed(row, firm):
    held, plain = firm
    assert is_straight(row)
    if says_nothing_new(row, plain):
        outcome = decide(held, row, DAY)
        assert (outcome.kind, outcome.steps) == ("same", [])


def test_a_row_as_it_is_held_says_nothing_new():
    since = Since(date(2026, 1, 1), None)
    plain = Plain("林氏晶圆有限公司", since, "310117105", "新桥路1号", False, since, "3973", since)
    row = FirmRow(
        "made", "W1", "林氏晶圆有限公司", division_code="310117105", address="新桥路1号",
        industry_code="3973", row=7,
    )  # fmt: skip
    assert says_nothing_new(row, plain)
    for other in (
        row._replace(name="林氏硅片有限公司"),
        row._replace(division_code="310117107"),
        row._replace(address="九亭路2号"),
        row._replace(industry_code="3985"),
        row._replace(valid_from=date(2025, 1, 1)),
        row._replace(known_by=date(2025, 1, 1)),
        row._replace(lon=121.3, lat=31.0),
    ):
        assert not says_nothing_new(other, plain)
    assert not is_straight(row._replace(short_name="林氏"))
    assert not is_straight(row._replace(makes=("晶圆",)))


@given(st.lists(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ０é", min_size=16, max_size=19)))
def test_many_codes_at_once_fit_as_the_library_says(codes):
    from stdnum.cn import uscc

    plain = ["91310117MA1J1KXY15", "913101150000000000", *codes]
    expected = [code.isascii() and len(code) == 18 and uscc.is_valid(code) for code in plain]
    assert fitting(plain).tolist() == expected
