"""Titles: each holder once, at its highest level; the past stays as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings, strategies as st

from conftest import examples
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.firms.models import Carrier, Title
from jilian.firms.operations import save_carriers, save_titles
from jilian.firms.queries import highest_titles, titles_by_kind, titles_count
from jilian.firms.rules import CarrierRow, TitleRow
from jilian.firms.rules.titles import HeldTitle, decide_title

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
KIND = "创新载体"


@pytest.fixture
def carriers(world, source, mei):
    """Twenty-nine carriers."""
    rows = [CarrierRow(f"载体{number:02d}", row=number) for number in range(1, 30)]
    return save_carriers(by=mei, at=NOON, world=world, source=source, rows=rows)


def of(number: int, level: int, **more) -> TitleRow:
    return TitleRow(
        KIND, level, carrier=f"载体{number:02d}", valid_from=more.pop("start", date(2020, 1, 1)),
        **more,
    )  # fmt: skip


def test_29_carriers_of_which_6_hold_two_levels_are_29_and_levels_add_to_35(
    carriers, award, mei, world
):
    assert carriers.new == 29
    award(*(of(number, 3) for number in range(1, 30)), *(of(number, 1) for number in range(1, 7)))
    count = titles_count(mei, world, KIND, DAY)
    assert (count.total, count.levels_add_to, count.with_several) == (29, 35, 6)
    assert dict(count.by_level) == {"NATIONAL": 6, "CITY": 0, "DISTRICT": 29}
    assert dict(count.at_highest) == {"NATIONAL": 6, "CITY": 0, "DISTRICT": 23}


def test_of_29_carriers_each_stands_once_in_the_list_at_its_highest_level(
    carriers, award, mei, world
):
    award(*(of(number, 3) for number in range(1, 30)), *(of(number, 1) for number in range(1, 7)))
    rows = list(highest_titles(mei, world, DAY, KIND))
    assert len(rows) == titles_count(mei, world, KIND, DAY).total
    assert len({row.carrier_id for row in rows}) == 29
    assert [row.level for row in rows].count(1) == 6


def test_an_expired_title_falls_out_on_its_day(carriers, award, mei, world):
    award(of(1, 1, valid_to=date(2024, 1, 1)), of(2, 1))
    assert titles_count(mei, world, KIND, date(2023, 12, 31)).total == 2
    assert titles_count(mei, world, KIND, date(2024, 1, 1)).total == 1
    kind = titles_by_kind(mei, world, DAY)[0]
    assert (kind.count.total, kind.ended) == (1, 1)


def test_the_same_titles_a_second_time_are_the_same(carriers, award):
    rows = [of(1, 1, document="沪科〔2020〕1号"), of(2, 2)]
    assert award(*rows).new == 2
    assert award(*rows, at=LATER).same == 2
    assert Title.objects.count() == 2


def test_a_renewal_under_another_document_is_a_title_of_its_own(carriers, award):
    award(of(1, 1, document="一号", valid_to=date(2023, 1, 1)))
    renewed = of(1, 1, start=date(2022, 12, 1), document="二号")
    assert award(renewed, at=LATER).new == 1
    assert Title.objects.count() == 2


def test_an_end_that_becomes_known_is_taken_over(carriers, award):
    award(of(1, 1))
    assert award(of(1, 1, valid_to=date(2026, 1, 1)), at=LATER).changed == 1
    assert Title.objects.get().valid_to == date(2026, 1, 1)


def test_titles_of_firms_and_carriers_are_saved_by_their_holders(save, award, row, carriers, world):
    save(row())
    assert award(TitleRow("高新技术企业", 1, firm=("made", "W1"))).new == 1
    assert Title.objects.get().firm.name == "林氏晶圆有限公司"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (TitleRow(KIND, 1), "title_holder_odd"),
        (TitleRow(KIND, 1, carrier="无名", row=3), "title_holder_unknown"),
        (TitleRow(KIND, 1, firm=("made", "nobody"), row=3), "title_holder_unknown"),
        (TitleRow(KIND, 9, carrier="载体01"), "title_level_unknown"),
        (TitleRow(" ", 1, carrier="载体01"), "title_unnamed"),
        (of(1, 1, valid_to=date(2019, 1, 1)), "title_ends_first"),
    ],
)
def test_a_title_that_cannot_be_held_is_refused(carriers, award, wrong, code):
    with translation.override("en"), pytest.raises(Refusal) as refused:
        award(of(2, 1), wrong)
    assert refused.value.code == code
    assert not Title.objects.exists()


def test_a_carrier_is_updated_and_never_replaced(carriers, save, row, world, source, mei):
    save(row())
    said = {"by": mei, "at": LATER, "world": world, "source": source}
    stated = CarrierRow("载体01", operator=("made", "W1"), division_code="310117105")
    assert save_carriers(**said, rows=[stated]).changed == 1
    assert save_carriers(**said, rows=[CarrierRow("载体01")]).same == 1
    carrier = Carrier.objects.get(name="载体01")
    assert (carrier.operator.name, carrier.division.name) == ("林氏晶圆有限公司", "新桥镇")
    assert Trace.objects.filter(action="carriers.saved").count() == 3


def test_lin_may_not_save_titles(lin, world, source):
    with pytest.raises(NotAllowed):
        save_titles(by=lin, at=NOON, world=world, source=source, rows=[])


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (TitleRow(KIND, 1, known_by=date(2022, 1, 1)), "same"),
        (TitleRow(KIND, 1, known_by=date(2019, 1, 1)), "changed"),
        (TitleRow(KIND, 1, document="二号", known_by=date(2022, 1, 1)), "new"),
        (TitleRow(KIND, 1, known_by=date(2026, 1, 1)), "new"),
        (TitleRow(KIND, 1, known_by=date(2022, 1, 1), valid_to=date(2024, 1, 1)), "changed"),
    ],
)
def test_what_a_row_changes_in_a_held_title(row, kind):
    held = HeldTitle(7, date(2020, 1, 1), None, None, date(2025, 1, 1), "一号")
    assert decide_title([held], row, DAY).kind == kind


CHANGES = st.lists(
    st.tuples(
        st.integers(1, 5), st.integers(1, 3), st.integers(0, 40),
        st.one_of(st.none(), st.integers(1, 30)),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


@settings(
    max_examples=examples(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes=CHANGES)
def test_dated_changes_never_change_an_answer_about_an_earlier_day(
    carriers, mei, world, source, changes
):
    """Awards that start after a day, and ends after it, leave the count of the day alone."""
    Title.objects.all().delete()
    said = {"by": mei, "world": world, "source": source}
    first = [of(number, number % 3 + 1) for number in range(1, 6)]
    save_titles(**said, at=NOON, rows=first)
    days = [date(2019, 6, 1), date(2020, 1, 1), date(2022, 7, 1)]
    before = [titles_count(mei, world, KIND, day) for day in days]
    for number, level, month, lasts in changes:
        start = date(2022 + (6 + month) // 12, (6 + month) % 12 + 1, 2)
        row = of(number, level, start=start, document=f"{number}-{month}")
        save_titles(**said, at=LATER, rows=[row])
        if lasts is not None:
            ended = of(number, number % 3 + 1, valid_to=date(2023, 1, lasts))
            save_titles(**said, at=LATER, rows=[ended])
    assert [titles_count(mei, world, KIND, day) for day in days] == before
