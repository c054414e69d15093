"""The inputs of a selection as the records state them: members, and a cell for each measure.

A cell is ``{"value": "12.5"}``, ``{"part": "3", "whole": "8"}`` for a ratio, or
``{"unknown": code}``; ``source`` names where it is from, ``note`` what a reader should know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from jilian.base.search import among
from jilian.clusters.models import Cluster
from jilian.clusters.queries.together import joined_members
from jilian.firms.models import Firm, Site, Title, YearlyFact
from jilian.firms.queries.groups import records_of
from jilian.firms.rules import Measure, TitleLevel
from jilian.leaders.rules import Declared, Unknown
from jilian.leaders.rules.measures import Origin
from jilian.leaders.rules.tables import Table, build_table
from jilian.network.models import SupplyLink
from jilian.network.rules import Evidence
from jilian.organisations.models import Cover
from jilian.organisations.rules import CoverMode

HIGH_TECH = "高新技术企业"
Cell = dict[str, Any]
Cells = dict[int, Cell]


@dataclass(frozen=True)
class Members:
    """The members of a cluster on a day: firms by key, and to which firm each record belongs."""

    day: date
    cluster: Cluster
    firms: Mapping[int, Firm]
    root_of: Mapping[int, int] = field(default_factory=dict)

    @property
    def records(self) -> Any:
        """Every record of the members, for an "in"."""
        return among(self.root_of)


def members_on(cluster: Cluster, day: date) -> Members:
    """Return the members that are certain on the day, each firm once; two queries."""
    joined = joined_members(cluster.world, day, (cluster.pk,))
    rows = joined.shown(cluster.memberships.on(day)).select_related("firm__merged_into")
    firms = {row.firm.root_id: row.firm.root for row in rows}
    records = records_of(firms, joined.merged)
    return Members(day, cluster, firms, {pk: joined.merged.get(pk, pk) for pk in sorted(records)})


def frozen_table(members: Members, measures: Sequence[Declared], year: int) -> Table:
    """Return the inputs of a selection as they are frozen: plain values, firms by identity."""
    return build_table(
        world=members.cluster.world.code, cluster=members.cluster.key,
        as_of=members.day.isoformat(), year=year, measures=measures,
        firms=[
            (pk, f"{firm.scheme}:{firm.identifier}", firm.name)
            for pk, firm in members.firms.items()
        ],
        cells=input_cells(members, measures, year),
    )  # fmt: skip


def input_cells(members: Members, measures: Sequence[Declared], year: int) -> dict[str, Cells]:
    """Return for each measure a cell for each member; ten queries at most."""
    found: dict[str, Cells] = {}
    wanted = {fact for one in measures for fact in one.facts}
    facts = _facts(members, wanted, year) if wanted else {}
    origins = {one.origin for one in measures}
    titles = _Titles(members) if Origin.TITLES in origins else None
    bodies = _Bodies(members) if Origin.BODY in origins else None
    for one in measures:
        if one.origin is Origin.FACT:
            found[one.key] = {pk: _fact(facts, pk, one.facts[0]) for pk in members.firms}
        elif one.origin is Origin.RATIO:
            found[one.key] = {pk: _ratio(facts, pk, one.facts) for pk in members.firms}
        elif titles is not None and one.origin is Origin.TITLES:
            found[one.key] = {pk: titles.cell(pk, one.key) for pk in members.firms}
        elif bodies is not None and one.origin is Origin.BODY:
            found[one.key] = {pk: bodies.cell(pk, one.key) for pk in members.firms}
        else:
            found[one.key] = _partners(members)
    return found


Facts = Mapping[tuple[int, str], Sequence[YearlyFact]]


def _facts(members: Members, measures: Iterable[Measure], year: int) -> Facts:
    rows = YearlyFact.objects.filter(
        firm__in=members.records, year=year, measure__in=sorted(measures)
    )
    found: defaultdict[tuple[int, str], list[YearlyFact]] = defaultdict(list)
    for fact in rows.select_related("source").order_by("-pk"):
        found[members.root_of[fact.firm_id], fact.measure].append(fact)
    return found


def _plain(value: Decimal) -> str:
    whole = value.to_integral_value()
    return str(whole if whole == value else value.normalize())


def _fact(facts: Facts, firm: int, measure: str) -> Cell:
    """The latest statement, as the firm's page shows it; says so where another differs."""
    stated = facts.get((firm, measure), ())
    if not stated:
        return {"unknown": Unknown.NO_RECORD.value}
    cell: Cell = {"value": _plain(stated[0].value), "source": stated[0].source.title}
    if any(one.value != stated[0].value for one in stated[1:]):
        cell["note"] = "sources_differ"
    return cell


