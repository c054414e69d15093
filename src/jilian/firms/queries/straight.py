"""Sorting straight rows: which are new, which say nothing new, which must be weighed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from jilian.firms import rules
from jilian.firms.models import FirmIndustry, FirmName, Site
from jilian.firms.queries.lookup import firm_ids, of_firms
from jilian.firms.rules.rows import FirmRow
from jilian.firms.rules.straight import (
    NOTHING_HELD,
    Plain,
    Since,
    independent,
    is_straight,
    says_nothing_new,
)
from jilian.places.models import World

AT_ONCE = 20_000
UNDATED = Since(date.min, None)  # for rows that state no day: any day does


@dataclass
class Sorted:
    """Rows told apart without weighing them."""

    new: list[FirmRow] = field(default_factory=list)
    same: list[FirmRow] = field(default_factory=list)
    to_weigh: list[FirmRow] = field(default_factory=list)


def sorted_rows(world: World, rows: Sequence[FirmRow]) -> Iterable[Sorted]:
    """Tell checked rows apart, many at a time; rows that hang together all must be weighed."""
    if not independent(rows):
        yield Sorted(to_weigh=list(rows))
        return
    for start in range(0, len(rows), AT_ONCE):
        yield _sorted(world, rows[start : start + AT_ONCE])


def _sorted(world: World, rows: Sequence[FirmRow]) -> Sorted:
    found = Sorted()
    straight: list[FirmRow] = []
    for row in rows:
        (straight if is_straight(row) else found.to_weigh).append(row)
    ids = firm_ids(world, [row.key for row in straight])
    if not ids:
        found.new = straight
        return found
    dated = any(row.known_by or row.valid_from for row in straight)
    held = _plainly_held(set(ids.values()), dated=dated)
    for row in straight:
        pk = ids.get(row.key)
        if pk is None:
            found.new.append(row)
        elif says_nothing_new(row, held.get(pk, NOTHING_HELD)):
            found.same.append(row)
        else:
            found.to_weigh.append(row)
    return found


def _plainly_held(pks: set[int], *, dated: bool) -> dict[int, Plain]:
    """What is held now of these firms; whoever holds two of one kind is left to be weighed.

    Unless rows state days, the days of what is held say nothing and are not fetched.
    """
    these = of_firms(sorted(pks))
    days = ("known_by", "valid_from") if dated else ()
    names = FirmName.objects.filter(these, kind=rules.NameKind.REGISTERED, valid_to__isnull=True)
    named = _by_firm(names, "text", *days)
    mains = {"is_main": True, "valid_to__isnull": True}
    sites = Site.objects.filter(these, **mains)
    placed = _by_firm(sites, "division__code", "address", "lon", *days)
    industries = FirmIndustry.objects.filter(these, **mains)
    classed = _by_firm(industries, "industry__code", *days)
    nothing = (None,) * 5
    held = {}
    for pk, (name, *since) in named.items():
        division, address, lon, *site_since = placed.get(pk, nothing)
        industry, *industry_since = classed.get(pk, nothing[:3])
        held[pk] = Plain(
            name,
            Since(*since) if dated else UNDATED,
            division,
            address or "",
            lon is not None,
            (Since(*site_since) if dated else UNDATED) if division else None,
            industry,
            (Since(*industry_since) if dated else UNDATED) if industry else None,
        )
    return held


def _by_firm(records: QuerySet[Any], *columns: str) -> dict[int, tuple[Any, ...]]:
    rows = records.order_by().values_list("firm_id", *columns)
    found: dict[int, tuple[Any, ...]] = {}
    twice = set()
    for pk, *values in rows.iterator(chunk_size=5_000):
        if pk in found:
            twice.add(pk)
        found[pk] = tuple(values)
    for pk in twice:
        del found[pk]
    return found
