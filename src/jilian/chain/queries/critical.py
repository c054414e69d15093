"""The critical list and the single sources, as far as the reader may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, FloatField, OuterRef, QuerySet, Subquery

from jilian.accounts.models import Person
from jilian.chain.models import CriticalRun, FirmIndex, SingleSource
from jilian.chain.queries.readers import Reader
from jilian.chain.rules import CriticalState
from jilian.firms.models import Firm
from jilian.places.models import Division, Industry, World


@dataclass(frozen=True)
class CriticalPage:
    """The latest list that is done, and a later one that is under way or stopped."""

    done: CriticalRun | None
    later: CriticalRun | None


@dataclass(frozen=True)
class SingleRow:
    """A single source with what its buyer's stop would cost."""

    row: SingleSource
    effect: float | None


def latest_run(world: World) -> CriticalRun | None:
    """The latest list of a world that is done."""
    done = CriticalRun.objects.filter(world=world, state=CriticalState.DONE)
    return done.select_related("snapshot").first()


def latest_list(person: Person, world: World) -> CriticalPage:
    """The latest list that is done, and what was asked for after it; two queries."""
    rows = CriticalRun.objects.visible_to(person, world).select_related("snapshot")
    done = rows.filter(state=CriticalState.DONE).first()
    other = rows.exclude(state=CriticalState.DONE).first()
    if other and done and other.asked_at <= done.asked_at:
        other = None
    return CriticalPage(done, other)


def critical_rows(
    reader: Reader, run: CriticalRun, cluster: int | None
) -> QuerySet[FirmIndex, Any]:
    """The rows of a list: of the world, or within a cluster."""
    within = reader.cluster.pk if reader.cluster else cluster
    rows = FirmIndex.objects.visible_to(reader.person, reader.world).filter(run=run)
    return rows.filter(cluster=within).select_related("firm", "cluster")


def critical_choices(
    rows: QuerySet[FirmIndex, Any],
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The towns and the classes that occur among the rows, with their names; four queries."""
    towns = set(rows.order_by().values_list("town", flat=True).distinct()) - {""}
    codes = set(rows.order_by().values_list("industry", flat=True).distinct()) - {""}
    named = {one.code[:9]: str(one) for one in Division.objects.filter(
        code__in={*towns, *(f"{code}000" for code in towns)})}  # fmt: skip
    names = dict(Industry.objects.filter(code__in=codes).values_list("code", "name"))
    return (
        sorted((code, named.get(code, code)) for code in towns),
        sorted((code, f"{code} {names.get(code, '')}".strip()) for code in codes),
    )


def single_rows(reader: Reader, run: CriticalRun) -> QuerySet[SingleSource, Any]:
    """Single sources with the index of their buyer, as far as the reader sees it."""
    of_buyer = FirmIndex.objects.filter(
        run=run, firm=OuterRef("buyer"), cluster=reader.cluster.pk if reader.cluster else None
    ).order_by()
    rows = SingleSource.objects.visible_to(reader.person, reader.world).filter(run=run)
    return rows.annotate(
        effect=Subquery(of_buyer.values("down")[:1], output_field=FloatField())
    ).select_related("buyer", "supplier")


def worst_first(rows: QuerySet[SingleSource, Any]) -> QuerySet[SingleSource, Any]:
    """Single sources in the order of the file: those that stop a line and cost most first."""
    return rows.order_by("-is_essential", F("effect").desc(nulls_last=True), "pk")


def single_row(reader: Reader, pk: int) -> SingleSource | None:
    """One single source, if the reader may see it."""
    rows = SingleSource.objects.visible_to(reader.person, reader.world)
    return rows.select_related("buyer", "supplier", "run__snapshot").filter(pk=pk).first()


def index_of_firm(reader: Reader, firm: Firm) -> tuple[FirmIndex | None, int]:
    """The row of a firm in the latest list, and how many rows that has; three queries."""
    run = latest_run(reader.world)
    if run is None:
        return None, 0
    rows = critical_rows(reader, run, None)
    return rows.filter(firm=firm).annotate(as_of=F("run__as_of")).first(), rows.count()
