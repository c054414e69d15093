"""Handing over: what is open, the word of both sides, and the reminder before."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.rules import Scope, ScopeKind
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_ids
from jilian.leaders.models import HandOver, HandOverItem
from jilian.leaders.queries.terms import due_hand_overs, head_on, keepers_of, next_head
from jilian.leaders.rules import LONGEST_TEXT, REMIND_BEFORE, Side
from jilian.notices.operations import settle, tell


def scopes_of(cluster: Cluster, *firms: Firm) -> tuple[Scope, ...]:
    """The scopes within which a cluster's calendar, or a firm's side of it, may be kept."""
    own = [(ScopeKind.FIRM.value, str(pk)) for firm in firms for pk in group_ids(firm)]
    return ((ScopeKind.CLUSTER.value, str(cluster.pk)), *own)


@transaction.atomic
def note_item(
    *, by: Person, at: datetime, cluster: Cluster, text: str, owner: str, due_on: date | None = None
) -> HandOverItem:
    """Note something open that the chain head carries, with the unit that does it and its day."""
    head = head_on(cluster, timezone.localdate(at)) or next_head(cluster, timezone.localdate(at))
    if head is None:
        raise Refusal("no_chain_head", _("The calendar has no chain head who could carry it."))
    allow(
        by, Permission.HAND_OVER_CHAIN_HEAD, world_code=cluster.world.code,
        scopes=scopes_of(cluster, head.firm),
    )  # fmt: skip
    words, unit = checked_text(text, longest=LONGEST_TEXT), checked_text(owner, longest=80)
    if not words or not unit:
        raise Refusal("item_empty", _("Say what is open, and which unit does it."))
    item = HandOverItem.objects.create(
        cluster=cluster, holder=head.firm, text=words, owner=unit, due_on=due_on, noted_at=at,
        noted_by=by.username,
    )  # fmt: skip
    audit.record(
        "hand_over.item_noted", by=by, at=at, about=item, world=cluster.world,
        after={"text": words, "owner": unit, "due_on": due_on, "holder": str(head.firm)},
    )  # fmt: skip
    return item


@transaction.atomic
def finish_item(*, by: Person, at: datetime, item: HandOverItem) -> HandOverItem:
    """Say that an item is done; it changes hands no more."""
    kept = HandOverItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    cluster = kept.cluster
    allow(
        by, Permission.HAND_OVER_CHAIN_HEAD, world_code=cluster.world.code,
        scopes=scopes_of(cluster, kept.holder),
    )  # fmt: skip
    if kept.done_on is not None:
        raise Refusal("item_done", _("This is done already."))
    kept.done_on = timezone.localdate(at)
    kept.save(update_fields=("done_on",))
    audit.record(
        "hand_over.item_done", by=by, at=at, about=kept, world=cluster.world,
        before={"done_on": None}, after={"done_on": kept.done_on},
    )  # fmt: skip
    return kept


@transaction.atomic
def give_word(*, by: Person, at: datetime, hand_over: HandOver, side: str) -> HandOver:
    """Give the word of one side; with the second one, open items change hands.

    The two words come from two people. Refuses before the days in which hand-overs are reminded.
    """
    kept = HandOver.objects.select_for_update(of=("self",)).get(pk=hand_over.pk)
    cluster, chosen = kept.incoming.cluster, Side(side)
    term = kept.outgoing if chosen is Side.OUTGOING else kept.incoming
    allow(
        by, Permission.HAND_OVER_CHAIN_HEAD, world_code=cluster.world.code,
        scopes=scopes_of(cluster, term.firm),
    )  # fmt: skip
    _check_word(kept, chosen, by, timezone.localdate(at))
    setattr(kept, f"{chosen.value}_word_at", at)
    setattr(kept, f"{chosen.value}_word_by", by.username)
    moved = 0
    if kept.outgoing_word_by and kept.incoming_word_by:
        kept.done_at = at
        moved = _hand_items(kept, by=by, at=at)
        settle(by=by, at=at, key=f"hand-over-{kept.pk}")
    kept.save()
    audit.record(
        "hand_over.word_given", by=by, at=at, about=kept, world=cluster.world,
        after={"side": chosen.value, "done": kept.done_at is not None, "items": moved},
    )  # fmt: skip
    return kept


def _check_word(kept: HandOver, side: Side, by: Person, today: date) -> None:
    if getattr(kept, f"{side.value}_word_by"):
        raise Refusal("word_given", _("This side has given its word already."))
    other = Side.INCOMING if side is Side.OUTGOING else Side.OUTGOING
    if getattr(kept, f"{other.value}_word_by") == by.username:
        raise Refusal("word_of_two", _("The other side's word must come from somebody else."))
    if today < kept.incoming.begins - REMIND_BEFORE:
        raise Refusal(
            "hand_over_early",
            _("A hand-over begins %(days)s days before the next term.")
            % {"days": REMIND_BEFORE.days},
        )


def _hand_items(kept: HandOver, *, by: Person, at: datetime) -> int:
    """Give what the outgoing firm carries and is not done to the incoming one."""
    records = group_ids(kept.outgoing.firm)
    items = list(
        HandOverItem.objects.select_for_update(of=("self",)).filter(
            cluster=kept.incoming.cluster, holder__in=records, done_on__isnull=True
        )
    )
    for item in items:
        before, item.holder, item.handed = str(item.holder), kept.incoming.firm, kept
        item.save(update_fields=("holder", "handed"))
        audit.record(
            "hand_over.item_handed", by=by, at=at, about=item, world=kept.incoming.cluster.world,
            before={"holder": before}, after={"holder": str(item.holder)},
        )  # fmt: skip
    return len(items)


@transaction.atomic
def remind_of_hand_overs(*, by: Person, at: datetime) -> int:
    """Tell those who keep a calendar, and both firms, once of each hand-over that is near."""
    due = due_hand_overs(timezone.localdate(at))
    for one in due:
        cluster = one.incoming.cluster
        for person in keepers_of(cluster, one.outgoing.firm, one.incoming.firm):
            tell(
                by=by, at=at, to=person, world=cluster.world, kind="hand_over_due",
                key=f"hand-over-{one.pk}",
                url=reverse("leaders:calendar", args=(cluster.world.code, cluster.pk)),
                details={
                    "cluster": cluster.name, "firm": one.incoming.firm.name,
                    "day": one.incoming.begins.isoformat(),
                },
            )  # fmt: skip
    return len(due)
