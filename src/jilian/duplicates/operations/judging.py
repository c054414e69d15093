"""Judging pairs: one firm, two firms, or later."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.duplicates.models import DuplicatePair, Judgement
from jilian.duplicates.operations.following import judge_as
from jilian.duplicates.queries.judged import judgements_in_force
from jilian.duplicates.queries.keeping import choice_of
from jilian.duplicates.rules import OPEN, PairState, Verdict, checked_verdict, checked_words
from jilian.firms.operations.merges import merge_firms, one_at_a_time
from jilian.firms.queries.groups import group_ids
from jilian.places.models import World


@dataclass
class Judged:
    """What became of several pairs: decided as asked, or left alone with the reason."""

    done: list[DuplicatePair] = field(default_factory=list)
    left: list[tuple[DuplicatePair, Refusal]] = field(default_factory=list)


@transaction.atomic
def judge_pair(
    *, by: Person, at: datetime, pair: DuplicatePair, verdict: str, reason: str = "",
    kept: int | None = None,
) -> DuplicatePair:  # fmt: skip
    """Say that a pair is one firm (and merge it), two firms, or to be looked at later.

    ``kept``: the key of the record that shall stand for both; without it the rule of
    ``rules.keeping`` decides. Other pairs of the same two firms follow. Refuses what was judged
    already, and one firm out of two that a person has told apart.
    """
    allow(by, Permission.MERGE_FIRMS, world_code=pair.world.code)
    said, words = checked_verdict(verdict), checked_words(reason)
    one_at_a_time(pair.world)
    held = _held(pair, said)
    match said:
        case Verdict.SAME:
            _merge(by, at, held, words, kept)
        case Verdict.DIFFERENT:
            alike = [one for one in _alike(held) if one.pk != held.pk]
            judge_as([held, *alike], said, by=by, at=at, world=held.world, reason=words,
                     asked={held.pk})  # fmt: skip
        case Verdict.LATER:
            judge_as([held], said, by=by, at=at, world=held.world, reason=words, asked={held.pk})
    held.refresh_from_db()
    return held


def _held(pair: DuplicatePair, verdict: Verdict) -> DuplicatePair:
    """The pair as it is now, held until the transaction ends; refuses one that is not open."""
    rows = DuplicatePair.objects.select_for_update(of=("self",))
    held = rows.select_related("world", "left", "right").get(pk=pair.pk)
    if held.left is None or held.right is None:
        raise Refusal("firm_gone", _("One of the two records is no longer in the register."))
    if held.state not in OPEN:
        code = "pair_withdrawn" if held.state == PairState.WITHDRAWN else "pair_judged_already"
        raise Refusal(
            code,
            _("This pair is not open: %(state)s. Undo that first.")
            % {"state": held.get_state_display()},
        )
    if verdict == Verdict.LATER and held.state == PairState.LATER:
        raise Refusal("pair_judged_already", _("This pair was put off already."))
    return held


def _alike(pair: DuplicatePair) -> list[DuplicatePair]:
    """The open pairs of the same two firms, by whichever of their records."""
    assert pair.left is not None and pair.right is not None
    rows = DuplicatePair.objects.open().between(group_ids(pair.left), group_ids(pair.right))
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _merge(by: Person, at: datetime, pair: DuplicatePair, reason: str, kept: int | None) -> None:
    assert pair.left is not None and pair.right is not None
    _check_not_told_apart(pair)
    chosen = kept if kept is not None else choice_of(pair).key
    if chosen not in (pair.left_id, pair.right_id):
        raise Refusal("kept_unknown", _("The record that is kept must be one of the two."))
    sides = (pair.left, pair.right) if chosen == pair.left_id else (pair.right, pair.left)
    words = reason or gettext("Possible duplicate, judged one firm: %(reasons)s") % {
        "reasons": pair.reason_words
    }
    merge = merge_firms(by=by, at=at, kept=sides[0], merged=sides[1], reason=words[:300])
    Judgement.objects.in_force().filter(merge=merge).update(implied=True)
    judgement = judgements_in_force([pair])[pair.pk]
    judgement.implied, judgement.kept_key, judgement.reason = False, chosen, words[:300]
    judgement.save(update_fields=["implied", "kept_key", "reason"])
    audit.record(
        "pair.judged", by=by, at=at, about=pair, world=pair.world, before={"state": pair.state},
        after={"state": PairState.SAME.value, "kept": chosen, "reason": words[:300]},
    )  # fmt: skip


def _check_not_told_apart(pair: DuplicatePair) -> None:
    """A merge joins two groups: nobody may have told any two records of them apart."""
    assert pair.left is not None and pair.right is not None
    apart = DuplicatePair.objects.filter(state=PairState.DIFFERENT)
    against = apart.between(group_ids(pair.left), group_ids(pair.right)).first()
    if against is not None:
        raise Refusal(
            "judged_different_before",
            _("“%(left)s” and “%(right)s” were judged two firms, and this merge would join them."
              " Undo that judgement first.")
            % {"left": against.left_name, "right": against.right_name},
        )  # fmt: skip


def judge_pairs(
    *, by: Person, at: datetime, world: World, pks: Collection[int], verdict: str, reason: str = ""
) -> Judged:
    """Judge several pairs alike, each for itself: what is refused leaves the others alone.

    A pair that followed from one before it counts as done.
    """
    allow(by, Permission.MERGE_FIRMS, world_code=world.code)
    said, judged = checked_verdict(verdict), Judged()
    rows = DuplicatePair.objects.visible_to(by, world).filter(pk__in=list(pks))
    for pair in rows.select_related("world").order_by("-likelihood", "pk"):
        try:
            judged.done.append(judge_pair(by=by, at=at, pair=pair, verdict=said, reason=reason))
        except Refusal as refusal:
            pair.refresh_from_db(fields=["state"])
            if pair.state == said:
                judged.done.append(pair)
            else:
                judged.left.append((pair, refusal))
    return judged
