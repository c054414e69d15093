"""Tables declared and released: what others get, corrections, refusals, pages."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from jilian.base.errors import NotAllowed, Refusal
from jilian.disclosure import operations, queries
from jilian.disclosure.models import ReleasedCell
from jilian.disclosure.rules import CellIn, DimensionIn, MemberIn

AT = datetime(2026, 4, 1, tzinfo=UTC)
TOWNS = DimensionIn(
    "town",
    (
        MemberIn("all", "全区", "District"),
        *(MemberIn(f"t{at}", f"镇{at}", parent="all") for at in range(4)),
    ),
)
COUNTS = {"all": 72, "t0": 2, "t1": 30, "t2": 25, "t3": 15}


def _declare(by, world):
    return operations.declare_table(
        by=by,
        at=AT,
        world=world,
        key="firms",
        measure="firms",
        name="企业数",
        name_en="Firms",
        dimensions=["town"],
    )


def _release(by, world, counts=COUNTS, **more):
    cells = [CellIn((code,), Decimal(n), n, count=True) for code, n in counts.items()]
    kept = {"period": "2026-03", "cells": cells, "dimensions": [TOWNS], **more}
    return operations.release_table(by=by, at=AT, world=world, table="firms", **kept)


def test_a_table_declared_again_keeps_its_version_and_changed_gets_another(mei, world):
    first = _declare(mei, world)
    assert _declare(mei, world) == first
    other = operations.declare_table(
        by=mei,
        at=AT,
        world=world,
        key="firms",
        measure="firms",
        name="企业",
        name_en="Firms",
        dimensions=["town"],
    )
    assert other.version == 2


def test_a_small_count_is_hidden_with_another_and_its_value_is_kept_nowhere(mei, world):
    _declare(mei, world)
    release = _release(mei, world)
    shown = queries.shown_cells(world, "firms", "2026-03")
    assert shown["t0",].hidden
    assert shown["t0",].value is None
    assert sum(one.hidden for one in shown.values()) == 2
    cell = release.cells.get(key="t0")
    assert cell.value is None
    assert (cell.low, cell.high) == (0, 17)
    assert queries.shown_cell(world, "firms", "2026-03", ("nowhere",)) is None
    assert queries.shown_cell(world, "firms", "2026-02", ("t0",)) is None


def test_a_correction_needs_a_note_and_keeps_hidden_what_was_hidden(mei, world):
    _declare(mei, world)
    first = _release(mei, world)
    with pytest.raises(Refusal) as refused:
        _release(mei, world)
    assert refused.value.code == "note_missing"
    counts = COUNTS | {"t0": 5, "all": 75}
    again = _release(mei, world, counts, note="漏报三家")
    assert again.number == 2
    hidden = set(first.cells.exclude(hidden="").values_list("key", flat=True))
    assert hidden <= set(again.cells.exclude(hidden="").values_list("key", flat=True))


def test_a_small_count_that_comes_with_a_correction_takes_no_cell_that_was_seen(mei, world):
    _declare(mei, world)
    _release(mei, world, {"all": 70, "t0": 20, "t1": 20, "t2": 15, "t3": 15})
    counts = {"all": 52, "t0": 2, "t1": 20, "t2": 15, "t3": 15}
    again = _release(mei, world, counts, note="口径更正")
    hidden = set(again.cells.exclude(hidden="").values_list("key", flat=True))
    assert hidden == {"all", "t0"}  # the others were seen and did not change


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"period": "2026"}, "bad_period"),
        ({"counts": {"all": 70, "t9": 70}}, "bad_cell"),
        ({"counts": COUNTS | {"all": 20}}, "does_not_add_up"),
        ({"dimensions": [DimensionIn("cluster", TOWNS.members)]}, "other_dimensions"),
    ],
)
def test_what_cannot_be_released_is_refused(mei, world, more, code):
    _declare(mei, world)
    with pytest.raises(Refusal) as refused:
        _release(mei, world, **more)
    assert refused.value.code == code


def test_only_the_keeper_declares_and_releases(mei, wu, world):
    _declare(mei, world)
    for act in (_declare, _release):
        with pytest.raises(NotAllowed):
            act(wu, world)


def test_released_cells_are_never_changed(mei, world):
    _declare(mei, world)
    release = _release(mei, world)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReleasedCell.objects.filter(release=release).update(value=1)


def test_outsiders_get_hidden_cells_without_reason_or_interval(
    mei, person, as_person, world, django_assert_max_num_queries
):
    _declare(mei, world)
    _release(mei, world)
    partner = as_person(person("partner", "partner_city", world))
    page = f"/{world.code}/shown/firms/"
    with django_assert_max_num_queries(30):
        answer = partner.get(page).content.decode()
    assert "hidden cell" in answer
    assert "Left to guess" not in answer
    assert "Hidden by the rule" not in answer
    assert "Left to guess" in as_person(mei).get(page).content.decode()
    assert partner.get(f"/{world.code}/shown/method/").status_code == 200
    assert partner.get(f"/{world.code}/shown/").status_code == 200
    assert partner.get(f"{page}?month=2026-02").status_code == 404


def test_the_interface_answers_the_same_cells(mei, person, as_person, wu, world):
    _declare(mei, world)
    _release(mei, world)
    partner = as_person(person("partner", "partner_city", world))
    address = f"/api/{world.code}/disclosure/firms/2026-03"
    cells = {tuple(one["key"]): one for one in partner.get(address).json()["cells"]}
    assert cells["t0",] == {"key": ["t0"], "value": None, "hidden": True}
    assert partner.get(f"/api/{world.code}/disclosure/firms/2026-02").status_code == 404
    assert as_person(wu).get(address).status_code == 404
