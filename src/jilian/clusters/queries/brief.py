"""A cluster on one page, for a visit: what it is, who leads, how it is organised and covered."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.base.dated import Held, certain_on, perhaps_on
from jilian.base.search import among
from jilian.clusters.models import Cluster, Membership
from jilian.clusters.queries.life import Change, life_of
from jilian.clusters.queries.listing import Body
from jilian.clusters.queries.output import outputs_by
from jilian.clusters.queries.page import ClusterPage, cluster_page
from jilian.clusters.queries.together import joined_members
from jilian.clusters.rules import MemberRole
from jilian.clusters.rules.output import ClusterOutput
from jilian.firms.queries.groups import merged_firms, records_of, roots_of
from jilian.organisations.models import Cover, Superior, TypeSpell
from jilian.organisations.rules import CoverMode, Line, OrganisationType
from jilian.organisations.rules.coverage_words import STATE_LABELS
from jilian.organisations.rules.withholding import Shown, shown_parts
from jilian.places.models import World
from jilian.sources.models import Source

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LATEST = 3
SOURCES_NAMED = 3
STATES = (*CoverMode.values, "unknown", "none")


@dataclass(frozen=True)
class BriefCoverage:
    """The member firms by how an organisation covers them, as they may be shown."""

    firms: int
    parts: tuple[tuple[str, Shown], ...]  # by state, those that occur
    covered: Shown

    @property
    def labelled(self) -> list[tuple[StrOrPromise, Shown]]:
        """The parts with the words of their state."""
        return [(STATE_LABELS[state], part) for state, part in self.parts]

    @property
    def is_withheld(self) -> bool:
        """Whether something is not shown."""
        return any(part.withheld for _state, part in self.parts)


@dataclass(frozen=True)
class Brief:
    """What the sheet prints; a part that is not for this reader is None."""

    page: ClusterPage
    leaders: tuple[Membership, ...]
    organisations: tuple[tuple[OrganisationType | None, int], ...] | None
    coverage: BriefCoverage | None
    output: ClusterOutput | None
    changes: tuple[Change, ...]
    sources: tuple[Source, ...]
    more_sources: int
    fingerprint: str

    @property
    def organisation_count(self) -> int:
        """Organisations in the cluster's line, its own body apart."""
        return sum(count for _type, count in self.organisations or ())


def brief_of(person: Person, world: World, cluster: Cluster, day: date) -> Brief:
    """Return the sheet of a cluster that the person may see; forty queries at most."""
    held = reach(person, world.code)
    page = cluster_page(person, world, cluster, day)
    leaders = _leaders(cluster, day)
    organisations = coverage = None
    if held.may_somewhere(Permission.SEE_ORGANISATIONS):
        organisations = _organisations(page.body, day)
        scopes = ((ScopeKind.CLUSTER.value, str(cluster.pk)),)
        is_open = held.may(Permission.SEE_COUNTS, scopes)
        coverage = _coverage(cluster, day, is_open=is_open)
    years = outputs_by(person, world, day)
    output = years[0].clusters.get(cluster.pk) if years else None
    changes = tuple(life_of(person, cluster).until(day)[:LATEST])
    sources = _sources(page, leaders, changes)
    return Brief(
        page=page,
        leaders=leaders,
        organisations=organisations,
        coverage=coverage,
        output=output,
        changes=changes,
        sources=tuple(sources[:SOURCES_NAMED]),
        more_sources=max(0, len(sources) - SOURCES_NAMED),
        fingerprint=_fingerprint(page, day, leaders, organisations, coverage, output, changes),
    )


def _leaders(cluster: Cluster, day: date) -> tuple[Membership, ...]:
    joined = joined_members(cluster.world, day, (cluster.pk,))
    rows = joined.shown(cluster.memberships.on(day)).filter(role=MemberRole.LEADER)
    listed = rows.select_related("firm", "source").prefetch_related("firm__merged_into")
    return tuple(listed.order_by("firm__sort_key", "pk"))


