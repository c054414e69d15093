"""How a person departs from a proposal, and what stands against an adoption or its undoing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal
from jilian.clusters.rules.words import Position

FARTHEST_START = timedelta(days=366)
FEWEST_MEMBERS = 2
LONGEST_REASON = 300


class DepartureKind(models.TextChoices):
    """How a person departs from a proposal for one firm."""

    LEFT_OUT = "left_out", pgettext_lazy("firm", "left out")
    ADDED = "added", _("added")
    POSITION = "position", _("other position")


class Adjustment(models.TextChoices):
    """How a membership departs from what a run proposed."""

    ADDED = "added", _("added by a person")
    POSITION = "position", _("position set by a person")


@dataclass(frozen=True)
class Added:
    """A firm that the run did not put there, and why it belongs."""

    reason: str
    position: str = Position.UNKNOWN


@dataclass(frozen=True)
class Placed:
    """Another position than the proposed one, and why."""

    position: str
    reason: str


@dataclass(frozen=True)
class Departures:
    """Where an adoption departs from its proposal; firms by primary key.

    ``left_out`` and ``staying`` map to the reason: ``staying`` are members of the cluster that is
    adopted into, which the run does not put there and which stay nevertheless.
    """

    left_out: Mapping[int, str] = field(default_factory=dict)
    added: Mapping[int, Added] = field(default_factory=dict)
    placed: Mapping[int, Placed] = field(default_factory=dict)
    staying: Mapping[int, str] = field(default_factory=dict)


NO_DEPARTURES = Departures()


def check_departures(departures: Departures, proposed: Collection[int]) -> None:
    """Refuse a departure without a reason, or one that does not depart."""
    reasons = [*departures.left_out.values(), *departures.staying.values()]
    if not all(reason.strip() for reason in reasons):
        raise Refusal("left_out_reason_missing", _("Say why firms are left out."))
    if not all(one.reason.strip() for one in departures.added.values()):
        raise Refusal("added_reason_missing", _("Say why a firm is added."))
    if not all(one.reason.strip() for one in departures.placed.values()):
        raise Refusal("position_reason_missing", _("Say why a firm stands elsewhere in the chain."))
    if any(firm in proposed for firm in departures.added):
        raise Refusal("added_is_proposed", _("A firm that is added is proposed already."))
    positions = {one.position for one in departures.added.values()}
    positions |= {one.position for one in departures.placed.values()}
    if not positions <= set(Position.values):
        raise Refusal("position_unknown", _("There is no such position in a chain."))


def check_adoption(
    *, name: str, reason: str, from_day: date, frozen_on: date, today: date, kept: int
) -> None:
    """Refuse an adoption that would state too little, or something about an earlier day."""
    if not name.strip():
        raise Refusal("name_missing", _("A cluster needs a name."))
    check_decision(reason=reason, from_day=from_day, frozen_on=frozen_on, today=today)
    if kept < FEWEST_MEMBERS:
        raise Refusal("too_few_left", _("A cluster has at least two firms."))


def check_decision(*, reason: str, from_day: date, frozen_on: date, today: date) -> None:
    """Refuse a decision without its reason, before the network it rests on, or far ahead."""
    if not reason.strip():
        raise Refusal("reason_missing", _("An adoption needs its reason."))
    if from_day < frozen_on:
        raise Refusal(
            "day_before_snapshot",
            _("The proposal rests on the network of %(day)s: it says nothing about an earlier day.")
            % {"day": frozen_on.isoformat()},
        )
    if from_day > today + FARTHEST_START:
        raise Refusal("day_too_far", _("The first day lies more than a year ahead."))
