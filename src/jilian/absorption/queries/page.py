"""Absorptions as lists and pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _, pgettext

from jilian.absorption.models import Absorption, AbsorptionQuerySet, Consent
from jilian.absorption.queries.people import may_answer
from jilian.absorption.rules import AbsorptionState, Side
from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.clusters.models import Cluster
from jilian.network.models import SupplyLink
from jilian.places.models import World
from jilian.ui.drawings import LineEvent

P = Permission


def absorptions_seen(person: Person, world: World) -> AbsorptionQuerySet:
    """The absorptions that the person may see, with what a list shows; two queries."""
    consents: Prefetch[Any] = Prefetch("consents", Consent.objects.order_by("pk"))
    return (
        Absorption.objects.visible_to(person, world)
        .select_related(
            "cluster", "organisation__division", "firm__merged_into", "superior__division", "body",
            "world",
        )
        .prefetch_related(consents)
    )  # fmt: skip


def absorptions_of_cluster(person: Person, cluster: Cluster, day: date) -> list[Absorption]:
    """The absorptions of a cluster that the person may see, the open ones first."""
    rows = absorptions_seen(person, cluster.world).filter(cluster=cluster)
    return sorted(
        rows.filter(proposed_on__lte=day),
        key=lambda one: (not one.is_open, -one.proposed_on.toordinal()),
    )


@dataclass(frozen=True)
class ConsentLine:
    """One side, what it said, and whether this reader may answer for it."""

    consent: Consent
    may_answer: bool


@dataclass(frozen=True)
class AbsorptionPage:
    """Everything that the page of an absorption shows."""

    absorption: Absorption
    lines: tuple[ConsentLine, ...]
    events: tuple[LineEvent, ...]
    link: SupplyLink | None  # None: none recorded, or this reader does not see it
    waits: tuple[str, ...]
    is_in_effect: bool
    may_decide: bool
    may_withdraw: bool
    may_end: bool
    may_undo: bool


def absorption_page(person: Person, absorption: Absorption, day: date) -> AbsorptionPage:
    """Gather the page."""
    held = reach(person, absorption.world.code)
    lines = tuple(
        ConsentLine(one, absorption.is_open and may_answer(person, absorption, one.side))
        for one in absorption.consents.all()
    )
    link = None
    if absorption.link_id:
        seen = SupplyLink.objects.filter(pk=absorption.link_id)
        link = (
            seen.few_visible_to(person, absorption.world)
            .select_related("supplier__merged_into", "buyer__merged_into", "source")
            .first()
        )
    decides = held.may(P.DECIDE_ABSORPTION)
    proposes = held.may(P.PROPOSE_ABSORPTION, absorption.scopes)
    is_decided = absorption.state == AbsorptionState.DECIDED
    return AbsorptionPage(
        absorption=absorption,
        lines=lines,
        events=events_of(absorption, [line.consent for line in lines]),
        link=link,
        waits=tuple(absorption.waits),
        is_in_effect=is_in_effect(absorption, day),
        may_decide=decides and absorption.state == AbsorptionState.AGREED,
        may_withdraw=(proposes or decides) and absorption.is_open,
        may_end=decides and (is_decided or absorption.is_open),
        may_undo=decides and is_decided,
    )


def is_in_effect(absorption: Absorption, day: date) -> bool:
    """Whether the absorption had taken effect on the day and not ended."""
    if absorption.effect_on is None or absorption.state == AbsorptionState.UNDONE:
        return False
    ended = absorption.ended_on is not None and day >= absorption.ended_on
    return absorption.effect_on <= day and not ended


def events_of(absorption: Absorption, consents: Sequence[Consent]) -> tuple[LineEvent, ...]:
    """Everything dated about it, on one line."""
    events = [LineEvent(absorption.proposed_on, pgettext("absorption", "proposed"))]
    by_day: dict[date, list[str]] = {}
    for one in consents:
        if one.answered_on is not None:
            words = f"{Side(one.side).label}: {one.get_answer_display()}"
            by_day.setdefault(one.answered_on, []).append(words)
    events += [LineEvent(day, "; ".join(words)) for day, words in by_day.items()]
    if absorption.decided_on is not None:
        words = _("decided, %(number)s") % {"number": absorption.number}
        events.append(LineEvent(absorption.decided_on, words, kind="confirmed"))
    if absorption.effect_on is not None:
        events.append(LineEvent(absorption.effect_on, _("takes effect"), kind="planned"))
    if absorption.ended_on is not None:
        events.append(LineEvent(absorption.ended_on, str(absorption.get_state_display())))
    return tuple(sorted(events, key=lambda event: event.day or date.max))
