"""Saying that two records are one firm, and taking that back. No other row is ever moved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.firms.models import MERGE_FOLLOWERS, Firm, FirmMerge
from jilian.firms.queries.groups import roots_by_merges
from jilian.firms.rules.merges import checked_reason
from jilian.places.models import World


@transaction.atomic
def merge_firms(*, by: Person, at: datetime, kept: Firm, merged: Firm, reason: str) -> FirmMerge:
    """Read ``merged`` together with ``kept`` from now on, for every day, until it is undone.

    A record that is merged already stands for its group: the groups of both become one, and what
    stood for the group of ``kept`` stands for all.
    """
    allow(by, Permission.MERGE_FIRMS, world_code=kept.world.code)
    said = checked_reason(reason)
    if kept.world_id != merged.world_id:
        raise Refusal("other_world", _("The two records belong to different worlds."))
    one_at_a_time(kept.world)
    firms = Firm.objects.select_for_update(of=("self",)).in_bulk([kept.pk, merged.pk])
    if len(firms) < 2 and kept.pk != merged.pk:
        raise Refusal("firm_gone", _("One of the two records is no longer in the register."))
    roots = Firm.objects.in_bulk([firms[kept.pk].root_id, firms[merged.pk].root_id])
    into, gone = roots[firms[kept.pk].root_id], roots[firms[merged.pk].root_id]
    if into == gone:
        raise Refusal("one_firm_already", _("The two records are one firm already."))
    merge = FirmMerge.objects.create(
        world=into.world, kept=into, merged=gone, kept_name=into.name, merged_name=gone.name,
        reason=said, merged_at=at, merged_by=by.username,
    )  # fmt: skip
    Firm.objects.filter(Q(pk=gone.pk) | Q(merged_into=gone)).update(merged_into=into)
    _traced("firm.merged", merge, by=by, at=at, before=None, reason=said)
    for follow in MERGE_FOLLOWERS:
        follow(by=by, at=at, merge=merge)
    return merge


@transaction.atomic
def undo_merge(*, by: Person, at: datetime, merge: FirmMerge, reason: str) -> FirmMerge:
    """Take a merge back; every other merge stays. What was recorded meanwhile stays where it is."""
    allow(by, Permission.MERGE_FIRMS, world_code=merge.world.code)
    said = checked_reason(reason)
    one_at_a_time(merge.world)
    undone = FirmMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if undone.undone_at is not None:
        raise Refusal("undone_already", _("This merge has been undone already."))
    assert undone.merged is not None
    before = undone.merged.root_id
    undone.undone_at, undone.undone_by, undone.undo_reason = at, by.username, said
    undone.save(update_fields=("undone_at", "undone_by", "undo_reason"))
    _set_roots(before)
    _traced("firm.merge_undone", undone, by=by, at=at, before={"root": before}, reason=said)
    for follow in MERGE_FOLLOWERS:
        follow(by=by, at=at, merge=undone)
    return undone


def one_at_a_time(world: World) -> None:
    """Let one merge or split of a world happen at a time; rows may still be added meanwhile."""
    World.objects.select_for_update(no_key=True).get(pk=world.pk)


def _set_roots(root: int) -> None:
    """Work out anew what stands for each record that this one stood for."""
    held = dict(Firm.objects.filter(merged_into=root).values_list("pk", "merged_into_id"))
    edges = FirmMerge.objects.in_force().filter(merged__in=held).values_list("kept_id", "merged_id")
    ends = [(kept, merged) for kept, merged in edges if kept is not None and merged is not None]
    by_root: dict[int | None, list[int]] = {}
    for pk, now in roots_by_merges(held, ends).items():
        if now != root:
            by_root.setdefault(None if now == pk else now, []).append(pk)
    for now_root, pks in by_root.items():
        Firm.objects.filter(pk__in=pks).update(merged_into=now_root)


def _traced(
    action: str,
    merge: FirmMerge,
    *,
    by: Person,
    at: datetime,
    before: dict[str, object] | None,
    reason: str,
) -> None:
    """One trace for each of the two records."""
    after = {
        "merge": merge.pk,
        "kept": merge.kept_id,
        "merged": merge.merged_id,
        "names": [merge.kept_name, merge.merged_name],
        "reason": reason,
    }
    for firm in (merge.kept, merge.merged):
        audit.record(
            action, by=by, at=at, about=firm, world=merge.world, before=before, after=after
        )
