"""Reading what a person was told, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.rules import Role
from jilian.notices.models import Channel, Delivery, DeliveryState, Notice
from jilian.notices.rules import KINDS
from jilian.places.models import World
from jilian.ui.parts import Waiting
from jilian.ui.values import day_text


@dataclass(frozen=True)
class Message:
    """What goes out: a subject for mail, the words, and for mail to which address."""

    subject: str
    words: str
    to: str = ""


def sentence_of(kind: str, details: Mapping[str, object]) -> str:
    """Return what a notice says; KeyError where the catalogue or the details lack something."""
    known = KINDS[kind]
    words = dict(details)
    words.update({name: day_text(date.fromisoformat(str(details[name]))) for name in known.days})
    words.update({name: Role(str(details[name])).label for name in known.roles})
    return str(known.sentence) % words


def notices_for(person: Person, world: World | None = None) -> list[Notice]:
    """Return what waits for a person, oldest first: of one world and of none, or of all."""
    kept = Notice.objects.filter(to=person, done_at__isnull=True, kind__in=KINDS)
    if world is not None:
        kept = kept.filter(Q(world=world) | Q(world__isnull=True))
    return list(kept.select_related("world").order_by("sent_at", "pk"))


def in_words(notice: Notice) -> Waiting:
    """Return a notice as a line with one verb."""
    kind = KINDS[notice.kind]
    return Waiting(
        title=sentence_of(notice.kind, notice.details),
        url=reverse("notices:open", args=(notice.pk,)),
        verb=kind.verb,
        detail=str(notice.world) if notice.world else "",
        state=kind.state,
    )


def waiting_for(person: Person, world: World | None = None) -> list[Waiting]:
    """Return what waits for a person as lines; the part of a page shows the first five."""
    return [in_words(notice) for notice in notices_for(person, world)]


def settled_for(person: Person, since: datetime) -> list[tuple[Notice, str]]:
    """Return what has been settled since a moment, newest first, with its words."""
    kept = Notice.objects.filter(to=person, done_at__gte=since, kind__in=KINDS)
    return [
        (notice, sentence_of(notice.kind, notice.details))
        for notice in kept.order_by("-done_at")[:50]
    ]


def channels_for(person: Person) -> list[Channel]:
    """Return the channels that are on for a person: one's own mail, the groups of one's roles."""
    on = list(Channel.objects.filter(is_on=True))
    return [one for one in on if _is_for(one, person)] if on else []


def _is_for(channel: Channel, person: Person) -> bool:
    if not channel.is_robot and not person.email:
        return False
    if not channel.role:
        return not channel.is_robot
    return any(
        held.role == channel.role
        and channel.world_code in ("", held.world_code)
        and channel.scope_key in ("", held.scope_key)
        for held in person.current_appointments
    )


def due(at: datetime) -> QuerySet[Delivery]:
    """Messages whose next try is due, the oldest first; a try that never ended is one of them."""
    states = (DeliveryState.WAITING, DeliveryState.SENDING)
    return Delivery.objects.filter(
        state__in=states, next_try_at__lte=at, channel__is_on=True
    ).order_by("next_try_at", "pk")


def is_something_due(at: datetime) -> bool:
    """Say whether a message waits to be sent now."""
    return due(at).exists()


def message_of(delivery: Delivery) -> Message:
    """Return what leaves the house: a fixed sentence of the notice's kind and a link, no details.

    A test by mail goes to whoever asked for it.
    """
    channel, notice = delivery.channel, delivery.notice
    with translation.override(channel.language):
        words = _("This channel works.") if notice is None else str(KINDS[notice.kind].outside)
        name, colon = _("Jilian"), _(": ")
        first = f"{name}{colon}{words}"
        lines = [first]
        if channel.link:
            lines.append(channel.link.rstrip("/") + reverse("notices:list"))
        to = "" if channel.is_robot else _mail_of(delivery)
        return Message(subject=first, words="\n".join(lines), to=to)


def _mail_of(delivery: Delivery) -> str:
    if delivery.notice is not None:
        return delivery.notice.to.email
    keeper = Person.objects.filter(username=delivery.asked_by).first()
    return keeper.email if keeper else ""


@dataclass(frozen=True)
class ChannelState:
    """A channel with what it sent: when last, how much waits, how much failed."""

    channel: Channel
    sent: int
    waiting: int
    failed: int
    last_sent_at: datetime | None


def channel_states() -> list[ChannelState]:
    """Return every channel with its counts; one query."""
    states = DeliveryState
    rows = Channel.objects.annotate(
        sent_count=Count("deliveries", filter=Q(deliveries__state=states.SENT)),
        waiting_count=Count(
            "deliveries", filter=Q(deliveries__state__in=(states.WAITING, states.SENDING))
        ),
        failed_count=Count("deliveries", filter=Q(deliveries__state=states.FAILED)),
        last_sent=Max("deliveries__tried_at", filter=Q(deliveries__state=states.SENT)),
    ).order_by("kind", "pk")
    return [
        ChannelState(one, one.sent_count, one.waiting_count, one.failed_count, one.last_sent)
        for one in rows
    ]
