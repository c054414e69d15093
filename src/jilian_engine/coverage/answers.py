"""What `plan_coverage` answers: a route for each firm, the groups, the cost and its bound."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import polars as pl

from jilian_engine.coverage.limits import Limits
from jilian_engine.coverage.weights import Weights


class Route(StrEnum):
    """How a firm is reached; in this order a tie between equal costs is decided."""

    POINT = "point"
    LINE = "line"
    AREA = "area"
    ADVISOR = "advisor"
    NOT_YET = "not_yet"


class Reason(StrEnum):
    """Why a firm has its route; an obstacle given with the firm stands as its own reason."""

    OWN_BODY = "own_body"
    """Enough formal members of its own: it founds its own body (point)."""
    OWN_BODY_HELPED = "own_body_helped"
    """The same, and a leading firm's body stands by to help."""
    GROUPED = "grouped"
    """One or two formal members: a joint branch with the firms of its group."""
    NO_MEMBERS = "no_members"
    """No formal member: no organisation is possible, an advisor works there."""
    NO_PARTNERS = "no_partners"
    """Members, but no group that the limits allow: an advisor works there meanwhile."""
    NOT_TO_BE_GROUPED = "not_to_be_grouped"
    """Members, but marked as not to be grouped: an advisor works there meanwhile."""
    MEMBERS_UNKNOWN = "members_unknown"
    """Nothing is known of its members: ask first (not yet)."""
    BAND_TOO_WIDE = "band_too_wide"
    """Its band leaves open whether it must found its own body: ask first (not yet)."""
    NO_ADVISOR = "no_advisor"
    """No advisor within reach (not yet)."""


@dataclass(frozen=True)
class CostParts:
    """What a cost is made of, in thousandths of a charge; the parts add up to `total`."""

    routes: int = 0
    groups: int = 0
    distance: int = 0
    dissimilarity: int = 0
    over_units: int = 0
    over_members: int = 0
    uncertain: int = 0

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return (
            self.routes + self.groups + self.distance + self.dissimilarity
            + self.over_units + self.over_members + self.uncertain
        )  # fmt: skip

    def __add__(self, other: CostParts) -> CostParts:
        return CostParts(
            self.routes + other.routes, self.groups + other.groups,
            self.distance + other.distance, self.dissimilarity + other.dissimilarity,
            self.over_units + other.over_units, self.over_members + other.over_members,
            self.uncertain + other.uncertain,
        )  # fmt: skip


@dataclass(frozen=True)
class Principles:
    """The four principles of a joint branch (ORG-02); None where a fact is missing.

    `adjacent`: every member within the adjacency distance of the anchor, or in its park.
    `similar`: every member in the anchor's division of GB/T 4754 or its chain.
    `suitable_size`: no general cap exceeded. `manageable`: all in one town, or carried by one
    leading firm's body.
    """

    adjacent: bool | None
    similar: bool | None
    suitable_size: bool | None
    manageable: bool | None


@dataclass(frozen=True)
class Exceeded:
    """A general cap (一般) that a group exceeds: the rule, what it asks and what there is."""

    rule_id: str
    most: int
    found: int


@dataclass(frozen=True)
class Group:
    """A joint branch proposed: members by key (sorted), the anchor distances are measured to.

    `members_low`, `members_high`: formal members together, from the firms' counts or bands.
    `certain` is False where the bands leave open whether the group reaches the least number.
    `carried_by`: the leading firm's body that carries it (point), else None. `area`: the park or
    town all members share, else None. `towns`: sorted; the primary committee of `approval_town`
    (the anchor's) replies, the others are heard. `approval` and `filed_with` are the codes of the
    rule file. `warnings` need a reason recorded by the person who decides.
    """

    number: int
    route: Route
    anchor: str
    firms: tuple[str, ...]
    members_low: int
    members_high: int
    certain: bool
    carried_by: str | None
    area: str | None
    towns: tuple[str, ...]
    approval_town: str | None
    approval: str
    filed_with: str
    principles: Principles
    warnings: tuple[Exceeded, ...]
    cost: CostParts


@dataclass(frozen=True)
class Level:
    """One level of the objective: what the plan reaches and what no plan can go below.

    `gap` is (value - bound) / value, 0 where the value is 0. `proven` when they are equal.
    """

    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether no plan does better on this level."""
        return self.value == self.bound

    @property
    def gap(self) -> Fraction:
        """The share of the value that could at most be saved."""
        return Fraction(self.value - self.bound, self.value) if self.value else Fraction(0)


@dataclass(frozen=True)
class Part:
    """A part that is planned by itself: firms that no group can join with those of other parts.

    Only firms that can be grouped are parts' matter. `method`: "exact" (proven optimum) or
    "bounded" (value and bound stand apart).
    """

    firms: int
    groups: int
    grouping: Level
    method: str


@dataclass(frozen=True)
class Plan:
    """Exactly one route for each firm, the groups, and how far from the best plan at most.

    `firms`: one row a firm, sorted by key: `firm`, `route`, `reason` (a Reason or the obstacle
    given), `group` (number in `groups`, null outside), `advisor` (key, null where none or where
    advisors were not given), `body` (the leading firm's body that helps or carries, null),
    `members_low`, `members_high`, `certain` (False: the route rests on a band that leaves it
    open), `cost`.

    The objective in its order: `uncovered` (routes not yet), `work_only` (advisor only), `cost`
    (all firms). `grouping` is the part of the cost that is decided by grouping (firms with one or
    two members): the bound's gap is honest there, since the rest of the cost is the same in every
    plan. `bound_method` says how the bounds came about.
    """

    firms: pl.DataFrame
    groups: tuple[Group, ...]
    uncovered: Level
    work_only: Level
    cost: Level
    grouping: Level
    cost_parts: CostParts
    parts: tuple[Part, ...]
    bound_method: str
    weights: Weights
    limits: Limits

    def counts(self) -> dict[str, int]:
        """Firms on each route, in the order of Route; the sum is the number of firms."""
        held = dict(self.firms["route"].value_counts().iter_rows())
        return {route.value: held.get(route.value, 0) for route in Route}
