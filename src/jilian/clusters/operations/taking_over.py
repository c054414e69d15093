"""Single changes that a run shows are taken over: firms join, leave or change standing clusters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.clusters.analysis import changes_of_run
from jilian.clusters.models import Adoption, Cluster, FormationRun, Membership, ProposedCluster
from jilian.clusters.operations.adoption import admit, dismiss, source_of
from jilian.clusters.queries.adopting import PlannedMember
from jilian.clusters.queries.changes import FirmRow
from jilian.clusters.rules import Position, check_decision
from jilian.clusters.rules.adopting import LONGEST_REASON


@dataclass
class _Turn:
    """What one cluster is in for."""

    joins: list[FirmRow] = field(default_factory=list)
    leaves: list[FirmRow] = field(default_factory=list)


@transaction.atomic
def take_over(
    *,
    by: Person,
    at: datetime,
    run: FormationRun,
    picks: Collection[str],
    reason: str,
    from_day: date,
    day: date | None = None,
) -> list[Adoption]:
    """Let firms join and leave standing clusters as a run shows it, from a day on, for a reason.

    ``picks`` name changes of ``analysis.changes_of_run`` as of ``day`` (default: ``from_day``) by
    their ``pick``. One adoption a cluster is kept, each of which can be undone. Refuses a change
    that the run does not show, and one that has been made meanwhile.
    """
    world = run.world
    allow(by, Permission.ADOPT_CLUSTERS, world_code=world.code)
    check_decision(
        reason=reason, from_day=from_day, frozen_on=run.snapshot.as_of,
        today=timezone.localdate(at),
    )  # fmt: skip
    turns = _turns(run, picks, day or from_day)
    clusters = Cluster.objects.select_for_update(of=("self",)).in_bulk(list(turns))
    made = []
    for pk, turn in sorted(turns.items()):
        adoption = Adoption.objects.create(
            world=world, run=run, proposal=None, cluster=clusters[pk],
            cluster_name=clusters[pk].name, is_new=False, from_day=from_day,
            reason=reason.strip()[:LONGEST_REASON], adopted_at=at, adopted_by=by.username,
        )  # fmt: skip
        _carry_out(adoption, run, turn, by=by, at=at)
        made.append(adoption)
    return made


def _turns(run: FormationRun, picks: Collection[str], day: date) -> dict[int, _Turn]:
    shown = {row.pick: row for row in changes_of_run(run, day).firms if row.can_be_taken}
    if not picks:
        raise Refusal("nothing_ticked", _("Tick at least one change."))
    turns: dict[int, _Turn] = defaultdict(_Turn)
    for pick in dict.fromkeys(picks):
        row = shown.get(pick)
        if row is None:
            raise Refusal("change_gone", _("The clusters have changed meanwhile: look again."))
        if row.before is not None:
            turns[row.before.pk].leaves.append(row)
        if row.target is not None:
            turns[row.target.pk].joins.append(row)
    return turns


def _carry_out(
    adoption: Adoption, run: FormationRun, turn: _Turn, *, by: Person, at: datetime
) -> None:
    leaving = _memberships(adoption, turn)
    dismiss(adoption, leaving)
    proposals = {row.number: row for row in run.proposals.all()}
    for number, rows in _by_proposal(turn.joins).items():
        proposal: ProposedCluster = proposals[number]
        members = [
            PlannedMember(row.firm, row.proposed.position if row.proposed else Position.UNKNOWN)
            for row in rows
        ]
        admit(adoption, source_of(proposal, by=by, at=at), members)
    audit.record(
        "cluster.changes_taken", by=by, at=at, about=adoption.cluster, world=adoption.world,
        before={"run": run.pk, "fingerprint": run.snapshot.fingerprint},
        after={
            "from_day": adoption.from_day, "reason": adoption.reason,
            "joined": [row.firm.identifier for row in turn.joins],
            "ended": [row.firm.identifier for row in turn.leaves],
        },
    )  # fmt: skip


def _by_proposal(rows: list[FirmRow]) -> dict[int, list[FirmRow]]:
    found: dict[int, list[FirmRow]] = defaultdict(list)
    for row in rows:
        assert row.proposed is not None
        found[row.proposed.number].append(row)
    return found


def _memberships(adoption: Adoption, turn: _Turn) -> list[Membership]:
    """The memberships that end; of merged records all that a firm has in the cluster."""
    firms = {row.firm.pk for row in turn.leaves}
    assert adoption.cluster is not None
    rows = adoption.cluster.memberships.filter(valid_to__isnull=True).select_related("firm")
    found = [row for row in rows if row.firm.root_id in firms]
    if {row.firm.root_id for row in found} != firms:
        raise Refusal("change_gone", _("The clusters have changed meanwhile: look again."))
    for row in found:
        if adoption.from_day <= row.known_by:
            raise Refusal(
                "ends_before_it_starts",
                _("%(firm)s is a member from %(day)s only: it cannot leave before.")
                % {"firm": row.firm.root, "day": row.known_by.isoformat()},
            )
    return found
