"""The bridge to the engine: ranking a frozen table, and ranking it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.leaders.models import Selection
from jilian.leaders.rules import MissingRule, Weighting
from jilian.leaders.rules.tables import Table, canonical, exact_value, fingerprint_of
from jilian_engine.errors import EngineError
from jilian_engine.leaders import LeaderTable, Measure, Missing, rank_leaders

REFUSALS = {
    "entropy_empty": _("No measure tells the comparable firms apart: entropy gives no weights."),
    "entropy_negative": _("Entropy weights need values of zero or more."),
    "weights_empty": _("All measures that have a weight are left out: nothing is left to rank by."),
}
LEAST_KNOWN = {
    MissingRule.NOT_COMPARABLE: None,
    MissingRule.LEAVE_OUT_ANY: Fraction(1),
    MissingRule.LEAVE_OUT_HALF: Fraction(1, 2),
}


@dataclass(frozen=True)
class Ranked:
    """The result of a ranking as it is kept, and the versions of what computed it."""

    result: dict[str, Any]
    versions: dict[str, str]


@dataclass(frozen=True)
class Again:
    """A selection ranked once more: whether every byte is the same, and what differs if not."""

    same: bool
    same_order: bool
    result: dict[str, Any]
    versions_then: dict[str, str]
    versions_now: dict[str, str]

    @property
    def changed_versions(self) -> list[tuple[str, str, str]]:
        """What computed it then and now, where that is not the same."""
        names = sorted({*self.versions_then, *self.versions_now})
        pairs = [
            (name, self.versions_then.get(name, ""), self.versions_now.get(name, ""))
            for name in names
        ]
        return [one for one in pairs if one[1] != one[2]]


def rank_table(
    table: Table,
    *,
    method: str,
    missing: str,
    weighting: str,
    points: Mapping[str, Any] | None = None,
) -> Ranked:
    """Rank the firms of a frozen table; ``points`` by criterion where they are set by hand."""
    measures = [
        Measure(
            one["key"], one["criterion"], one["direction"], "", one["year"],
            "; ".join(one["sources"]),
        )
        for one in table["measures"]
    ]  # fmt: skip
    try:
        found = rank_leaders(
            [one["key"] for one in table["firms"]],
            measures,
            [[exact_value(cell) for cell in one["cells"]] for one in table["firms"]],
            weights=_weights(measures, weighting, points or {}),
            method=method,
            missing=Missing(LEAST_KNOWN[MissingRule(missing)]),
        )
    except EngineError as wrong:
        raise Refusal(wrong.code, REFUSALS.get(wrong.code, str(wrong))) from wrong
    return Ranked(_kept(found, weighting), dict(found.versions))


def _weights(
    measures: list[Measure], weighting: str, points: Mapping[str, Any]
) -> str | dict[str, Fraction]:
    if weighting != Weighting.BY_HAND:
        return weighting
    counts = {
        one.criterion: sum(other.criterion == one.criterion for other in measures)
        for one in measures
    }
    return {
        one.key: Fraction(Decimal(str(points.get(one.criterion, 0)))) / counts[one.criterion]
        for one in measures
    }


def _kept(found: LeaderTable, weighting: str) -> dict[str, Any]:
    return {**found.plain(), "weighting": weighting}


def rank_again(selection: Selection) -> Again:
    """Rank the frozen inputs of a selection once more; refuses inputs that are not what was frozen.

    Nothing is kept: the answer says whether it comes out byte for byte as it stands recorded.
    """
    if selection.table is None or selection.result is None:
        raise Refusal("not_computed", _("This selection has not been computed."))
    if fingerprint_of(selection.table) != selection.fingerprint:
        raise Refusal("table_altered", _("The inputs are not what was frozen."))
    now = rank_table(
        selection.table, method=selection.method, missing=selection.missing,
        weighting=selection.weighting, points=selection.weights,
    )  # fmt: skip
    order_then, order_now = (order_of(one) for one in (selection.result, now.result))
    return Again(
        same=canonical(now.result) == canonical(selection.result),
        same_order=order_then == order_now,
        result=now.result,
        versions_then=selection.versions,
        versions_now=now.versions,
    )


def order_of(result: Mapping[str, Any]) -> list[str]:
    """The comparable firms of a kept result, best first."""
    return [row["firm"] for row in result["rows"] if row["rank"] is not None]
