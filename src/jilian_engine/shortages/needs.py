"""What is asked for, what is known of those who may help, and the weights of the ranking."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

MADE_ON = date(2026, 11, 23)
#: How much each part counts beside ability; set by judgement on the day above, not fitted.
WEIGHTS: Mapping[str, float] = MappingProxyType({
    "near": 0.30, "time": 0.15, "amount": 0.15, "chain": 0.15, "certificates": 0.10,
    "kept": 0.10, "fair": 0.05,
})  # fmt: skip
PARTS = ("capability", *WEIGHTS)
ABLE = 0.7  # share of the score that rests on capability alone
UNKNOWN = 0.5  # what an unknown part counts in the order; it is still shown as unknown


@dataclass(frozen=True)
class Need:
    """A need: words, and whatever else is known; None and empty say unknown or not asked for.

    ``unit`` is that of ``amount`` and of the helpers' spare amounts. ``needed_by_hours`` counts
    from now. ``x`` and ``y`` are degrees of longitude and latitude, ``town`` a code of GB/T 2260
    with or without its town. ``firm`` is the caller, never proposed; ``industry`` its class.
    ``hidden``: direct competitors of the caller come last among equals.
    """

    text: str
    amount: Decimal | None = None
    unit: str = ""
    needed_by_hours: float | None = None
    x: float | None = None
    y: float | None = None
    town: str = ""
    industry: str = ""
    firm: Hashable = None
    certificates: frozenset[str] = frozenset()
    substitutes: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Known:
    """What is known of one firm for one need, beside its products; None says unknown.

    ``spare`` in the unit of the need; ``chain`` how near in the chain, ``kept`` the share of
    promises kept, both in [0, 1]; ``helped`` how often it was asked or helped of late.
    """

    spare: Decimal | None = None
    lead_hours: float | None = None
    chain: float | None = None
    certificates: frozenset[str] | None = None
    kept: float | None = None
    helped: int = 0


@dataclass(frozen=True)
class Evidence:
    """Why a firm is thought to be able to help.

    ``kind``: same, synonym, cas, use (listed for what was said of it), substitute, part (one name
    within the other), alike, class, near_class. ``words`` is the product as recorded, or the code
    of the class. ``role``: makes, made, holds, or industry where only its class speaks.
    """

    kind: str
    words: str
    role: str
    worth: float


@dataclass(frozen=True)
class Proposal:
    """A firm on the list: its score, each part in [0, 1] or None where unknown, the evidence."""

    firm: Hashable
    score: float
    parts: Mapping[str, float | None]
    evidence: tuple[Evidence, ...]
    kilometres: float | None = None


@dataclass(frozen=True)
class Ranking:
    """The best firms, the best first, and how many firms had any ability at all."""

    proposals: tuple[Proposal, ...]
    able: int
    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)
    weights_from: date = MADE_ON

    @property
    def suppliers(self) -> tuple[Hashable, ...]:
        """The firms in order."""
        return tuple(one.firm for one in self.proposals)

    @property
    def scores(self) -> tuple[float, ...]:
        """Their scores."""
        return tuple(one.score for one in self.proposals)
