"""What the members of clusters put out in a year, and the size class that follows from it.

Boundary: the firms that are members for certain on 31 December of the year, each with its yearly
output value (10,000 yuan, as it is kept). A firm in several clusters is allocated to them in equal
parts, so that clusters add up to the sum of distinct firms and nothing is counted twice. A missing
output is not zero: a sum that lacks one is a lower bound, and so is its class.

A sum is withheld where it would tell what one firm puts out (Statistics Law art. 28; project
setting of its disclosure rule): fewer than three firms with a known output, or one of them above
four fifths of the sum; and where a withheld sum would follow from the others by subtraction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

LEAST_FIRMS = 3
LARGEST_PART = Fraction(4, 5)
YUAN = 10_000  # yuan to the unit in which outputs are kept
BILLION = 10**9


class SizeClass(models.TextChoices):
    """Classes of clusters by yearly output; each begins with the amount in its name."""

    HUNDRED_BILLION = "100bn", _("100-billion class")
    TEN_BILLION = "10bn", _("10-billion class")
    BILLION = "1bn", _("1-billion class")
    SMALLER = "smaller", _("below 1 billion")

    @property
    def least_yuan(self) -> int:
        """The yearly output, in yuan, from which a cluster is of this class."""
        return {"100bn": 100, "10bn": 10, "1bn": 1}.get(self.value, 0) * BILLION


@dataclass(frozen=True)
class ClusterOutput:
    """The output of a cluster's members in a year; ``total`` in units of 10,000 yuan.

    ``total`` is None where no member's output is known, and where the sum is withheld.
    """

    year: int
    members: int
    known: int
    total: Fraction | None
    withheld: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether the output of every member is known."""
        return self.known == self.members

    @property
    def yuan(self) -> Decimal | None:
        """The sum in yuan; rounded down where it is a lower bound, so that "at least" is true."""
        if self.total is None:
            return None
        exact = self.total * YUAN
        amount = Decimal(exact.numerator) / Decimal(exact.denominator)
        if self.is_complete:
            return amount
        grain = Decimal(10**7 if amount >= 10**8 else 10**4)
        return (amount / grain).to_integral_value(ROUND_FLOOR) * grain

    @property
    def size_class(self) -> SizeClass | None:
        """The class that the known sum reaches; None where it reaches none for certain.

        Of an incomplete sum it is a lower bound, and below the lowest class nothing is certain.
        """
        if self.total is None:
            return None
        amount = self.total * YUAN
        reached = next((one for one in SizeClass if amount >= one.least_yuan), SizeClass.SMALLER)
        return None if reached is SizeClass.SMALLER and not self.is_complete else reached

    @property
    def is_at_least(self) -> bool:
        """Whether sum and class are lower bounds."""
        return self.total is not None and not self.is_complete


@dataclass(frozen=True)
class YearOutput:
    """The outputs of all clusters of a world in a year, and of their distinct firms together."""

    year: int
    together: ClusterOutput
    clusters: Mapping[int, ClusterOutput] = field(default_factory=dict)
    shared: int = 0  # firms that are in several clusters and were allocated


Parts = Mapping[int, Fraction]


def outputs_of(
    year: int, members: Mapping[int, Collection[int]], values: Mapping[int, Decimal]
) -> YearOutput:
    """Add up the outputs of a year; ``members`` firms by cluster, ``values`` outputs by firm."""
    memberships = Counter(firm for firms in members.values() for firm in set(firms))
    parts = {
        cluster: {
            firm: Fraction(values[firm]) / memberships[firm] for firm in firms if firm in values
        }
        for cluster, firms in members.items()
    }
    hidden = hidden_sums(parts)
    clusters = {
        cluster: _output(year, len(set(firms)), parts[cluster], hidden=cluster in hidden)
        for cluster, firms in members.items()
    }
    whole = _together(parts.values())
    return YearOutput(
        year=year,
        together=_output(year, len(memberships), whole, hidden=not is_safe(whole.values())),
        clusters=clusters,
        shared=sum(1 for count in memberships.values() if count > 1),
    )


def _output(year: int, members: int, parts: Parts, *, hidden: bool) -> ClusterOutput:
    shown = bool(parts) and not hidden
    total = sum(parts.values(), Fraction(0)) if shown else None
    return ClusterOutput(year, members, len(parts), total, withheld=bool(parts) and hidden)


def is_safe(parts: Iterable[Fraction]) -> bool:
    """Say whether a sum of these firms' parts tells nothing about one of them."""
    sizes = [abs(part) for part in parts]
    if len(sizes) < LEAST_FIRMS:
        return False
    return 0 < max(sizes) <= LARGEST_PART * sum(sizes, Fraction(0))


def hidden_sums(parts: Mapping[int, Parts]) -> frozenset[int]:
    """Return the clusters whose sums are withheld, for their own sake or to protect another.

    The sum of all is printed beside them: what is withheld must be safe when taken together. The
    smallest safe sums are withheld with it until it is; the order is that of size, then of key.
    """
    told = {cluster: sum(held.values(), Fraction(0)) for cluster, held in parts.items() if held}
    hidden = {cluster for cluster in told if not is_safe(parts[cluster].values())}
    left = sorted(set(told) - hidden, key=lambda cluster: (told[cluster], cluster))
    while hidden and left and not _hide_one_another(hidden, parts):
        hidden.add(left.pop(0))
    return frozenset(hidden)


def _hide_one_another(hidden: Collection[int], parts: Mapping[int, Parts]) -> bool:
    return is_safe(_together(parts[cluster] for cluster in hidden).values())


def _together(parts: Iterable[Parts]) -> dict[int, Fraction]:
    """The parts of each firm added up over clusters."""
    found: dict[int, Fraction] = {}
    for held in parts:
        for firm, part in held.items():
            found[firm] = found.get(firm, Fraction(0)) + part
    return found


def known_years(outputs: Sequence[YearOutput]) -> list[YearOutput]:
    """Keep the years in which anything is known."""
    return [one for one in outputs if one.together.known]
