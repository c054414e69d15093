"""The groups of a plan in words: members, anchor, cost by parts, principles, caps, approval."""

from __future__ import annotations

import numpy as np

from jilian_engine.coverage._ground import (
    AREAS,
    BUCKET,
    CHAINS,
    KLASS,
    LOCATED,
    Ground,
    Ints,
    dissimilarity,
    metres,
)  # fmt: skip
from jilian_engine.coverage._reading import Asked
from jilian_engine.coverage._search import Cells
from jilian_engine.coverage.answers import CostParts, Exceeded, Group, Principles, Route
from jilian_engine.coverage.limits import Limits
from jilian_engine.coverage.weights import Weights

_ROUTES = (Route.POINT, Route.LINE, Route.AREA)


def propose_groups(
    asked: Asked, ground: Ground, place: Ints, cells: Cells, limits: Limits, weights: Weights
) -> tuple[tuple[Group, ...], Ints]:
    """The groups, numbered from 0 by their first member, and each firm's number (-1: alone)."""
    columns = asked.table.select("firm", "town", "park", "leader_body")
    words = {name: columns[name].gather(place).to_list() for name in columns.columns}
    number = np.where(cells.route >= 0, np.cumsum(cells.route >= 0) - 1, -1)
    writer = _Writer(ground, cells, words, limits, weights)
    groups = tuple(
        writer.group(int(number[cell]), cell) for cell in np.flatnonzero(number >= 0).tolist()
    )
    return groups, number[cells.cell]


class _Writer:
    """Writes one group after the other out of the same arrays."""

    def __init__(
        self, ground: Ground, cells: Cells, words: dict[str, list[str | None]], limits: Limits,
        weights: Weights,
    ) -> None:  # fmt: skip
        self.ground, self.cells, self.words = ground, cells, words
        self.limits, self.weights = limits, weights

    def group(self, number: int, cell: int) -> Group:
        """One group with its reasons."""
        held = self.cells.members(cell).tolist()
        anchor, route = int(self.cells.anchor[cell]), _ROUTES[int(self.cells.route[cell])]
        low, high = (int(self.ground.firms[held, column].sum()) for column in (0, 1))
        cost = self._cost(held, anchor, route, low)
        assert cost.total == self.cells.cost[cell]
        towns = {self.words["town"][i] for i in held}
        parks = {(self.words["town"][i], self.words["park"][i]) for i in held}
        town, park = self.words["town"][anchor], self.words["park"][anchor]
        shared = town if len(towns) == 1 else None
        exceeded = self._exceeded(len(held), low)
        carried = self.words["leader_body"][anchor] if route is Route.POINT else None
        return Group(
            number=number, route=route, anchor=str(self.words["firm"][anchor]),
            firms=tuple(str(self.words["firm"][i]) for i in held),
            members_low=low, members_high=high, certain=low >= self.limits.least,
            carried_by=carried, area=park if len(parks) == 1 and park else shared,
            towns=tuple(sorted(one for one in towns if one)), approval_town=town,
            approval=self.limits.approval, filed_with=self.limits.filed_with,
            principles=Principles(
                self._adjacent(held, anchor), self._similar(held, anchor), not exceeded,
                carried is not None or (None if None in towns else len(towns) == 1),
            ),
            warnings=exceeded, cost=cost,
        )  # fmt: skip

    def _cost(self, held: list[int], anchor: int, route: Route, low: int) -> CostParts:
        ground, weights = self.ground, self.weights
        leaves = [i for i in held if i != anchor]
        far = [int(metres(ground.firms, ground.prices, i, anchor)) for i in leaves]
        unlike = [int(dissimilarity(ground.firms, ground.prices, i, anchor)) for i in leaves]
        units, members = self.limits.most_units, self.limits.most_members
        charge = {Route.POINT: weights.point, Route.LINE: weights.line, Route.AREA: weights.area}
        return CostParts(
            routes=charge[route] * len(held), groups=weights.group,
            distance=sum(one * weights.km // 1000 for one in far), dissimilarity=sum(unlike),
            over_units=0 if units is None else max(0, len(held) - units) * weights.over_units,
            over_members=0 if members is None else max(0, low - members) * weights.over_members,
            uncertain=0 if low >= self.limits.least else weights.uncertain,
        )  # fmt: skip

    def _exceeded(self, units: int, low: int) -> tuple[Exceeded, ...]:
        limits, found = self.limits, []
        if limits.most_units is not None and units > limits.most_units:
            found.append(Exceeded(limits.rules["most_units"].id, limits.most_units, units))
        if limits.most_members is not None and low > limits.most_members:
            found.append(Exceeded(limits.rules["most_members"].id, limits.most_members, low))
        return tuple(found)

    def _adjacent(self, held: list[int], anchor: int) -> bool | None:
        firms, answers = self.ground.firms, list[bool | None]()
        park = self.words["park"][anchor]
        for i in held:
            if park and self.words["park"][i] == park and self._same(i, anchor, AREAS):
                answers.append(True)
            elif firms[i, LOCATED] == 0 or firms[anchor, LOCATED] == 0:
                answers.append(i == anchor or None)
            else:
                far = metres(firms, self.ground.prices, i, anchor)
                answers.append(bool(far <= self.weights.adjacent_m))
        return False if False in answers else (None if None in answers else True)

    def _similar(self, held: list[int], anchor: int) -> bool | None:
        firms, answers = self.ground.firms, list[bool | None]()
        for i in held:
            one, other = int(firms[i, KLASS]), int(firms[anchor, KLASS])
            if i == anchor or self._same(i, anchor, CHAINS):
                answers.append(True)
            else:
                answers.append(None if min(one, other) < 0 else one // 100 == other // 100)
        return False if False in answers else (None if None in answers else True)

    def _same(self, i: int, other: int, kind: int) -> bool:
        bucket = self.ground.firms[:, BUCKET + kind]
        return bool(bucket[i] >= 0 and bucket[i] == bucket[other])
