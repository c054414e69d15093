"""Released tables as somebody outside reads them, and what can be worked out of them.

Everything that is read comes through the interface, the page or the file; what was hidden is
compared with the records only afterwards.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from jilian.disclosure.analysis.register import build_tables
from jilian.disclosure.models import Release
from jilian.disclosure.rules import TABLE_RULE, CellIn
from jilian.disclosure.rules.recipes import ALIKE, INDICATORS, OUTPUT, RECIPES
from jilian.indicators.analysis.releasing import cells_of
from jilian.indicators.queries.standing import values_of_month
from jilian.indicators.rules.periods import month_span, read_month
from jilian.places.models import World
from jilian_engine.disclosure import Bounds, Dimension, Ratio, ReleasedTable, audit
from jilian_engine.disclosure.cells import Identity

Key = tuple[str, ...]
Truth = Mapping[str, Mapping[Key, CellIn]]
TABLES = (*RECIPES, INDICATORS)
LEAST, SHARE = TABLE_RULE["least_contributors"], TABLE_RULE["largest_share_pct"]
LEAST_PEOPLE, WIDTH = TABLE_RULE["least_people"], Decimal(TABLE_RULE["protection_pct"]) / 100
PRINTED = Decimal("0.00005")  # half of the last place of a released cell
NEAR = Decimal("0.001")
WAN_OF_YI = Decimal(10_000)
ONE, HALF = Decimal(1), Decimal("0.5")
#: By definition the firms of the first are among those of the second.
AMONG = (
    ("above_scale_firms", "industrial_firms"), ("high_tech_firms", "registered_firms"),
    ("specialised_firms", "registered_firms"), ("little_giant_firms", "specialised_firms"),
    ("large_firms", "firms_with_facts"), ("firms_with_facts", "registered_firms"),
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A table as the attacker read it; the hierarchy is what the names of its members say.

    ``cells``: None where hidden; ``unknown``: those of which the table says that nothing is known.
    """

    key: str
    month: str
    dimensions: tuple[Dimension, ...]
    cells: dict[Key, Decimal | None]
    unknown: set[Key] = field(default_factory=set)

    def released(self, measure: str, truth: Mapping[Key, CellIn]) -> ReleasedTable:
        """The table for the linear programmes; definitions say what counts, adds and divides."""
        known = {place: truth[place] for place in self.cells}
        table = ReleasedTable(measure, self.dimensions, self.cells)
        return replace(
            table,
            whole=frozenset(place for place, one in known.items() if one.count or one.people),
            apart=frozenset(place for place, one in known.items() if not one.adds),
            ratios=dict(_ratios(table, known)),
        )


def _ratios(table: ReleasedTable, known: Mapping[Key, CellIn]) -> Iterator[tuple[Key, Ratio]]:
    """Ratios both of whose parts stand in the table; printed parts are rounded as well."""
    for place, cell in known.items():
        one = cell.ratio_of
        if one is None or not {one.above.key, one.below.key} <= set(known):
            continue
        size = abs(cell.value or 0) + one.less
        slack = one.half + PRINTED * (one.times + size) / one.below.value
        above, below = (table.identity(part.key) for part in (one.above, one.below))
        yield place, Ratio(above, below, times=one.times, less=one.less, half=slack)


def read_table(client: Any, world: World, key: str, month: str) -> Seen:
    """A table of a month through the interface."""
    told = client.get(f"/api/{world.code}/disclosure/{key}/{month}").json()
    release = Release.objects.filter(table__world=world, table__key=key, period=month)
    members = release.latest("number").members  # the names of rows and columns are public
    names = RECIPES[key].dimensions if key in RECIPES else ("indicator", "unit")
    dimensions = []
    for name, said in zip(names, members, strict=True):
        parents = {code: parent for code, _name, _en, parent in said if parent}
        tops = [code for code, *_rest, parent in said if not parent]
        total = tops[0] if len(tops) == 1 and parents else None
        dimensions.append(Dimension(name, tuple(code for code, *_ in said), parents, total))
    cells = {
        tuple(one["key"]): None if one["hidden"] else Decimal(one["value"])
        for one in told["cells"]
        if one["hidden"] or one["value"] is not None
    }
    unknown = {tuple(one["key"]) for one in told["cells"]} - set(cells)
    return Seen(key, month, tuple(dimensions), cells, unknown)


