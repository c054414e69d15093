"""Pairs follow the merges of firms, wherever these are made or undone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.audit.rules import exact_text
from jilian.duplicates.models import DuplicatePair, Judgement
from jilian.duplicates.queries.judged import judgements_in_force
from jilian.duplicates.queries.register import data_of
from jilian.duplicates.rules import PairState, Verdict
from jilian.firms.models import Firm, FirmMerge
from jilian.firms.queries.groups import group_ids
from jilian.places.models import World


def follow_merge(*, by: Person, at: datetime, merge: FirmMerge) -> None:
    """Bring pairs in line with a merge that was made or undone; in its transaction.

    Made: every pair within the group that it made is one firm, whatever was asked about it. Undone:
    the pair that the merge itself joined is judged *different*, with the reason of the undoing: a
    person looked at these two records and said that they are not one firm, so asking the same
    question again that night would be the very thing this list must not do. Whoever undid it for
    another reason undoes this judgement too. Pairs that had only followed from the merge are as
    they were before. Taking one's judgement back in this area comes here with the judgement undone
    already, so that its pair waits again.
    """
    if merge.undone_at is None:
        _join(by, at, merge)
    else:
        _part(by, at, merge)


def _group(*firms: Firm | None) -> list[int]:
    kept = Firm.objects.filter(pk__in=[firm.pk for firm in firms if firm is not None])
    return [pk for firm in kept for pk in group_ids(firm)]


def _join(by: Person, at: datetime, merge: FirmMerge) -> None:
    group = _group(merge.kept)
    pairs = DuplicatePair.objects.select_for_update(of=("self",)).between(group, group)
    joined = list(pairs.exclude(state=PairState.SAME).order_by("pk"))
    own = {merge.kept_id, merge.merged_id}
    judge_as(
        joined, Verdict.SAME, by=by, at=at, world=merge.world, reason=merge.reason, merge=merge,
        asked={pair.pk for pair in joined if {pair.left_id, pair.right_id} == own},
    )  # fmt: skip


def _part(by: Person, at: datetime, merge: FirmMerge) -> None:
    group = list({*_group(merge.kept), *_group(merge.merged)})
    roots = dict(Firm.objects.filter(pk__in=group).values_list("pk", "merged_into"))
    pairs = DuplicatePair.objects.select_for_update(of=("self",)).between(group, group)
    apart = [
        pair
        for pair in pairs.filter(state=PairState.SAME).order_by("pk")
        if _root(roots, pair.left_id) != _root(roots, pair.right_id)
    ]
    judgements = judgements_in_force(apart)
    asked = [
        pair
        for pair in apart
        if (judgement := judgements.get(pair.pk)) is not None
        and judgement.merge_id == merge.pk
        and not judgement.implied
    ]
    put_back([(pair, judgements[pair.pk]) for pair in apart if pair.pk in judgements],
             by=by, at=at, world=merge.world)  # fmt: skip
    again = [pair for pair in asked if pair.state != PairState.DIFFERENT]
    judge_as(
        again, Verdict.DIFFERENT, by=by, at=at, world=merge.world, reason=merge.undo_reason,
        asked={pair.pk for pair in again},
    )  # fmt: skip


def _root(roots: dict[int, int | None], pk: int | None) -> int | None:
    return roots.get(pk or 0) or pk


def judge_as(
    pairs: Iterable[DuplicatePair], verdict: Verdict, *, by: Person, at: datetime, world: World,
    reason: str, asked: set[int], merge: FirmMerge | None = None, kept_key: int | None = None,
) -> None:  # fmt: skip
    """Give all of these pairs one judgement; those that nobody ``asked`` about only follow."""
    judged = list(pairs)
    data = data_of(pk for pair in judged for pk in (pair.left_id, pair.right_id) if pk)
    Judgement.objects.bulk_create(
        Judgement(
            pair=pair, verdict=verdict, reason=reason, before=pair.state, merge=merge,
            implied=pair.pk not in asked, judged_at=at, judged_by=by.username,
            kept_key=kept_key if verdict == Verdict.SAME else None,
            judged_on={
                side: data[pk]
                for side, pk in (("left", pair.left_id), ("right", pair.right_id))
                if pk in data
            },
        )
        for pair in judged
    )  # fmt: skip
    _moved("pair.judged", judged, {pair.pk: verdict.value for pair in judged}, by=by, at=at,
           world=world, told={"reason": reason, "merge": merge.pk if merge else None})  # fmt: skip


def put_back(
    judged: Iterable[tuple[DuplicatePair, Judgement]], *, by: Person, at: datetime, world: World
) -> None:
    """Undo these judgements: each pair is as it was before."""
    kept = list(judged)
    keys = [judgement.pk for _pair, judgement in kept]
    Judgement.objects.filter(pk__in=keys).update(undone_at=at, undone_by=by.username)
    before = {pair.pk: judgement.before for pair, judgement in kept}
    _moved("pair.judgement_undone", [pair for pair, _judgement in kept], before, by=by, at=at,
           world=world, told={})  # fmt: skip


def _moved(
    action: str, pairs: list[DuplicatePair], states: dict[int, str], *, by: Person, at: datetime,
    world: World, told: dict[str, object],
) -> None:  # fmt: skip
    rows = []
    for pair in pairs:
        was, pair.state = pair.state, states[pair.pk]
        closed = pair.state in (PairState.SAME, PairState.DIFFERENT)
        pair.judged_at = at if closed else None
        rows.append((pair.pk, str(pair), exact_text({"state": was}),
                     exact_text({"state": pair.state, **told})))  # fmt: skip
    DuplicatePair.objects.bulk_update(pairs, ["state", "judged_at"])
    audit.record_many(action, by=by, at=at, world=world, about=DuplicatePair, rows=rows)
