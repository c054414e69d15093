"""Reading what a person was told, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse

from jilian.accounts.models import Person
from jilian.accounts.rules import Role
from jilian.notices.models import Notice
from jilian.notices.rules import KINDS
from jilian.places.models import World
from jilian.ui.parts import Waiting
from jilian.ui.values import day_text


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