def truth_of(world: World, month: str) -> Truth:
    """What the cells of a month are and whom they are made of, from the records."""
    found = {
        one.recipe.key: {cell.key: cell for cell in one.cells}
        for one in build_tables(world, month, RECIPES)
    }
    values = values_of_month(world, month_span(read_month(month)))
    return {**found, INDICATORS: {cell.key: cell for cell in cells_of(world, values)[0]}}


def breaks_rule(cell: CellIn) -> bool:
    """Whether a cell is made of too few, or mostly of one, or counts too few people."""
    if cell.contributors is None or cell.value is None:
        return False
    if cell.people and 0 < cell.value < LEAST_PEOPLE:
        return True
    few = 0 < cell.contributors < LEAST
    if cell.count or cell.people or not cell.contributors:
        return few
    return few or cell.value == 0 or (cell.largest or 0) * 100 > abs(cell.value) * SHARE


def needed(cell: CellIn) -> tuple[Decimal, Decimal]:
    """The interval that is stated to be left of a cell that breaks the rule."""
    assert cell.value is not None
    if cell.people:
        return Decimal(0), cell.value + LEAST_PEOPLE
    if cell.count:
        return Decimal(0), cell.value + LEAST
    return cell.value * (1 - WIDTH), cell.value * (1 + WIDTH)


@dataclass(frozen=True)
class Findings:
    """What linear programmes leave of the hidden cells that break the rule.

    ``checked``: how many; ``tight``: those of which less is left than stated; ``wrong``: those
    whose interval leaves out their value, which only a wrong attack finds.
    """

    checked: int
    tight: list[str]
    wrong: list[str]


def bounded(months: Sequence[tuple[Sequence[Seen], Truth]], world: str) -> Findings:
    """Put all tables of some months beside each other, with all that definitions say of them.

    Figures of a year are the same unknowns in each month, all others are unknowns of their own.
    """
    tables: list[ReleasedTable] = []
    owner: list[tuple[str, Mapping[Key, CellIn]]] = []
    ties: list[ReleasedTable] = []
    for seen, truth in months:
        here = {one.key: one.released(_measure(one), truth[one.key]) for one in seen}
        tables += here.values()
        owner += [(f"{one.month} {one.key}", truth[one.key]) for one in seen]
        if INDICATORS in here:
            ties.append(ties_of(here, world))
    left = audit([*tables, *ties]).left
    found = Findings(0, [], [])
    checked = 0
    for (at, place), bounds in left.items():
        if at < len(owner):
            name, truth = owner[at]
            checked += _judge(f"{name} {place}", truth[place], bounds, found)
    return replace(found, checked=checked)


def _measure(seen: Seen) -> str:
    recipe = RECIPES.get(seen.key)
    figures = recipe.figures if recipe else "indicators"
    return figures if recipe and recipe.of_year else f"{figures} {seen.month}"


def _judge(name: str, cell: CellIn, bounds: Bounds, found: Findings) -> bool:
    """Hold an interval against what is stated of the cell; False where nothing is."""
    assert cell.value is not None
    if not cell.adds:
        return False
    low, high = bounds.low, bounds.high
    said = f"{name}: {low} to {high}, is {cell.value}"
    if (low or 0) > cell.value + NEAR or (high is not None and high < cell.value - NEAR):
        found.wrong.append(said)
    if not breaks_rule(cell):
        return False
    least, most = needed(cell)
    if (low or 0) > least or (high is not None and high < most):
        found.tight.append(said)
    return True


def ties_of(seen: Mapping[str, ReleasedTable], world: str) -> ReleasedTable:
    """Cells of which definitions say that they are the same, or the one a part of the other.

    Each is a ratio known to lie between two ends, in a table of their own.
    """
    said = seen[INDICATORS]
    ratios = {}
    for at, (above, below, times, is_part) in enumerate(_said_twice(seen, said, world)):
        half = HALF if is_part else Decimal(0)
        ratios[(str(at),)] = Ratio(above, below, times=times, half=half)
    cells: dict[Key, Decimal | None] = {
        place: HALF if one.half else ONE for place, one in ratios.items()
    }
    dimension = Dimension("tie", tuple(code for (code,) in ratios), {}, None)
    return ReleasedTable(
        f"tie {said.measure}", (dimension,), cells, apart=frozenset(cells), ratios=ratios
    )


