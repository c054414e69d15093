"""The calendar of a cluster's chain heads, its hand-overs, and what they carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from jilian.accounts.models import Appointment, Person
from jilian.accounts.permissions import Permission, people_who_may, reach
from jilian.accounts.rules import Role, ScopeKind
from jilian.clusters.models import Cluster
from jilian.clusters.queries.open_matters import OpenMatter, open_matters
from jilian.clusters.queries.together import joined_members
from jilian.clusters.rules import MemberRole
from jilian.firms.models import Firm
from jilian.firms.queries.groups import merged_firms, records_of
from jilian.leaders.models import ChainHeadTerm, HandOver, HandOverItem
from jilian.leaders.rules import REMIND_BEFORE, Side
from jilian.ui.drawings import LineEvent


@dataclass(frozen=True)
class CalendarRow:
    """A term as the calendar shows it: the hand-over into it, and who may still do what."""

    term: ChainHeadTerm
    is_now: bool
    is_ahead: bool
    hand_over: HandOver | None
    may_give: tuple[Side, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """The terms of a cluster in order, who is the chain head on the day, and what is open."""

    rows: tuple[CalendarRow, ...]
    now: ChainHeadTerm | None
    following: ChainHeadTerm | None
    may_keep: bool
    sees_items: bool
    items: tuple[HandOverItem, ...]
    matters: tuple[OpenMatter, ...]
    events: tuple[LineEvent, ...]

    @property
    def ahead(self) -> list[CalendarRow]:
        """The terms that may still be changed."""
        return [row for row in self.rows if row.is_ahead]


def head_on(cluster: Cluster, day: date) -> ChainHeadTerm | None:
    """Return the term that holds on the day."""
    return cluster.chain_heads.on(day).select_related("firm__merged_into").first()


def next_head(cluster: Cluster, day: date) -> ChainHeadTerm | None:
    """Return the first term after the day."""
    later = cluster.chain_heads.filter(known_by__gt=day).order_by("known_by")
    return later.select_related("firm__merged_into").first()


def due_hand_overs(today: date) -> list[HandOver]:
    """Return the hand-overs that are near or late and not done."""
    rows = HandOver.objects.filter(
        done_at__isnull=True, incoming__known_by__lte=today + REMIND_BEFORE,
        incoming__valid_to__gt=today,
    )  # fmt: skip
    return list(rows.select_related("incoming__cluster__world", "incoming__firm", "outgoing__firm"))


def keepers_of(cluster: Cluster, *firms: Firm) -> list[Person]:
    """Return who keeps the calendar, and who keeps one of these firms; each once."""
    world = cluster.world
    records = records_of([firm.pk for firm in firms], merged_firms(world))
    near = Q(
        role=Role.CLUSTER_SECRETARY, scope_kind=ScopeKind.CLUSTER, scope_key=str(cluster.pk)
    ) | Q(
        role=Role.MEMBER_FIRM, scope_kind=ScopeKind.FIRM,
        scope_key__in=[str(pk) for pk in sorted(records)],
    )  # fmt: skip
    held = Appointment.objects.current().filter(near, world_code=world.code)
    people = [one.person for one in held.select_related("person") if one.person.is_active]
    people += people_who_may(Permission.KEEP_CHAIN_HEAD, world.code)
    return list({person.pk: person for person in people}.values())


def calendar_of(person: Person, cluster: Cluster, day: date, today: date) -> Calendar:
    """Return the calendar as of the day; items only for those who keep it or a firm in it."""
    held = reach(person, cluster.world.code)
    terms = list(cluster.chain_heads.select_related("firm__merged_into").order_by("known_by"))
    merged = merged_firms(cluster.world)
    overs = {
        one.incoming_id: one
        for one in HandOver.objects.filter(incoming__in=terms).select_related(
            "outgoing__firm__merged_into", "incoming__firm__merged_into"
        )
    }
    own_keys = held.keys(Permission.HAND_OVER_CHAIN_HEAD, ScopeKind.FIRM)
    scope = ((ScopeKind.CLUSTER, str(cluster.pk)),)
    may_keep = held.may(Permission.KEEP_CHAIN_HEAD, scope)

    def keeps(firm: Firm) -> bool:
        records = records_of((firm.pk,), merged)
        return may_keep or not own_keys.isdisjoint({str(pk) for pk in records})

    rows = tuple(_row(term, overs.get(term.pk), keeps, person, day, today) for term in terms)
    sees = may_keep or any(keeps(term.firm) for term in terms)
    items = cluster.hand_over_items.select_related("holder__merged_into") if sees else ()
    return Calendar(
        rows=rows,
        now=next((row.term for row in rows if row.is_now), None),
        following=next((term for term in terms if term.begins > day), None),
        may_keep=may_keep,
        sees_items=sees,
        items=tuple(sorted(items, key=_by_due)),
        matters=tuple(open_matters(person, cluster)) if sees else (),
        events=tuple(_events(terms)),
    )


def _by_due(item: HandOverItem) -> tuple[bool, bool, date, int]:
    return item.done_on is not None, item.due_on is None, item.due_on or date.max, item.pk


def _row(
    term: ChainHeadTerm, over: HandOver | None, keeps: object, person: Person, day: date,
    today: date,
) -> CalendarRow:  # fmt: skip
    assert callable(keeps)
    may: list[Side] = []
    if over is not None and over.done_at is None and today >= term.begins - REMIND_BEFORE:
        for side, firm in ((Side.OUTGOING, over.outgoing.firm), (Side.INCOMING, term.firm)):
            words = {Side.OUTGOING: over.outgoing_word_by, Side.INCOMING: over.incoming_word_by}
            given_by_self = person.username in words.values()
            if not words[side] and not given_by_self and keeps(firm):
                may.append(side)
    handed = over is not None and over.done_at is not None
    return CalendarRow(
        term, term.begins <= day < term.ends, term.begins > today and not handed, over, tuple(may)
    )


def _events(terms: Sequence[ChainHeadTerm]) -> list[LineEvent]:
    return [
        LineEvent(
            day=term.begins, label=_("chain head: %(firm)s") % {"firm": term.firm.root},
            until=term.ends,
        )
        for term in terms
    ]  # fmt: skip


@dataclass(frozen=True)
class ProposedOrder:
    """Who could take a turn, in which order, and from which month the calendar is free."""

    members: dict[int, str]
    order: list[str]
    free_from: date | None


def proposed_order(cluster: Cluster, today: date) -> ProposedOrder:
    """Propose leading firms that had no turn yet first, by name; three queries and merges."""
    joined = joined_members(cluster.world, today, (cluster.pk,))
    rows = joined.shown(cluster.memberships.on(today)).select_related("firm__merged_into")
    terms = list(cluster.chain_heads.values_list("firm_id", "valid_to"))
    had = {joined.merged.get(firm, firm) for firm, _until in terms}
    members, leading = {}, []
    for row in rows.order_by("firm__sort_key", "pk"):
        members[row.firm.root_id] = row.firm.root.name
        if row.role == MemberRole.LEADER:
            leading.append((row.firm.root_id in had, row.firm.root.name))
    latest = max((until for _firm, until in terms if until), default=None)
    return ProposedOrder(
        members, [name for _had, name in sorted(leading, key=lambda one: one[0])],
        latest if latest and latest > today else None,
    )  # fmt: skip


def terms_ahead(term: ChainHeadTerm, today: date) -> list[ChainHeadTerm]:
    """Return the other terms of the cluster that lie ahead."""
    rows = ChainHeadTerm.objects.filter(cluster=term.cluster_id, known_by__gt=today)
    others = rows.exclude(pk=term.pk).select_related("firm__merged_into")
    return list(others.order_by("known_by"))


def keeps_items(person: Person, cluster: Cluster) -> bool:
    """Say whether the person keeps the calendar of the cluster, or a firm that stands in it."""
    held = reach(person, cluster.world.code)
    if held.may(Permission.KEEP_CHAIN_HEAD, ((ScopeKind.CLUSTER, str(cluster.pk)),)):
        return True
    own = {
        int(key)
        for key in held.keys(Permission.HAND_OVER_CHAIN_HEAD, ScopeKind.FIRM)
        if key.isdecimal()
    }
    firms = set(cluster.chain_heads.values_list("firm_id", flat=True))
    return not own.isdisjoint(records_of(firms, merged_firms(cluster.world)))
