"""Output and jobs that a failure puts at stake: only what sources state, and how much that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jilian.base.search import among
from jilian.chain.rules import Known, share_of
from jilian.firms.models import YearlyFact
from jilian.firms.queries.groups import grouped_firms, merged_firms
from jilian.firms.rules import Measure
from jilian.places.models import World

TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Stake:
    """A sum over firms hit, of those of which the yearly fact is known.

    ``year`` is the latest one that counts; a firm without a fact counts as unknown, not as zero.
    """

    total: Decimal
    known: Known

    @property
    def is_known(self) -> bool:
        """Whether anything is known at all."""
        return self.known.part > 0


def stakes_of(world: World, lost: Mapping[int, float], before_year: int) -> tuple[Stake, Stake]:
    """Output in yuan and jobs at stake, by the share that each firm loses; two queries.

    Of each firm the latest year counts; where sources differ the value recorded last.
    """
    merged = merged_firms(world)
    wanted = {*lost, *(pk for pk in grouped_firms(merged) if merged.get(pk, pk) in lost)}
    rows = (
        YearlyFact.objects.filter(
            firm__in=among(wanted), measure__in=(Measure.OUTPUT, Measure.EMPLOYEES),
            year__lt=before_year,
        )
        .order_by("year", "pk")
        .values_list("measure", "firm_id", "value")
    )  # fmt: skip
    values: dict[str, dict[int, Decimal]] = {Measure.OUTPUT: {}, Measure.EMPLOYEES: {}}
    for measure, firm, value in rows:
        values[measure][merged.get(firm, firm)] = value
    output, jobs = (_sum(values[one], lost) for one in (Measure.OUTPUT, Measure.EMPLOYEES))
    return Stake(output.total * TEN_THOUSAND, output.known), jobs


def _sum(values: Mapping[int, Decimal], lost: Mapping[int, float]) -> Stake:
    known: Iterable[int] = [pk for pk in lost if pk in values]
    total = sum((values[pk] * share_of(lost[pk]) for pk in known), Decimal(0))
    return Stake(total, Known(sum(1 for _ in known), len(lost)))
