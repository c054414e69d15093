"""Formation runs and what they propose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When

from jilian.accounts.models import Person
from jilian.base.bulk import chunks
from jilian.clusters.models import FormationRun, ProposedCluster, ProposedMember
from jilian.clusters.rules import FIRM_INSIDE_SHARE, FIRM_STABLE_SHARE
from jilian.firms.models import Firm, FirmIndustry, Site
from jilian.places.models import World

# A proposal lists the firms that belong least firmly, because a person decides about those.
MOST_LISTED = 400
LOOSEST_FIRST = Case(
    When(
        Q(inside_share__lt=FIRM_INSIDE_SHARE) | Q(stable_share__lt=FIRM_STABLE_SHARE), then=Value(0)
    ),
    default=Value(1),
)


def listed_runs(person: Person, world: World) -> QuerySet[FormationRun]:
    """Return the runs, the latest first; adds ``found`` and ``adopted``, numbers of clusters."""
    return (
        FormationRun.objects.visible_to(person, world)
        .select_related("snapshot")
        .annotate(found=Count("proposals"), adopted=Count("proposals__adopted_as"))
        .order_by("-started_at", "-pk")
    )


def run_page(run: FormationRun) -> QuerySet[ProposedCluster]:
    """Return what a run proposes, the largest first."""
    return run.proposals.select_related("adopted_as").order_by("number")


@dataclass(frozen=True)
class ProposalPage:
    """A proposal with its loosest members; ``unlisted`` counts the firmest, not listed."""

    members: Sequence[ProposedMember]
    unlisted: int


def proposal_page(proposal: ProposedCluster, day: date) -> ProposalPage:
    """Return the members of a proposal, boundary firms first, with town and industry on the day.

    Each has ``town``, ``town_en``, ``industry`` (None: unknown), ``is_boundary``, ``second_name``.
    """
    site = Site.objects.on(day).filter(firm=OuterRef("firm"), is_main=True)
    trade = FirmIndustry.objects.on(day).filter(firm=OuterRef("firm"), is_main=True)
    rows = (
        proposal.members.select_related("firm")
        .annotate(
            town=Subquery(site.values("division__name")[:1]),
            town_en=Subquery(site.values("division__name_en")[:1]),
            industry=Subquery(trade.values("industry__name")[:1]),
        )
        .order_by(LOOSEST_FIRST, F("inside_share").asc(nulls_first=True), "stable_share", "pk")
    )
    others = {other.number: str(other) for other in proposal.run.proposals.all()}
    members = list(rows[:MOST_LISTED])
    for row in members:
        row.second_name = others.get(row.second_number or 0, "")
    return ProposalPage(members=members, unlisted=proposal.size - len(members))


def firm_names(pks: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Return name, scheme and identifier of firms by primary key."""
    found: dict[int, tuple[str, str, str]] = {}
    for part in chunks(sorted(pks)):
        rows = Firm.objects.filter(pk__in=part).order_by()
        for pk, *named in rows.values_list("pk", "name", "scheme", "identifier"):
            found[pk] = (named[0], named[1], named[2])
    return found
