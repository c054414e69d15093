"""Taking judgements back, merges with them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.base.errors import Refusal
from jilian.duplicates.models import DuplicatePair, Judgement
from jilian.duplicates.operations.following import put_back
from jilian.duplicates.operations.judging import Judged, judge_pair
from jilian.duplicates.queries.judged import judgements_in_force
from jilian.duplicates.rules import PairState, Verdict, checked_words
from jilian.firms.operations.merges import one_at_a_time, undo_merge
from jilian.firms.queries.groups import group_ids
from jilian.places.models import World


@transaction.atomic
def undo_judgement(
    *, by: Person, at: datetime, pair: DuplicatePair, reason: str = ""
) -> DuplicatePair:
    """Take the latest judgement of a pair back, and the merge that it made.

    What was judged one firm afterwards stays so: A~B, then B~C; taking A~B back leaves B with C,
    though the merges had joined C to A. Refuses a pair that only followed from others.
    """
    allow(by, Permission.MERGE_FIRMS, world_code=pair.world.code)
    words = checked_words(reason) or gettext("Judgement of a possible duplicate taken back")
    one_at_a_time(pair.world)
    rows = DuplicatePair.objects.select_for_update(of=("self",))
    held = rows.select_related("world", "left", "right").get(pk=pair.pk)
    judgement = judgements_in_force([held]).get(held.pk)
    if judgement is None or held.state != judgement.verdict:
        raise Refusal("nothing_to_undo", _("No judgement of this pair stands."))
    if judgement.implied and judgement.verdict == Verdict.SAME:
        raise Refusal(
            "judgement_followed",
            _("This pair is one firm because of another judgement or merge: undo that one."),
        )
    others = _others_of_group(held) if judgement.verdict == Verdict.SAME else []
    put_back([(held, judgement)], by=by, at=at, world=held.world)
    if judgement.verdict == Verdict.SAME:
        _undo_merge(by, at, judgement, words)
        _join_again(by, at, others)
    held.refresh_from_db()
    return held


def _undo_merge(by: Person, at: datetime, judgement: Judgement, reason: str) -> None:
    merge = judgement.merge
    if merge is not None and merge.undone_at is None:
        undo_merge(by=by, at=at, merge=merge, reason=reason)


def _others_of_group(pair: DuplicatePair) -> list[Judgement]:
    """What else was judged one firm within the group of the pair, in its order."""
    assert pair.left is not None
    group = group_ids(pair.left)
    rows = Judgement.objects.in_force().filter(
        verdict=Verdict.SAME, implied=False, pair__state=PairState.SAME, pair__left__in=group,
        pair__right__in=group,
    )  # fmt: skip
    return list(rows.exclude(pair=pair).select_related("pair__world", "merge").order_by("pk"))


def _join_again(by: Person, at: datetime, judgements: list[Judgement]) -> None:
    """Merges run between the heads of groups, so taking one away can part what another joined.

    The merges of such judgements are undone and made again, between what they are about. A merge
    that a person made on the page of a firm comes back in the same way.
    """
    broken: list[Judgement] = []
    while found := [one for one in judgements if one not in broken and _is_parted(one)]:
        for judgement in found:
            merge = judgement.merge
            if merge is not None:
                merge.refresh_from_db()
            _undo_merge(by, at, judgement, gettext("Made again without what was taken back"))
        broken += found
    for judgement in sorted(broken, key=lambda one: one.pk):
        try:
            judge_pair(
                by=by, at=at, pair=judgement.pair, verdict=Verdict.SAME, reason=judgement.reason,
                kept=judgement.kept_key,
            )  # fmt: skip
        except Refusal:
            continue  # told apart meanwhile: the pair waits
        again = Judgement.objects.in_force().filter(pair=judgement.pair)
        again.update(judged_at=judgement.judged_at, judged_by=judgement.judged_by)


def _is_parted(judgement: Judgement) -> bool:
    state = DuplicatePair.objects.filter(pk=judgement.pair_id).values_list("state", flat=True)
    return state.get() != PairState.SAME


def undo_judgements(
    *, by: Person, at: datetime, world: World, pks: Collection[int], reason: str = ""
) -> Judged:
    """Take several judgements back, the latest first, each for itself."""
    allow(by, Permission.MERGE_FIRMS, world_code=world.code)
    undone = Judged()
    rows = DuplicatePair.objects.visible_to(by, world).filter(pk__in=list(pks))
    pairs = list(rows.select_related("world"))
    last = judgements_in_force(pairs)
    pairs.sort(key=lambda pair: -(last[pair.pk].pk if pair.pk in last else 0))
    for pair in pairs:
        try:
            undone.done.append(undo_judgement(by=by, at=at, pair=pair, reason=reason))
        except Refusal as refusal:
            undone.left.append((pair, refusal))
    return undone
