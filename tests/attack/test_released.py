"""Attacks on what is released: only what an outside role gets by page, file and interface is used.

Sums and remainders, differences over filters, hierarchies, tables that share cells, two months
beside each other, and bounds by linear programmes. What the attacker finds is compared with the
records: no hidden value is narrower than stated.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal

import pytest

from jilian.disclosure.analysis.register import build_tables
from jilian.disclosure.models import Release
from jilian.disclosure.rules import TABLE_RULE
from jilian.disclosure.rules.recipes import RECIPES
from jilian_engine.disclosure import Dimension, ReleasedTable, audit
from released_districts import FIRST, SECOND, declare_all, lay_out, made_firms, release

Key = tuple[str, ...]
MONTHS = (FIRST, SECOND)
ODD = (
    "firm=1", "on=2026-03-12", "day=2026-03-12", "known_at=2026-01-01", "names__0=x",
    "value__lt=3", "town=310117999", "per_page=5000", "sort=low",
)  # fmt: skip
LEAST, SHARE = TABLE_RULE["least_contributors"], TABLE_RULE["largest_share_pct"]


@pytest.fixture(params=[1, 2])
def outside(request, world, source, person, as_person):
    """A made district released for two months, as somebody of a partner city reaches it."""
    lay_out(world, source, made_firms(request.param, many=70))
    steward = person("steward", "data_steward", world)
    declare_all(steward, world)
    for month in MONTHS:
        release(steward, world, month)
    return as_person(person("partner", "partner_city", world))


@dataclass(frozen=True)
class Seen:
    """A table as the attacker read it; the hierarchy is what the names of its members say.

    ``cells``: None where hidden; ``unknown``: those of which the table says that nothing is known.
    """

    key: str
    dimensions: tuple[Dimension, ...]
    cells: dict[Key, Decimal | None]
    unknown: set[Key]

    def released(self, figures: str) -> ReleasedTable:
        """The table for the linear programmes."""
        whole = frozenset(self.cells) if RECIPES[self.key].figures == "firms" else frozenset()
        return ReleasedTable(figures, self.dimensions, self.cells, whole=whole)


def _read(client, world, key: str, month: str) -> Seen:
    told = client.get(f"/api/{world.code}/disclosure/{key}/{month}").json()
    release_ = Release.objects.get(table__key=key, period=month)  # members: public names
    dimensions = []
    for name, members in zip(RECIPES[key].dimensions, release_.members, strict=True):
        parents = {code: parent for code, _name, _en, parent in members if parent}
        codes = tuple(code for code, *_rest in members)
        dimensions.append(Dimension(name, codes, parents, "all"))
    cells = {
        tuple(one["key"]): None if one["hidden"] else Decimal(one["value"])
        for one in told["cells"]
        if one["hidden"] or one["value"] is not None
    }
    unknown = {tuple(one["key"]) for one in told["cells"]} - set(cells)
    return Seen(key, tuple(dimensions), cells, unknown)


def _truth(world, month: str) -> dict[str, dict[Key, object]]:
    return {
        one.recipe.key: {cell.key: cell for cell in one.cells}
        for one in build_tables(world, month, RECIPES)
    }


def _breaks_rule(cell) -> bool:
    few = 0 < cell.contributors < LEAST
    if cell.count or not cell.contributors:
        return few
    return few or cell.value == 0 or cell.largest * 100 > cell.value * SHARE


def _needed(cell) -> tuple[Decimal, Decimal]:
    if cell.count:
        return Decimal(0), cell.value + LEAST
    width = cell.value * TABLE_RULE["protection_pct"] / 100
    return cell.value - width, cell.value + width


def test_no_cell_that_breaks_the_rule_is_shown(outside, world):
    for month in MONTHS:
        truth = _truth(world, month)
        for key in RECIPES:
            seen = _read(outside, world, key, month)
            for place, value in seen.cells.items():
                if value is not None:
                    assert not _breaks_rule(truth[key][place]), (month, key, place)


@pytest.mark.parametrize("months", [(FIRST,), (SECOND,), MONTHS], ids=["first", "second", "both"])
def test_bounds_of_all_tables_together_leave_the_stated_interval(outside, world, months):
    """Counts of each month are unknowns of their own; the outputs are those of one year."""
    tables, owner = [], []
    for month in months:
        for key, recipe in RECIPES.items():
            figures = recipe.figures if recipe.of_year else f"{recipe.figures} {month}"
            tables.append(_read(outside, world, key, month).released(figures))
            owner.append((month, key))
    left = audit(tables).left
    truths = {month: _truth(world, month) for month in months}
    checked = 0
    for (at, place), bounds in left.items():
        month, key = owner[at]
        cell = truths[month][key][place]
        assert bounds.low is None or bounds.low <= cell.value
        assert bounds.high is None or bounds.high >= cell.value
        if _breaks_rule(cell):
            low, high = _needed(cell)
            assert bounds.low is None or bounds.low <= low, (owner[at], place, bounds)
            assert bounds.high is None or bounds.high >= high, (owner[at], place, bounds)
            checked += 1
    assert checked > 20


def test_sums_and_remainders_bring_nothing_back(outside, world):
    """Whatever one subtraction after another gives, over every hierarchy and shared cell."""
    for month in MONTHS:
        seen = [_read(outside, world, key, month) for key in RECIPES]
        known: dict[object, Decimal] = {}
        hidden = set()
        for one in seen:
            table = one.released(RECIPES[one.key].figures)
            for place, value in one.cells.items():
                if value is None:
                    hidden.add(table.identity(place))
                else:
                    known[table.identity(place)] = value
        before = set(known)
        while _subtract_once(seen, known):
            pass
        assert not (set(known) - before) & hidden


def _subtract_once(seen: list[Seen], known: dict[object, Decimal]) -> bool:
    found = False
    for one in seen:
        table = one.released(RECIPES[one.key].figures)
        for axis, dimension in enumerate(one.dimensions):
            children = dimension.children
            for place in one.cells:
                if place[axis] not in children:
                    continue
                terms = [
                    (sign, table.identity((*place[:axis], code, *place[axis + 1 :])))
                    for sign, code in [(-1, place[axis]), *((1, c) for c in children[place[axis]])]
                ]
                open_ = [term for term in terms if term[1] not in known]
                if len(open_) == 1:
                    (sign, name), rest = open_[0], sum(
                        s * known[n] for s, n in terms if n in known
                    )  # fmt: skip
                    known[name] = -sign * rest
                    found = True
    return found


def test_a_month_beside_does_not_show_what_the_other_hides(outside, world):
    """Whoever takes an unchanged cell for unchanged reads nothing in the other month."""
    truths = {month: _truth(world, month) for month in MONTHS}
    for key in RECIPES:
        seen = {month: _read(outside, world, key, month).cells for month in MONTHS}
        for here, beside in (MONTHS, MONTHS[::-1]):
            for place, value in seen[here].items():
                cell, other = truths[here][key][place], truths[beside][key].get(place)
                if value is None and _breaks_rule(cell) and other and other.value == cell.value:
                    assert seen[beside].get(place) is None, (key, place)


def test_outputs_of_one_year_differ_in_no_cell_between_months(outside, world):
    first, second = (_read(outside, world, "output_by_town_section", m) for m in MONTHS)
    assert first.cells == second.cells


def test_the_gate_takes_no_other_filter_and_no_other_day(outside, world):
    page = f"/{world.code}/shown/firms_by_town_industry/"
    plain = _rows_of(outside.get(page).content.decode())
    assert plain
    for asked in ODD:
        assert _rows_of(outside.get(f"{page}?{asked}").content.decode()) == plain, asked
    for month in ("2026-02", "2026-03-15", "2026", "x"):
        assert outside.get(f"{page}?month={month}").status_code == 404
        assert outside.get(f"/api/{world.code}/disclosure/firms/{month}").status_code == 404
    assert outside.get(f"{page}?cells=hidden&sort=-value").status_code == 200
    assert outside.get(f"/{world.code}/shown/another_table/").status_code == 404
    assert outside.get(f"/{world.code}/shown/firms_by_town_industry.csv").status_code == 404


def test_the_order_of_hidden_cells_tells_nothing(outside, world):
    page = f"/{world.code}/shown/output_by_town_section/"
    up = _rows_of(outside.get(f"{page}?cells=hidden&sort=value").content.decode())
    down = _rows_of(outside.get(f"{page}?cells=hidden&sort=-value").content.decode())
    assert up == down


def test_page_file_and_interface_say_the_same(outside, world, person, as_person):
    leader = as_person(person("leader", "district_leader", world))
    for key in RECIPES:
        for month in MONTHS:
            table = _read(outside, world, key, month)
            seen = table.cells | dict.fromkeys(table.unknown)
            asked = f"month={month}&purpose=attack&recipient=nobody"
            file = leader.get(f"/{world.code}/shown/{key}.csv?{asked}")
            assert file.status_code == 200
            text = b"".join(file.streaming_content) if file.streaming else file.content
            lines = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))[1:]
            told = {(line[1], line[3]): line[4] for line in lines}
            assert {place: _as_text(value) for place, value in seen.items()} == told
            rows, page = [], 1
            while len(rows) < len(seen):
                shown = outside.get(f"/{world.code}/shown/{key}/?month={month}&page={page}")
                rows += _rows_of(shown.content.decode())
                page += 1
            hidden = sum(value is None for value in seen.values())
            assert sum('class="unknown"' in row for row in rows) == hidden


def _as_text(value: Decimal | None) -> str:
    if value is None:
        return ""
    return f"{value.normalize():f}"


def _rows_of(page: str) -> list[str]:
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r"<tr .*?</tr>", body, re.DOTALL)
