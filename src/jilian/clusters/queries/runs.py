"""Formation runs and what they propose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import get_language

from jilian.accounts.models import Person
from jilian.base.bulk import chunks
from jilian.clusters.models import Departure, FormationRun, ProposedCluster, ProposedMember
from jilian.clusters.queries.members import CHAIN_PLACE
from jilian.clusters.rules import FIRM_INSIDE_SHARE, FIRM_STABLE_SHARE, DepartureKind
from jilian.firms.models import Firm, FirmIndustry, Site
from jilian.places.models import World

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    ProposedRowOnDay = WithAnnotations[ProposedMember, "MemberColumns"]

# A list of who is proposed begins with boundary firms, because a person decides about those.
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
        .defer("given", "unplaced", "reproduction")
        .annotate(found=Count("proposals"), adopted=Count("proposals__adopted_as"))
        .order_by("-started_at", "-pk")
    )


def run_page(run: FormationRun) -> QuerySet[ProposedCluster]:
    """Return what a run proposes, the largest first."""
    return run.proposals.select_related("adopted_as").order_by("number")


def adopted_count(run: FormationRun) -> int:
    """Return how many proposals of a run are adopted."""
    return run.proposals.filter(adopted_as__isnull=False).count()


class MemberColumns(TypedDict):
    """What ``proposed_members`` adds to a proposed member; None where it is not known."""

    town: str | None
    town_en: str | None
    town_code: str | None
    industry: str | None
    industry_code: str | None
    looseness: int
    place_in_chain: int
    second_called: str | None
    departure: str | None
    departure_reason: str | None
    departure_position: str | None


def proposed_members(proposal: ProposedCluster, day: date) -> QuerySet[ProposedRowOnDay]:
    """Return who is proposed, boundary firms first, with town and industry on the day.

    With the next best cluster by name, and what is noted otherwise than proposed.
    """
    site = Site.objects.on(day).filter(firm=OuterRef("firm"), is_main=True).order_by("-known_by")
    trade = FirmIndustry.objects.on(day).filter(firm=OuterRef("firm"), is_main=True)
    trade = trade.order_by("-known_by")
    second = ProposedCluster.objects.filter(run=proposal.run_id, number=OuterRef("second_number"))
    word = "name_en" if get_language() == "en" else "name"
    noted = Departure.objects.filter(proposal=proposal, firm=OuterRef("firm"))
    return (
        proposal.members.select_related("firm__merged_into")
        .annotate(
            town=Subquery(site.values("division__name")[:1]),
            town_en=Subquery(site.values("division__name_en")[:1]),
            town_code=Subquery(site.values("division__code")[:1]),
            industry=Subquery(trade.values("industry__name")[:1]),
            industry_code=Subquery(trade.values("industry__code")[:1]),
            looseness=LOOSEST_FIRST,
            place_in_chain=CHAIN_PLACE,
            second_called=Subquery(second.order_by().values(word)[:1]),
            departure=Subquery(noted.order_by().values("kind")[:1]),
            departure_reason=Subquery(noted.order_by().values("reason")[:1]),
            departure_position=Subquery(noted.order_by().values("position")[:1]),
        )
        .order_by("looseness", F("inside_share").asc(nulls_first=True), "stable_share", "pk")
    )


def added_firms(proposal: ProposedCluster) -> list[Departure]:
    """Return the firms that a person adds to a proposal, with her reasons."""
    rows = proposal.departures.filter(kind=DepartureKind.ADDED)
    return list(rows.select_related("firm__merged_into").order_by("firm__sort_key", "pk"))


def noted_counts(proposal: ProposedCluster) -> dict[str, int]:
    """Return for how many firms something is noted, by kind."""
    rows = proposal.departures.order_by().values_list("kind").annotate(n=Count("pk"))
    return dict(rows)


def firm_names(pks: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Return name, scheme and identifier of firms by primary key."""
    found: dict[int, tuple[str, str, str]] = {}
    for part in chunks(sorted(pks)):
        rows = Firm.objects.filter(pk__in=part).order_by()
        for pk, *named in rows.values_list("pk", "name", "scheme", "identifier"):
            found[pk] = (named[0], named[1], named[2])
    return found


def kept_members(run: FormationRun) -> dict[str, int]:
    """Return the number of the proposed cluster of each firm, by its key in the snapshot."""
    rows = ProposedMember.objects.filter(proposal__run=run).order_by()
    columns = ("firm__scheme", "firm__identifier", "proposal__number")
    return {
        f"{scheme}:{identifier}": number
        for scheme, identifier, number in rows.values_list(*columns)
    }
