"""The values of a month as the cells of the declared table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from jilian.disclosure.rules import CellIn, DimensionIn, MemberIn
from jilian.indicators.analysis.ratios import ratio_of
from jilian.indicators.models import Value
from jilian.indicators.queries.units import named_units
from jilian.indicators.rules import UnitKind
from jilian.indicators.rules.definitions import DEFINITIONS, Definition
from jilian.places.models import World

ELSEWHERE = "elsewhere"  # what belongs to no town


def cells_of(world: World, values: Sequence[Value]) -> tuple[list[CellIn], list[DimensionIn]]:
    """Cells by indicator and unit, and the two dimensions with what adds up into what."""
    kept = [value for value in values if value.indicator in DEFINITIONS]
    cells = [_cell(DEFINITIONS[value.indicator], value) for value in kept]
    rest = list(_rest(world, kept))
    cells += rest
    return cells, [_indicators(kept), _units(world, kept, has_rest=bool(rest))]


def _cell(definition: Definition, value: Value) -> CellIn:
    return CellIn(
        key=(value.indicator, value.unit_key), value=value.value,
        contributors=value.contributors, largest=_largest(value),
        people=definition.people, count=_is_count(definition), adds=_adds(definition),
        ratio_of=None if _adds(definition) else ratio_of(value),
    )  # fmt: skip


def _largest(value: Value) -> Decimal | None:
    """The largest firm's part, in the unit of the value; of a ratio, as of its numerator."""
    if value.largest_share is None or value.value is None:
        return None
    return value.largest_share * abs(value.value)


def _is_count(definition: Definition) -> bool:
    return definition.recipe == "sum" and definition.places == 0


def _adds(definition: Definition) -> bool:
    return definition.additive


def _rest(world: World, values: Iterable[Value]) -> Iterable[CellIn]:
    """What the towns leave of the whole, for indicators that add up: firms without a town."""
    by_indicator: dict[str, list[Value]] = {}
    for value in values:
        by_indicator.setdefault(value.indicator, []).append(value)
    for key, rows in by_indicator.items():
        definition = DEFINITIONS[key]
        whole = next((row for row in rows if row.unit_kind == UnitKind.WORLD), None)
        towns = [row for row in rows if row.unit_kind == UnitKind.TOWN]
        if whole is None or not towns or not _adds(definition):
            continue
        left = _less(whole.value, (row.value for row in towns))
        if left:
            firms = _less(whole.contributors, (row.contributors for row in towns))
            yield CellIn(
                key=(key, ELSEWHERE), value=left,
                contributors=None if firms is None else max(0, int(firms)),
                people=definition.people, count=_is_count(definition), adds=True,
            )  # fmt: skip


def _less(whole: Decimal | int | None, parts: Iterable[Decimal | int | None]) -> Decimal | None:
    known = list(parts)
    if whole is None or None in known:
        return None
    return Decimal(whole) - sum((Decimal(part) for part in known if part is not None), Decimal(0))


def _indicators(values: Iterable[Value]) -> DimensionIn:
    held = {value.indicator for value in values}
    members = tuple(
        MemberIn(key, one.name_zh, one.name_en) for key, one in DEFINITIONS.items() if key in held
    )
    return DimensionIn("indicator", members)


def _units(world: World, values: Iterable[Value], *, has_rest: bool) -> DimensionIn:
    units = named_units(world, {(value.unit_kind, value.unit_key) for value in values})
    parents: Mapping[str, str] = {UnitKind.TOWN.value: world.code}
    members = [
        MemberIn(unit.key, unit.name_zh, unit.name_en, parents.get(unit.kind, "")) for unit in units
    ]
    if has_rest:
        members.append(MemberIn(ELSEWHERE, "未归入街镇", "In no town", world.code))
    return DimensionIn("unit", tuple(members))
