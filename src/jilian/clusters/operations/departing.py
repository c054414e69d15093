"""What a person would do otherwise than a run proposes, noted firm by firm before she adopts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.clusters.models import Departure, ProposedCluster
from jilian.clusters.rules import DepartureKind, Position
from jilian.clusters.rules.adopting import LONGEST_REASON
from jilian.firms.models import Firm


@transaction.atomic
def note_departures(
    *,
    by: Person,
    at: datetime,
    proposal: ProposedCluster,
    firms: Collection[int],
    kind: str,
    reason: str,
    position: str = "",
) -> int:
    """Note for these firms (primary keys) how and why the proposal is not followed.

    What was noted about a firm before is replaced; an added firm that is given a position stays
    added. No membership is written: the adoption takes over what is noted then. Returns how many.
    """
    kept = _open(proposal, by)
    _check(kind, reason, position)
    found = Firm.objects.visible_to(by, kept.run.world).filter(pk__in=list(firms))
    wanted = {firm.pk: firm for firm in found}
    proposed = set(kept.members.values_list("firm_id", flat=True))
    noted = {row.firm_id: row for row in kept.departures.all()}
    if not wanted:
        raise Refusal("no_firm_ticked", _("Tick at least one firm."))
    for pk, firm in wanted.items():
        is_added = pk in noted and noted[pk].kind == DepartureKind.ADDED
        _check_firm(kind, is_proposed=pk in proposed, is_added=is_added)
        Departure.objects.update_or_create(
            proposal=kept,
            firm=firm,
            defaults={
                "kind": DepartureKind.ADDED if is_added else kind,
                "position": position,
                "reason": reason.strip()[:LONGEST_REASON],
                "noted_at": at,
                "noted_by": by.username,
            },
        )
    audit.record(
        "proposal.departed", by=by, at=at, about=kept, world=kept.run.world,
        after={
            "kind": kind, "position": position, "reason": reason.strip(),
            "firms": sorted(firm.identifier for firm in wanted.values()),
        },
    )  # fmt: skip
    return len(wanted)


@transaction.atomic
def drop_departures(
    *, by: Person, at: datetime, proposal: ProposedCluster, firms: Collection[int]
) -> int:
    """Follow the proposal again for these firms; returns for how many that was not so."""
    kept = _open(proposal, by)
    rows = list(kept.departures.filter(firm__in=list(firms)).select_related("firm"))
    if not rows:
        raise Refusal("no_firm_ticked", _("Tick at least one firm."))
    audit.record(
        "proposal.followed", by=by, at=at, about=kept, world=kept.run.world,
        before={"firms": sorted(f"{row.firm.identifier}: {row.kind}" for row in rows)},
    )  # fmt: skip
    kept.departures.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _open(proposal: ProposedCluster, by: Person) -> ProposedCluster:
    kept = ProposedCluster.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    allow(by, Permission.ADOPT_CLUSTERS, world_code=kept.run.world.code)
    if kept.adopted_as_id is not None:
        raise Refusal("already_adopted", _("This proposal has been adopted already."))
    return kept


def _check(kind: str, reason: str, position: str) -> None:
    if kind not in DepartureKind.values:
        raise Refusal("departure_unknown", _("There is no such departure from a proposal."))
    if not reason.strip():
        raise Refusal("reason_missing", _("A departure from the proposal needs its reason."))
    if position and position not in Position.values:
        raise Refusal("position_unknown", _("There is no such position in a chain."))
    if kind == DepartureKind.POSITION and not position:
        raise Refusal("position_missing", _("Choose the position in the chain."))


def _check_firm(kind: str, *, is_proposed: bool, is_added: bool) -> None:
    if kind == DepartureKind.ADDED and is_proposed:
        raise Refusal("added_is_proposed", _("A firm that is added is proposed already."))
    if kind != DepartureKind.ADDED and not (is_proposed or is_added):
        raise Refusal("not_proposed", _("The run did not propose this firm here."))
    if kind == DepartureKind.LEFT_OUT and is_added:
        raise Refusal("added_is_dropped", _("A firm that was added is not left out: undo that."))