def _said_twice(
    seen: Mapping[str, ReleasedTable], said: ReleasedTable, world: str
) -> Iterator[tuple[Identity, Identity, Decimal, bool]]:
    for key in ("firms_by_town_industry", "output_by_town_section"):
        for place in seen[key].cells:
            town, trade = place
            for one in ALIKE:
                theirs = (one.indicator, world if town == "all" else town)
                if (
                    one.figures == RECIPES[key].figures
                    and one.trade == trade
                    and (theirs in said.cells)
                ):
                    times = WAN_OF_YI if one.figures == OUTPUT else ONE
                    ours = seen[key].identity(place)
                    yield said.identity(theirs), ours, times, one.is_part
    for cluster, town in seen["firms_by_cluster_town"].cells:
        theirs = ("registered_firms", cluster)
        if town == "all" and theirs in said.cells:  # here firms of this cluster alone
            ours = seen["firms_by_cluster_town"].identity((cluster, town))
            yield ours, said.identity(theirs), ONE, True
    for part, whole in AMONG:
        for unit in said.dimensions[1].codes:
            if (part, unit) in said.cells and (whole, unit) in said.cells:
                yield said.identity((part, unit)), said.identity((whole, unit)), ONE, True


def subtracted(seen: Iterable[Seen], truth: Truth) -> set[Identity]:
    """The hidden cells that one subtraction after another gives, over hierarchies and tables."""
    tables = [one.released(_measure(one), truth[one.key]) for one in seen]
    known: dict[Identity, Decimal] = {}
    hidden: set[Identity] = set()
    for table in tables:
        for place, value in table.cells.items():
            if value is None:
                hidden.add(table.identity(place))
            elif place not in table.apart:
                known[table.identity(place)] = value
    hidden -= set(known)
    while _subtract_once(tables, known):
        pass
    return set(known) & hidden


def _subtract_once(tables: list[ReleasedTable], known: dict[Identity, Decimal]) -> bool:
    found = False
    for table in tables:
        for axis, dimension in enumerate(table.dimensions):
            for place in table.cells:
                parts = dimension.children.get(place[axis])
                if not parts or place in table.apart:
                    continue
                others = [(*place[:axis], code, *place[axis + 1 :]) for code in parts]
                terms = [(-1, table.identity(place))]
                terms += [(1, table.identity(other)) for other in others]
                if not all(other in table.cells for other in others):
                    continue
                open_ = [term for term in terms if term[1] not in known]
                if len(open_) == 1:
                    (sign, name), rest = open_[0], sum(s * known[n] for s, n in terms if n in known)
                    known[name] = -sign * rest
                    found = True
    return found


def left_unchanged(seen: Seen, beside: Seen, truth: Truth, truth_beside: Truth) -> list[Key]:
    """Cells hidden in one month and shown in the other, where their value did not change."""
    return [
        place
        for place, value in seen.cells.items()
        if value is None
        and breaks_rule(cell := truth[seen.key][place])
        and (other := truth_beside[seen.key].get(place)) is not None
        and other.value == cell.value
        and beside.cells.get(place) is not None
    ]


def rows_of(page: str) -> list[str]:
    """The rows of the table on a page."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r"<tr .*?</tr>", body, re.DOTALL)


def rows_shown(client: Any, world: World, seen: Seen) -> list[str]:
    """The rows of all pages of a table."""
    rows: list[str] = []
    page, many = 1, len(seen.cells) + len(seen.unknown)
    while len(rows) < many:
        address = f"/{world.code}/shown/{seen.key}/?month={seen.month}&page={page}"
        more = rows_of(client.get(address).content.decode())
        if not more:
            break
        rows += more
        page += 1
    return rows


def in_file(client: Any, world: World, seen: Seen) -> dict[Key, str]:
    """The cells of a table as its file has them."""
    asked = f"month={seen.month}&purpose=attack&recipient=nobody"
    file = client.get(f"/{world.code}/shown/{seen.key}.csv?{asked}")
    assert file.status_code == 200, file.status_code
    text = b"".join(file.streaming_content) if file.streaming else file.content
    lines = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))[1:]
    return {(line[1], line[3]): line[4] for line in lines}


def as_text(value: Decimal | None) -> str:
    """A value as the file has it."""
    return "" if value is None else f"{value.normalize():f}"
