"""Starting a selection, declaring measures and weights, freezing and computing, withdrawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.clusters.models import Cluster
from jilian.leaders import analysis, rules
from jilian.leaders.models import Selection
from jilian.leaders.queries.inputs import frozen_table, members_on
from jilian.leaders.rules import Method, MissingRule, SelectionState, Weighting
from jilian.leaders.rules.tables import fingerprint_of

LONGEST = 300


@transaction.atomic
def start_selection(
    *,
    by: Person,
    at: datetime,
    cluster: Cluster,
    as_of: date,
    year: int | None = None,
    method: str = Method.TOPSIS,
    missing: str = MissingRule.NOT_COMPARABLE,
    measures: Sequence[str] = rules.DEFAULT_MEASURES,
) -> Selection:
    """Start a selection of leading firms as a draft, with the usual measures and equal weights.

    ``year`` of the facts: the last full one before the day unless it is given.
    """
    allow(by, Permission.CHOOSE_LEADERS, world_code=cluster.world.code)
    told = rules.default_year(as_of) if year is None else year
    rules.check_start(
        as_of=as_of, year=told, today=timezone.localdate(at),
        is_member_known=cluster.memberships.on(as_of).exists(),
    )  # fmt: skip
    if method not in Method.values or missing not in MissingRule.values:
        raise Refusal(
            "method_unknown", _("Choose a method, and what happens with what is missing.")
        )
    rules.check_measures(measures)
    selection = Selection.objects.create(
        cluster=cluster, as_of=as_of, year=told, method=method, missing=missing,
        measures=[one.key for one in rules.declared(measures)],
        started_at=at, started_by=by.username,
    )  # fmt: skip
    audit.record(
        "selection.started", by=by, at=at, about=selection, world=cluster.world,
        after={"cluster": cluster.key, "as_of": as_of, "year": told, "method": method,
               "missing": missing, "measures": selection.measures},
    )  # fmt: skip
    return selection


@transaction.atomic
def declare_measures(
    *, by: Person, at: datetime, selection: Selection, measures: Sequence[str]
) -> Selection:
    """Declare by which measures firms are compared; what was computed before no longer stands."""
    kept = open_selection(selection, by)
    rules.check_measures(measures)
    before = kept.measures
    kept.measures = [one.key for one in rules.declared(measures)]
    if kept.weighting == Weighting.BY_HAND:
        criteria = {one.criterion.value for one in rules.declared(kept.measures)}
        weights = {key: Decimal(value) for key, value in kept.weights.items()}
        rules.check_weights(kept.weighting, weights, criteria, kept.weights_reason)
    _back_to_draft(kept, "measures")
    audit.record(
        "selection.measures_declared", by=by, at=at, about=kept, world=kept.cluster.world,
        before={"measures": before}, after={"measures": kept.measures},
    )  # fmt: skip
    return kept


@transaction.atomic
def set_weights(
    *,
    by: Person,
    at: datetime,
    selection: Selection,
    weighting: str,
    points: Mapping[str, Decimal] | None = None,
    reason: str = "",
) -> Selection:
    """Say how the weights come about; by hand: points by criterion, 100 together, and why."""
    kept = open_selection(selection, by)
    criteria = {one.criterion.value for one in rules.declared(kept.measures)}
    why = checked_text(reason, longest=LONGEST)
    found = rules.check_weights(weighting, points or {}, criteria, why)
    before = {"weighting": kept.weighting, "weights": kept.weights}
    kept.weighting = weighting
    kept.weights = {key: str(value) for key, value in found.items()}
    kept.weights_reason = why if found else ""
    kept.weights_by = by.username if found else ""
    _back_to_draft(kept, "weighting", "weights", "weights_reason", "weights_by")
    audit.record(
        "selection.weights_set", by=by, at=at, about=kept, world=kept.cluster.world,
        before=before,
        after={"weighting": weighting, "weights": kept.weights, "reason": kept.weights_reason},
    )  # fmt: skip
    return kept


def open_selection(selection: Selection, by: Person) -> Selection:
    """Lock a selection that is not decided yet; refuses another."""
    kept = Selection.objects.select_for_update(of=("self",)).get(pk=selection.pk)
    allow(by, Permission.CHOOSE_LEADERS, world_code=kept.cluster.world.code)
    if not kept.is_open:
        raise Refusal(
            "selection_closed", _("This selection is decided or withdrawn: start another one.")
        )
    return kept


def _back_to_draft(kept: Selection, *changed: str) -> None:
    kept.state, kept.table, kept.result = SelectionState.DRAFT, None, None
    kept.fingerprint, kept.versions, kept.computed_at = "", {}, None
    kept.save(
        update_fields=("state", "table", "result", "fingerprint", "versions", "computed_at",
                       *changed)
    )  # fmt: skip


@transaction.atomic
def compute_selection(*, by: Person, at: datetime, selection: Selection) -> Selection:
    """Freeze the inputs as the records state them now and rank the firms by them alone."""
    kept = open_selection(selection, by)
    members = members_on(kept.cluster, kept.as_of)
    table = frozen_table(members, rules.declared(kept.measures), kept.year)
    ranked = analysis.rank_table(
        table, method=kept.method, missing=kept.missing, weighting=kept.weighting,
        points=kept.weights,
    )  # fmt: skip
    kept.table, kept.fingerprint = table, fingerprint_of(table)
    kept.result, kept.versions = ranked.result, ranked.versions
    kept.state, kept.computed_at = SelectionState.COMPUTED, at
    kept.save(update_fields=("table", "fingerprint", "result", "versions", "state", "computed_at"))
    audit.record(
        "selection.computed", by=by, at=at, about=kept, world=kept.cluster.world,
        after={"fingerprint": kept.fingerprint, "firms": len(table["firms"]),
               "comparable": len(analysis.order_of(ranked.result))},
    )  # fmt: skip
    return kept


@transaction.atomic
def withdraw_selection(*, by: Person, at: datetime, selection: Selection, reason: str) -> Selection:
    """Close a selection without a decision; it stays readable with its reason."""
    kept = open_selection(selection, by)
    why = checked_text(reason, longest=LONGEST)
    if not why:
        raise Refusal("reason_missing", _("Say why it is withdrawn."))
    before, kept.state, kept.reason = kept.state, SelectionState.WITHDRAWN, why
    kept.save(update_fields=("state", "reason"))
    audit.record(
        "selection.withdrawn", by=by, at=at, about=kept, world=kept.cluster.world,
        before={"state": before}, after={"reason": why},
    )  # fmt: skip
    return kept


@transaction.atomic
def note_export(
    *, by: Person, at: datetime, selection: Selection, kind: str, rows: int, purpose: str,
    recipient: str,
) -> None:  # fmt: skip
    """Trace that the table of a selection was taken out as a file; refuses without EXPORT."""
    world = selection.cluster.world
    allow(by, Permission.EXPORT, world_code=world.code)
    allow(by, Permission.SEE_SELECTIONS, world_code=world.code)
    audit.record(
        "selection.exported", by=by, at=at, about=selection, world=world,
        after={"as_of": selection.as_of, "file": kind, "rows": rows},
        purpose=purpose, recipient=recipient,
    )  # fmt: skip
