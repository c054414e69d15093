"""The firms that conditions draw from the register as of a day, hundreds of thousands at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from jilian.base.dated import certain_on
from jilian.base.search import among, begins_with
from jilian.clusters.models import Membership
from jilian.coverage.models import Campaign, ListedFirm
from jilian.coverage.rules import OPERATION, Basis, Conditions
from jilian.firms.models import Firm, FirmIndustry, Site, Title, YearlyFact
from jilian.firms.queries import firm_ids
from jilian.firms.queries.groups import holders, merged_firms
from jilian.firms.rules import Scheme
from jilian.organisations.models import Cover, Organisation
from jilian.organisations.rules import CoverMode
from jilian.places.models import World

TOWN_DIGITS = 9
FEW = 5_000  # firms that are asked for by their keys; more are read with the whole world
_ORDER = {mode: rank for rank, mode in enumerate(CoverMode.values)}


@dataclass(frozen=True)
class Drawn:
    """A firm as it is drawn."""

    pk: int
    scheme: str
    identifier: str
    name: str
    town: str
    industry: str


def matching(world: World, asked: Conditions, day: date) -> QuerySet[Firm]:
    """The firms of the register that fulfil every stated condition on the day."""
    found: QuerySet[Firm] = Firm.objects.filter(world=world).standing()
    sites = Site.objects.filter(certain_on(day), firm__world=world)
    if asked.towns:
        here = Q()
        for code in asked.towns:
            here |= begins_with("division__code", code)
        found = found.filter(pk__in=holders(sites.filter(here, is_main=True)))
    elif asked.operating_year is None:
        found = found.filter(pk__in=holders(sites))
    if asked.industries:
        found = found.filter(pk__in=holders(_of_industries(world, asked.industries, day)))
    if asked.clusters:
        members = Membership.objects.on(day).filter(cluster__in=asked.clusters)
        found = found.filter(pk__in=holders(members))
    if asked.titles:
        titled = Title.objects.on(day).filter(
            world=world, kind__in=asked.titles, firm__isnull=False
        )
        found = found.filter(pk__in=holders(titled))
    found = _of_size(world, found, asked)
    if asked.operating_year is not None:
        working = YearlyFact.objects.filter(
            firm__world=world, measure__in=OPERATION, year__gte=asked.operating_year,
            year__lte=day.year, value__gt=0,
        )  # fmt: skip
        found = found.filter(pk__in=holders(working))
    if asked.without_body:
        covered = Cover.objects.filter(certain_on(day), firm__world=world)
        found = found.exclude(pk__in=holders(covered))
    return found


def _of_industries(world: World, codes: Collection[str], day: date) -> QuerySet[FirmIndustry]:
    inside = Q()
    for code in codes:
        inside |= (
            Q(industry__section=code) if code.isalpha() else begins_with("industry__code", code)
        )
    return FirmIndustry.objects.on(day).filter(inside, firm__world=world, is_main=True)


def _of_size(world: World, found: QuerySet[Firm], asked: Conditions) -> QuerySet[Firm]:
    if asked.least is None and asked.most is None:
        return found
    facts = YearlyFact.objects.filter(
        firm__world=world, measure=asked.measure, year=asked.measure_year or 0
    )
    if asked.least is not None:
        facts = facts.filter(value__gte=asked.least)
    if asked.most is not None:
        facts = facts.filter(value__lte=asked.most)
    return found.filter(pk__in=holders(facts))


def count_drawn(campaign: Campaign, asked: Conditions | None = None) -> int:
    """How many firms the conditions and the list of a draft would draw."""
    wanted = asked or campaign.asked
    listed = ListedFirm.objects.filter(campaign=campaign.pk).order_by()
    on_list = listed.values("firm").distinct().count() if wanted.basis != Basis.CONDITIONS else 0
    if wanted.basis == Basis.LIST:
        return on_list
    found = matching(campaign.world, wanted, campaign.drawn_on)
    if on_list:
        found = found.exclude(pk__in=listed.values("firm"))
    return on_list + found.count()


def drawn_firms(campaign: Campaign) -> list[Drawn]:
    """The firms of a draft in the order of the list, each once; six queries."""
    asked, world, day = campaign.asked, campaign.world, campaign.drawn_on
    listed = ListedFirm.objects.filter(campaign=campaign).order_by().values("firm")
    columns = ("sort_key", "pk", "scheme", "identifier", "name")
    rows: set[tuple[Any, ...]] = set()
    if asked.basis != Basis.LIST:
        rows.update(matching(world, asked, day).order_by().values_list(*columns))
    if asked.basis != Basis.CONDITIONS:
        rows.update(Firm.objects.filter(pk__in=listed).order_by().values_list(*columns))
    pks = {row[1] for row in rows}
    merged = merged_firms(world)
    sites = Site.objects.filter(certain_on(day), is_main=True, firm__world=world)
    towns = _of_firms(sites, "division__code", pks, merged)
    held = FirmIndustry.objects.on(day).filter(is_main=True, firm__world=world)
    industries = _of_firms(held, "industry__code", pks, merged)
    return [
        Drawn(pk, scheme, identifier, name, towns.get(pk, "")[:TOWN_DIGITS], industries.get(pk, ""))
        for _order, pk, scheme, identifier, name in sorted(rows)
    ]


def _of_firms(
    rows: QuerySet[Any], column: str, pks: Collection[int], merged: Mapping[int, int]
) -> dict[int, str]:
    """One value of each firm: its own record's, else that of a record merged into it."""
    kept = rows.order_by()
    if len(pks) <= FEW:
        kept = kept.filter(firm__in=among({*pks, *(pk for pk, root in merged.items()
                                                   if root in pks)}))  # fmt: skip
    found: dict[int, str] = {}
    behind: dict[int, str] = {}
    for pk, value in kept.values_list("firm_id", column):
        root = merged.get(pk)
        if root is None:
            found[pk] = value
        else:
            behind.setdefault(root, value)
    return behind | found


