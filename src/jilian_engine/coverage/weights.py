"""What a plan costs: the prices behind a route, as whole numbers, and nothing hidden."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Self

from jilian_engine.errors import EngineError

#: One whole charge. Prices are whole thousandths, so that costs add up exactly.
UNIT = 1000


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Prices in thousandths of a charge (a project choice, no rule) and reaches in metres.

    A firm pays the charge of its route; a group pays `group` once, and for each member distance
    and dissimilarity to its anchor. `over_units` is paid for each unit, `over_members` for each
    member beyond what is general; `uncertain` where bands leave open whether a group reaches the
    least number. Dissimilarity is 0 within a class of GB/T 4754, then the price of the same group
    (three digits), division (two digits) or chain, another or an unknown trade.
    """

    point: int = 1000
    line: int = 1500
    area: int = 2000
    work_only: int = 4000
    group: int = 1000
    km: int = 400
    same_group: int = 150
    same_division: int = 300
    other_trade: int = 900
    over_units: int = 3000
    over_members: int = 1000
    uncertain: int = 2000
    line_reach_m: int = 10_000
    advisor_reach_m: int = 30_000
    unknown_m: int = 5_000
    adjacent_m: int = 3_000

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10**6:
                raise EngineError("bad_weight", f"{field.name} is a whole number up to a million")

    @classmethod
    def from_definitions(cls, three_drives: dict[str, Any]) -> Self:
        """Route charges as a rule file's `three_drives` states them, everything else as here."""
        given = three_drives["default_cost"]
        return cls(
            point=round(given["point"] * UNIT), line=round(given["line"] * UNIT),
            area=round(given["plane"] * UNIT), work_only=round(given["work_only"] * UNIT),
        )  # fmt: skip