def _ratio(facts: Facts, firm: int, parts: Sequence[str]) -> Cell:
    part, whole = (_fact(facts, firm, one) for one in parts)
    if "unknown" in part or "unknown" in whole:
        return {"unknown": Unknown.NO_PART.value}
    if Decimal(whole["value"]) == 0:
        return {"unknown": Unknown.NO_DIVISOR.value}
    cell: Cell = {"part": part["value"], "whole": whole["value"], "source": part["source"]}
    if "note" in part or "note" in whole:
        cell["note"] = "sources_differ"
    return cell


class _Titles:
    """The titles of members on the day, and which titles are listed for this world at all."""

    def __init__(self, members: Members) -> None:
        rows = Title.objects.on(members.day).filter(firm__in=members.records)
        self.held: defaultdict[int, list[Title]] = defaultdict(list)
        for title in rows.select_related("source").order_by("pk"):
            assert title.firm_id is not None
            self.held[members.root_of[title.firm_id]].append(title)
        listed = Title.objects.on(members.day).filter(
            world=members.cluster.world, firm__isnull=False
        )
        self.listed = set(listed.order_by().values_list("kind", "level").distinct())

    def cell(self, firm: int, key: str) -> Cell:
        """How many; a zero only where a list of such titles is recorded."""

        def fits(kind: str, level: int) -> bool:
            if key == "national_titles":
                return level == TitleLevel.NATIONAL
            return HIGH_TECH in kind if key == "high_tech" else True

        held = [one for one in self.held[firm] if fits(one.kind, one.level)]
        if held:
            count = 1 if key == "high_tech" else len(held)
            return {"value": str(count), "source": held[0].source.title}
        if any(fits(kind, level) for kind, level in self.listed):
            return {"value": "0", "note": "not_on_the_lists"}
        return {"unknown": Unknown.NO_LIST.value}


class _Bodies:
    """Own organisations of members on the day, and where coverage is recorded at all."""

    def __init__(self, members: Members) -> None:
        self.day = members.day
        self.own: dict[int, Cover] = {}
        self.covered: set[int] = set()
        covers = Cover.objects.on(members.day).filter(firm__in=members.records)
        for cover in covers.select_related("organisation", "source").order_by("known_by", "pk"):
            root = members.root_of[cover.firm_id]
            self.covered.add(root)
            if cover.mode == CoverMode.OWN:
                self.own.setdefault(root, cover)
        sites = Site.objects.on(members.day).filter(is_main=True).order_by()
        self.town: dict[int, str] = {}
        own_sites = sites.filter(firm__in=members.records).order_by("pk")
        for firm, code in own_sites.values_list("firm_id", "division__code"):
            self.town.setdefault(members.root_of[firm], code)
        held = Cover.objects.on(members.day).filter(firm__world=members.cluster.world).order_by()
        told = sites.filter(firm__in=held.values("firm"))
        self.told = set(told.values_list("division__code", flat=True).distinct())

    def cell(self, firm: int, key: str) -> Cell:
        """Own organisation or its age; a zero only where the town's coverage is recorded."""
        cover = self.own.get(firm)
        if cover is None:
            if firm in self.covered or self.town.get(firm) in self.told:
                note = "covered_otherwise" if firm in self.covered else "coverage_recorded"
                return {"value": "0", "note": note}
            return {"unknown": Unknown.NO_COVERAGE.value}
        if key == "own_body":
            return {"value": "1", "source": cover.source.title}
        founded = cover.organisation.valid_from
        if founded is None:
            return {"unknown": Unknown.NO_FOUNDING.value}
        return {"value": str(_full_years(founded, self.day)), "source": cover.source.title}


def _full_years(since: date, day: date) -> int:
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def _partners(members: Members) -> Cells:
    """With how many other members each trades by a known link; inferred ones do not count."""
    rows = SupplyLink.objects.on(members.day).filter(
        supplier__in=members.records, buyer__in=members.records
    )
    known = rows.exclude(evidence=Evidence.INFERRED).order_by()
    partners: defaultdict[int, set[int]] = defaultdict(set)
    for supplier, buyer in known.values_list("supplier_id", "buyer_id"):
        one, other = members.root_of[supplier], members.root_of[buyer]
        if one != other:
            partners[one].add(other)
            partners[other].add(one)
    if not partners:
        return {pk: {"unknown": Unknown.NO_LINKS.value} for pk in members.firms}
    return {pk: {"value": str(len(partners[pk]))} for pk in members.firms}