@dataclass(frozen=True)
class Shown:
    """What the register shows of a firm on a day: its modes of coverage, each with its record."""

    covers: Mapping[str, int]

    @property
    def best(self) -> int | None:
        """The record of the strongest coverage."""
        return self.covers[min(self.covers, key=_ORDER.__getitem__)] if self.covers else None


NOTHING_SHOWN = Shown({})


def covers_on(world: World, firms: Collection[int] | None, day: date) -> dict[int, Shown]:
    """What covers these firms (all without a list) for certain on a day, by standing record.

    Two queries. A cover counts only while its organisation stands.
    """
    merged = merged_firms(world)
    bodies = Organisation.objects.filter(certain_on(day), world=world)
    rows = Cover.objects.filter(certain_on(day), organisation__in=bodies.order_by().values("pk"))
    if firms is not None and len(firms) <= FEW:
        roots = {merged.get(pk, pk) for pk in firms}
        asked = {*firms, *roots, *(pk for pk, root in merged.items() if root in roots)}
        rows = rows.filter(firm__in=among(asked))
    found: dict[int, dict[str, int]] = {}
    for pk, firm, mode in rows.order_by("pk").values_list("pk", "firm_id", "mode"):
        found.setdefault(merged.get(firm, firm), {}).setdefault(mode, pk)
    for pk in firms or ():
        if (root := merged.get(pk)) in found:
            found[pk] = found[root]
    return {firm: Shown(covers) for firm, covers in found.items()}


def firms_called(world: World, identifiers: Collection[str]) -> dict[str, int]:
    """The firms with these identifiers under any scheme, by the record that stands for each."""
    keys = [(scheme, text) for text in identifiers for scheme in Scheme.values]
    merged = merged_firms(world)
    found: dict[str, int] = {}
    for (_scheme, text), pk in firm_ids(world, keys).items():
        found.setdefault(text, merged.get(pk, pk))
    return found
