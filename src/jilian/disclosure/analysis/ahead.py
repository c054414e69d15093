"""What a release of a table would show and hide, together with what was shown before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from jilian.disclosure.analysis.deciding import Beside, Decided, decide
from jilian.disclosure.analysis.linking import Earlier, clusters_beside, following_tables
from jilian.disclosure.queries import ever_shown, shown_cells
from jilian.disclosure.rules import TABLE_RULE, CellIn, DimensionIn, neighbours
from jilian.disclosure.rules.recipes import INDICATORS
from jilian.places.models import World


def decided_for(
    world: World, table: str, period: str, cells: Sequence[CellIn],
    dimensions: Sequence[DimensionIn], *, rule: Mapping[str, int] = TABLE_RULE,
    progress: Callable[[float], None] | None = None,
) -> list[Decided]:  # fmt: skip
    """Decide which cells of a period would be shown; a Refusal where it cannot be released."""
    nearby = [_values_shown(world, table, month) for month in neighbours(period)]
    earlier: Earlier = ever_shown(world, table, period)
    beside: list[Beside] = []
    if table == INDICATORS:
        cells, earlier = following_tables(world, period, cells, earlier)
        beside = clusters_beside(world, period, cells)
    return decide(
        cells, dimensions, rule, earlier=earlier, nearby=nearby, beside=beside,
        progress=progress,
    )  # fmt: skip


def _values_shown(world: World, table: str, period: str) -> dict[tuple[str, ...], Decimal]:
    cells = shown_cells(world, table, period).items()
    return {key: one.value for key, one in cells if one.value is not None}
