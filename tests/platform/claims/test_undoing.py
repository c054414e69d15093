"""Accepting any corrections and undoing them restores every row of the firm."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from conftest import examples
from jilian.base.errors import Refusal
from jilian.claims import operations, rules
from jilian.claims.rules import Field

from .conftest import LATER, rows_of

TEXTS = st.sampled_from(("林晶", "林氏", "晶圆厂", "Lin", "Lin Wafer", "林氏半导体"))
DAYS = st.dates(date(2019, 1, 1), date(2026, 3, 3))
PLACES = st.fixed_dictionaries(
    {
        "division": st.sampled_from(("310117105", "310117107", "310117")),
        "address": st.sampled_from(("", "新飞路1号", "涞寅路9号")),
        "lon": st.sampled_from((None, 121.25)),
        "lat": st.sampled_from((None, 31.05)),
    }
).map(lambda place: place | {"lat": place["lat"] if place["lon"] else None}).map(
    lambda place: place | {"lon": place["lon"] if place["lat"] else None}
)  # fmt: skip
CODES = st.sampled_from(("3973", "3985", "3562")).map(lambda code: {"code": code})
FACTS = st.fixed_dictionaries(
    {
        "year": st.sampled_from((2024, 2025)),
        "measure": st.sampled_from(("employees", "patents")),
        "value": st.sampled_from(("150", "151.50", "0")),
    }
)


def values_of(field: str):
    if field in rules.NAMES:
        return TEXTS.map(lambda text: {"text": text})
    if field in (Field.MAKES, Field.BUYS):
        return TEXTS.map(lambda text: {"name": text})
    by_field = {Field.INDUSTRY: CODES, Field.FACT: FACTS}
    return by_field.get(field, PLACES)


FIELDS = [field for field in Field.values if field != Field.IDENTIFIER]
WISHES = st.lists(
    st.sampled_from(FIELDS).flatmap(
        lambda field: st.tuples(
            st.just(field),
            st.sampled_from(("add", "change", "wrong", "end")),
            st.integers(0, 3),
            values_of(field),
            DAYS,
        )
    ),
    min_size=1,
    max_size=7,
)


def record_for(firm, field, which):
    rows = {
        "name": firm.names.filter(kind=str(rules.NAMES.get(field, ""))),
        "site": firm.sites.filter(is_main=True),
        "other_site": firm.sites.filter(is_main=False),
        "industry": firm.industries.filter(is_main=True),
        "product": firm.products.filter(trading=field),
        "fact": firm.facts.all(),
    }[rules.TABLES[field]]
    found = list(rows.order_by("pk").values_list("pk", flat=True))
    return found[which % len(found)] if found else 0


@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(wishes=WISHES, order=st.randoms(use_true_random=False))
def test_accepting_any_corrections_and_undoing_them_restores_every_row(
    wishes, order, mei, lin, lins, world
):
    with transaction.atomic():
        before, accepted = rows_of(lins), []
        for number, (field, manner, which, value, day) in enumerate(wishes):
            lins.refresh_from_db()
            at = LATER + timedelta(minutes=number)
            record = 0 if manner == "add" else record_for(lins, field, which)
            try:
                with transaction.atomic():
                    wish = operations.propose_correction(
                        by=lin, at=at, world=world, firm=lins, field=field, manner=manner,
                        record=record, value=value, from_day=day, words="合同",
                    )  # fmt: skip
                accepted.append(operations.accept_correction(by=mei, at=at, correction=wish))
            except Refusal:
                continue
        left = list(accepted)
        while left:
            order.shuffle(left)
            undone = [one for one in left if _undone(mei, one)]
            assert undone, "what was accepted last can always be undone"
            left = [one for one in left if one not in undone]
        assert rows_of(lins) == before
        transaction.set_rollback(True)


def _undone(mei, correction) -> bool:
    try:
        operations.undo_accepted(by=mei, at=LATER, correction=correction, reason="误判")
    except Refusal as refusal:
        assert refusal.code == "changed_since"
        return False
    return True
