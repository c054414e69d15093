"""Filling the two worlds of a first start through the register's own operations.

Every step may run again: what is there is recognised and left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.cases.operations import load_templates
from jilian.clusters import operations as clusters
from jilian.clusters.rules import ClusterRow, MemberRow, NameRow, Spell
from jilian.demo import analysis, formats
from jilian.firms import operations as firms
from jilian.network import operations as network
from jilian.network.models import SupplyLink
from jilian.network.rules import Evidence
from jilian.organisations import operations as organisations
from jilian.organisations.models import Organisation
from jilian.places import formats as reference, operations as places
from jilian.places.models import World
from jilian.sources import operations as sources
from jilian.sources.models import Source

CORRIDOR, MADE = "corridor", "made"
MADE_SOURCE = "MADE-DISTRICT"
# Chosen so that an inferred link in the corridor is rather likely than not to be worth a look.
EXPECTED_LINKS, LEAST_PROBABILITY = 1500, 0.15
HALF_KM = 150.0  # the places of corridor firms are known by city or county only

Step = Callable[[str], None]


def load_reference(*, by: Person, at: datetime, say: Step) -> None:
    """Load divisions, industries and outlines."""
    say("divisions")
    places.load_divisions(by=by, at=at, rows=reference.division_rows())
    say("industries")
    places.load_industries(by=by, at=at, rows=reference.industry_rows())
    say("outlines")
    places.load_outlines(by=by, at=at, outlines=reference.outlines())
    say("case templates")
    load_templates(by=by, at=at)


@transaction.atomic
def load_corridor(*, by: Person, at: datetime, say: Step) -> World:
    """Load the corridor of nine places as published."""
    world = places.set_up_world(
        by=by, at=at, code=CORRIDOR, name="G60科创走廊九城市", name_en="G60 corridor, nine cities",
        order=1, invented=False, area_codes=reference.corridor_place_codes(),
    )  # fmt: skip
    say("sources")
    known = _corridor_sources(by=by, at=at)
    say("firms")
    for key, rows in formats.firm_rows():
        firms.save_firms(by=by, at=at, world=world, source=known[key], rows=rows)
    say("links")
    for key, links in formats.link_rows():
        network.save_links(by=by, at=at, world=world, source=known[key], rows=links)
    say("organisations")
    for key, bodies in formats.organisation_rows():
        organisations.save_organisations(by=by, at=at, world=world, source=known[key], rows=bodies)
    _attest(by=by, at=at, world=world, known=known)
    _corridor_clusters(by=by, at=at, world=world, known=known)
    sources.save_facts(by=by, at=at, world=world, rows=formats.fact_rows())
    return world


def _corridor_sources(*, by: Person, at: datetime) -> dict[str, Source]:
    return {
        row.key: sources.record_source(
            by=by, at=at, key=row.key, kind=Source.Kind.PUBLISHED, title=row.title,
            publisher=row.publisher, reference=row.reference, licence=row.licence,
            issued_on=row.issued_on, note=row.note,
        )
        for row in formats.source_rows()
    }  # fmt: skip


def _attest(*, by: Person, at: datetime, world: World, known: dict[str, Source]) -> None:
    bodies = {body.key: body for body in Organisation.objects.filter(world=world)}
    for row in formats.attestation_rows():
        organisations.attest(
            by=by, at=at, organisation=bodies[row["organisation_key"]],
            source=known[row["source_id"]],
            attested_on=date.fromisoformat(row["attested_on"] or row["attested_by"]),
            name_as_written=row["name"],
        )  # fmt: skip


def _corridor_clusters(*, by: Person, at: datetime, world: World, known: dict[str, Source]) -> None:
    bodies = {body.key: body for body in Organisation.objects.filter(world=world)}
    for row in formats.cluster_rows():
        first = row.names[0]
        cluster = clusters.save_cluster(
            by=by, at=at, world=world, source=known[first.source_key],
            row=ClusterRow(
                key=row.key, name=first.text, spell=replace(_spell(first), valid_to=None),
                industry_word=row.industry_word, host_kind=row.host_kind, host=row.host,
                host_division_code=row.host_division_code,
            ),
        )  # fmt: skip
        for name in row.names:
            clusters.save_cluster_names(
                by=by, at=at, cluster=cluster, source=known[name.source_key],
                rows=[NameRow(name.text, _spell(name))],
            )  # fmt: skip
        for firm in row.firms:
            clusters.save_membership(
                by=by, at=at, cluster=cluster, source=known[firm.source_key], row=_member(firm)
            )
        body = bodies[row.organisation_key]
        clusters.set_body(
            by=by, at=at, cluster=cluster, organisation=body, source=body.source,
            spell=Spell(known_by=body.known_by, not_before=body.not_before),
        )  # fmt: skip


def _spell(name: formats.DatedName) -> Spell:
    return Spell(known_by=name.known_by, not_before=name.not_before, valid_to=name.valid_to)


def _member(firm: formats.NamedFirm) -> MemberRow:
    reason = f"来源中提到“{firm.named_as}”" + ("" if firm.certain else "，是否属于该集群未写明")
    return MemberRow(firm=firm.firm, reason=reason, spell=Spell(known_by=firm.known_by))


@transaction.atomic
def load_made_district(*, by: Person, at: datetime, say: Step) -> World:
    """Load the made district of 1,526 industrial firms, in which every function can be tried."""
    world = places.set_up_world(
        by=by, at=at, code=MADE, name="示例区（虚构）", name_en="Example district (made up)",
        order=2, invented=True, area_codes=[analysis.DISTRICT_CODE],
    )  # fmt: skip
    source = sources.record_source(
        by=by, at=at, key=MADE_SOURCE, kind=Source.Kind.MADE,
        title=f"虚构数据，种子 {analysis.SEED}", publisher="jilian_engine.worlds",
        issued_on=analysis.AS_OF, note="No firm, link or organisation in it is real.",
    )  # fmt: skip
    rows = analysis.made_rows()
    say("firms")
    firms.save_firms(by=by, at=at, world=world, source=source, rows=rows.firms)
    say("titles")
    firms.save_carriers(by=by, at=at, world=world, source=source, rows=rows.carriers)
    firms.save_titles(by=by, at=at, world=world, source=source, rows=rows.titles)
    say("links")
    network.save_links(by=by, at=at, world=world, source=source, rows=rows.links)
    say("organisations")
    organisations.save_organisations(
        by=by, at=at, world=world, source=source, rows=rows.organisations
    )
    return world


def infer_corridor_links(*, by: Person, at: datetime, world: World) -> None:
    """Infer further supply links of the corridor once, as of the day of its latest source."""
    if SupplyLink.objects.filter(world=world, evidence=Evidence.INFERRED).exists():
        return
    network.infer_supply_links(
        by=by, at=at, world=world, as_of=max(formats.known_days().values()),
        expected_links=EXPECTED_LINKS,
        least_probability=LEAST_PROBABILITY, half_km=HALF_KM,
    )  # fmt: skip
