"""What an organisation office does in a year, done once in the made district.

Every paper, number and count is made up; the world says so on each of its pages.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from jilian.absorption import operations as absorption, queries as absorbing
from jilian.absorption.models import Absorption
from jilian.absorption.rules.words import Answer, Mode
from jilian.accounts.models import Person
from jilian.clusters.models import Cluster
from jilian.committees import operations as committees
from jilian.committees.models import Procedure
from jilian.committees.rules import Contents, Declared, PaperFact, SeatRow
from jilian.committees.rules.states import RelationMode, SeatRole
from jilian.growth import operations as growth
from jilian.growth.models import DevelopedCount, MonthlyReport
from jilian.growth.rules.words import TotalKind
from jilian.leaders import operations as leaders
from jilian.leaders.models import ChainHeadTerm, Selection
from jilian.leaders.queries import ranking_of
from jilian.leaders.rules import SelectionState
from jilian.organisations.models import Organisation
from jilian.organisations.rules import OrganisationType
from jilian.places.models import Division, World

ABSORBED_ON = date(2026, 7, 1)
# (proposed, answered, decided, mode); without a decision it waits for the word of some sides.
ABSORPTIONS = (
    (date(2026, 5, 12), 4, date(2026, 6, 18), Mode.FUNCTIONAL),
    (date(2026, 5, 20), 4, date(2026, 6, 22), Mode.SUPERIOR),
    (date(2026, 9, 8), 2, None, Mode.FUNCTIONAL),
)
STEPS: tuple[Callable[..., Procedure], ...] = (
    committees.apply_for, committees.approve, committees.record_election, committees.file_result,
)  # fmt: skip
PAPERS = (
    PaperFact(date(2026, 4, 8), "示例请〔2026〕6号", "关于设立党总支的请示"),
    PaperFact(date(2026, 4, 24), "示例批〔2026〕9号", "关于同意设立党总支的批复"),
    PaperFact(date(2026, 5, 12), "示例报〔2026〕3号", "选举结果的报告"),
    PaperFact(date(2026, 5, 15), "示例备〔2026〕3号", "备案登记"),
)
# Newly developed in clusters, and in all, of three units in 2025: 31, 30 and 29 of a hundred.
DEVELOPED = (("新桥", 31, 100), ("九亭", 36, 120), ("泗泾", 29, 100))


def organise_district(*, by: Person, at: datetime, world: World) -> None:
    """Set up a body, absorb organisations, rotate the chain head, report the lines; each once."""
    found = Cluster.objects.filter(world=world, proposals__isnull=False).distinct().order_by("pk")
    standing = [one for one in found if one.bodies.exists()]
    for cluster in [one for one in found if not one.bodies.exists()][:1]:
        set_up_body(by=by, at=at, cluster=cluster)
    for cluster in standing[:1]:
        absorb(by=by, at=at, cluster=cluster)
        rotate_heads(by=by, at=at, cluster=cluster)
    if not MonthlyReport.objects.filter(world=world).exists():
        growth.compile_report(by=by, at=at, world=world, month=date(2026, 6, 1))
    enter_shares(by=by, at=at, world=world)


@transaction.atomic
def set_up_body(*, by: Person, at: datetime, cluster: Cluster) -> None:
    """Take the body of a cluster from its application to its effect."""
    if Procedure.objects.filter(cluster=cluster).exists():
        return
    above = Organisation.objects.get(world=cluster.world, key="org-district")
    contents = Contents(
        name=f"示例{cluster.name}党总支（虚构）", type=OrganisationType.GENERAL_BRANCH,
        relation_mode=RelationMode.AFFILIATED, superior=above.pk,
    )  # fmt: skip
    begun = committees.draft_procedure(by=by, at=at, cluster=cluster, contents=contents)
    begun = committees.declare(
        by=by, at=at, procedure=begun,
        declared=Declared(
            formal=61, probationary=4, counted_on=date(2026, 3, 31), effect_on=date(2026, 5, 20)
        ),
    )  # fmt: skip
    firms = [row.firm_id for row in cluster.memberships.order_by("role", "pk")[:3]]
    roles = (SeatRole.SECRETARY, SeatRole.DEPUTY, SeatRole.MEMBER)
    begun = committees.set_seats(
        by=by, at=at, procedure=begun,
        seats=[SeatRow(role, firm, 1) for role, firm in zip(roles, firms, strict=False)],
    )  # fmt: skip
    for step, paper in zip(STEPS, PAPERS, strict=True):
        begun = step(by=by, at=at, procedure=begun, paper=paper)
    committees.take_effect(by=by, at=at, procedure=begun)


def absorb(*, by: Person, at: datetime, cluster: Cluster) -> None:
    """Absorb two organisations of members in the two modes; a third waits for consents."""
    if Absorption.objects.filter(cluster=cluster).exists():
        return
    found = [one for one in absorbing.candidates(cluster, ABSORPTIONS[0][0]) if one.firm]
    for candidate, (proposed, answers, decided, mode) in zip(found, ABSORPTIONS, strict=False):
        assert candidate.firm is not None
        links = absorbing.justifying_links(by, cluster, candidate.firm, proposed)
        made = absorption.propose_absorption(
            by=by, at=at, cluster=cluster, organisation=candidate.organisation, mode=mode,
            firm=candidate.firm, link=links[0].link if links else None,
            reason="" if links else "同一产业链，尚无登记的供应关系", proposed_on=proposed,
        )  # fmt: skip
        for number, consent in enumerate(list(made.consents.order_by("pk"))[:answers], start=1):
            made = absorption.answer_absorption(
                by=by, at=at, absorption=made, side=consent.side, answer=Answer.AGREED,
                answered_on=proposed, number=f"示例函〔2026〕{number}号（虚构）",
            )  # fmt: skip
        if decided is not None:
            absorption.decide_absorption(
                by=by, at=at, absorption=made, number="示例组〔2026〕12号（虚构）",
                decided_on=decided, effect_on=ABSORBED_ON,
            )  # fmt: skip


def rotate_heads(*, by: Person, at: datetime, cluster: Cluster) -> None:
    """Lay four terms of three months from this month on, by the ranking."""
    if ChainHeadTerm.objects.filter(cluster=cluster).exists():
        return
    today = at.date()
    selection = Selection.objects.filter(cluster=cluster, state=SelectionState.DECIDED).latest("pk")
    firms = [row.firm for row in ranking_of(selection).rows[:4]]
    leaders.propose_terms(
        by=by, at=at, cluster=cluster, firms=firms, begins=today.replace(day=1), months=3,
        reason="按遴选排名依次轮值，每季度轮换（示例）",
    )  # fmt: skip


def enter_shares(*, by: Person, at: datetime, world: World) -> None:
    """Enter what three towns newly developed in 2025."""
    if DevelopedCount.objects.filter(world=world).exists():
        return
    for name, in_clusters, total in DEVELOPED:
        unit = Division.objects.filter(
            code__startswith="310117", name__startswith=name, level=Division.Level.TOWN
        ).get()
        growth.enter_developed(
            by=by, at=at, world=world, unit=unit, year=2025, in_clusters=in_clusters,
            second=total, total_kind=TotalKind.CONTAINS, counted_on=date(2026, 1, 15),
        )  # fmt: skip