def _organisations(body: Body | None, day: date) -> tuple[tuple[OrganisationType | None, int], ...]:
    """Organisations that stand under the cluster's body in the cluster line, by type."""
    if body is None or body.held is not Held.YES:
        return ()
    under = Superior.objects.on(day).filter(
        certain_on(day, "organisation__"),
        superior=body.organisation, line=Line.CLUSTER,
    )  # fmt: skip
    pks = set(under.order_by().values_list("organisation", flat=True))
    spells = TypeSpell.objects.on(day).filter(organisation__in=among(pks)).order_by()
    types = dict(spells.values_list("organisation", "type"))
    counts = Counter(types.get(pk) for pk in pks)
    known = tuple((one, counts[one]) for one in OrganisationType if counts[one])
    return (*known, (None, counts[None])) if counts[None] else known


def _coverage(cluster: Cluster, day: date, *, is_open: bool) -> BriefCoverage | None:
    """Each member firm once, by its strongest coverage; None without any member."""
    merged = merged_firms(cluster.world)
    members = cluster.memberships.on(day).order_by().values_list("firm", flat=True)
    firms = roots_of(members, merged)
    if not firms:
        return None
    covers = Cover.objects.filter(firm__in=among(records_of(firms, merged))).order_by()
    certain = covers.filter(certain_on(day)).values_list("firm", "mode")
    perhaps = covers.filter(perhaps_on(day)).values_list("firm", flat=True)
    order = {state: rank for rank, state in enumerate(STATES)}
    strongest: dict[int, str] = {}
    for record, state in (*certain, *((record, "unknown") for record in perhaps)):
        firm = merged.get(record, record)
        held = strongest.get(firm, STATES[-1])
        strongest[firm] = min(held, state, key=lambda one: order[one])
    counts = Counter(strongest.get(firm, STATES[-1]) for firm in firms)
    used = [state for state in STATES if counts[state]]
    covered = sum(counts[state] for state in CoverMode.values)
    return _shown(len(firms), used, counts, covered, is_open=is_open)


def _shown(
    firms: int, used: Sequence[str], counts: Mapping[str, int], covered: int, *, is_open: bool
) -> BriefCoverage:
    exact = [counts[state] for state in used]
    if is_open:
        parts = [Shown(count) for count in exact]
        return BriefCoverage(firms, tuple(zip(used, parts, strict=True)), Shown(covered))
    kept, _whole = shown_parts(exact, firms)
    hides = any(part.withheld for part in kept)
    sums, _whole = shown_parts((covered, firms - covered), firms)
    total = Shown(withheld=True) if hides else sums[0]
    return BriefCoverage(firms, tuple(zip(used, kept, strict=True)), total)


def _sources(
    page: ClusterPage, leaders: Sequence[Membership], changes: Sequence[Change]
) -> list[Source]:
    found = [page.cluster.source, *(one.source for one in leaders)]
    if page.body:
        found.append(page.body.row.source)
    found += [source for change in changes for source in change.sources]
    return list(dict.fromkeys(found))


def _fingerprint(
    page: ClusterPage,
    day: date,
    leaders: Sequence[Membership],
    organisations: Sequence[tuple[OrganisationType | None, int]] | None,
    coverage: BriefCoverage | None,
    output: ClusterOutput | None,
    changes: Sequence[Change],
) -> str:
    """A fingerprint of what is printed, the same in both languages while nothing has changed."""
    listed = page.listed
    printed = {
        "cluster": page.cluster.key,
        "day": day.isoformat(),
        "name": listed.called if listed else None,
        "positions": dict(listed.positions) if listed else None,
        "leaders": [f"{one.firm.root.scheme}:{one.firm.root.identifier}" for one in leaders],
        "body": page.body.organisation.key if page.body else None,
        "organisations": [[one, count] for one, count in organisations or ()],
        "coverage": [[one, part.plain()] for one, part in coverage.parts] if coverage else None,
        "output": str(output.yuan) if output else None,
        "changes": [[one.kind, one.day.isoformat(), one.count] for one in changes],
    }
    return sha256(json.dumps(printed, sort_keys=True).encode()).hexdigest()[:16]
