"""The supply links that join a firm to a cluster: what justifies that its body is absorbed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jilian.accounts.models import Person
from jilian.clusters.models import Cluster, ClusterBody, Membership
from jilian.clusters.rules import MemberRole
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_ids, merged_firms
from jilian.network.models import SupplyLink, links_at
from jilian.organisations.models import Cover, Organisation, Superior
from jilian.organisations.rules import CoverMode

LISTED = 20


@dataclass(frozen=True)
class LinkChoice:
    """A link between the firm and a member of the cluster, as the firm sees it."""

    link: SupplyLink
    other: Firm
    is_leader: bool
    sells: bool  # the firm supplies the member

    @property
    def is_inferred(self) -> bool:
        """Whether it was computed and not seen."""
        return self.link.is_inferred


def justifying_links(person: Person, cluster: Cluster, firm: Firm, day: date) -> list[LinkChoice]:
    """The links of the day between the firm and members of the cluster that the person may see.

    Known before inferred, leading firms before members; at most twenty.
    """
    own = set(group_ids(firm))
    roles = _members(cluster, day)
    rows = (
        SupplyLink.objects.filter(pk__in=links_at(supplier__in=own, buyer__in=own))
        .on(day)
        .select_related("supplier__merged_into", "buyer__merged_into", "source")
    )
    seen = set(rows.few_visible_to(person, cluster.world).values_list("pk", flat=True))
    found = []
    for link in rows:
        sells = link.supplier_id in own
        other = link.bought_by if sells else link.sold_by
        if link.pk in seen and other.pk in roles and other.pk != firm.root_id:
            found.append(LinkChoice(link, other, roles[other.pk], sells))
    found.sort(key=lambda one: (one.is_inferred, not one.is_leader, one.other.sort_key))
    return found[:LISTED]


def link_joins(link: SupplyLink, cluster: Cluster, firm: Firm, day: date) -> bool:
    """Whether the link held on the day, between the firm and a member of the cluster."""
    ends = {link.sold_by.pk, link.bought_by.pk}
    if firm.root_id not in ends or link not in SupplyLink.objects.on(day).filter(pk=link.pk):
        return False
    return bool((ends - {firm.root_id}) & set(_members(cluster, day)))


def _members(cluster: Cluster, day: date) -> dict[int, bool]:
    """Who is a member on the day, by the record that stands for the firm; whether it leads."""
    merged = merged_firms(cluster.world)
    rows = Membership.objects.on(day).filter(cluster=cluster).values_list("firm_id", "role")
    found: dict[int, bool] = {}
    for record, role in rows:
        root = merged.get(record, record)
        found[root] = found.get(root, False) or role == MemberRole.LEADER
    return found


@dataclass(frozen=True)
class Candidate:
    """An organisation that a cluster might take in, and the member whose own one it is."""

    organisation: Organisation
    firm: Firm | None


def candidates(cluster: Cluster, day: date, words: str = "") -> list[Candidate]:
    """Organisations to choose from: with these words in the name, or those of the members.

    Those that stand in the cluster's line already are left out; at most twenty.
    """
    inside = Superior.objects.on(day).filter(
        superior__in=ClusterBody.objects.on(day).filter(cluster=cluster).values("organisation")
    )
    rows = (
        Organisation.objects.on(day)
        .filter(world=cluster.world_id, is_cluster_body=False)
        .exclude(pk__in=inside.values("organisation"))
    )
    covers = Cover.objects.on(day).filter(mode=CoverMode.OWN)
    if words:
        rows = rows.filter(name__icontains=words)
    else:
        members = Membership.objects.on(day).filter(cluster=cluster)
        own_ones = covers.filter(firm__in=members.values("firm"))
        rows = rows.filter(pk__in=own_ones.values("organisation"))
    found = list(rows.order_by("sort_key", "pk")[:LISTED])
    own = {
        cover.organisation_id: cover.firm.root
        for cover in covers.filter(organisation__in=found).select_related("firm__merged_into")
    }
    return [Candidate(one, own.get(one.pk)) for one in found]


def firms_of(organisation: Organisation, day: date) -> list[Firm]:
    """The firms that the organisation covers on the day, its own one first."""
    rows = Cover.objects.on(day).filter(organisation=organisation)
    found = sorted(
        rows.select_related("firm__merged_into"),
        key=lambda cover: (cover.mode != CoverMode.OWN, cover.firm.sort_key),
    )
    return list({cover.firm.root_id: cover.firm.root for cover in found}.values())
