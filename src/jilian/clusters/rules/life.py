"""What happened to a cluster: kinds of dated changes, and who joined, left and led, from spells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import models
from django.utils.translation import pgettext_lazy


class ChangeKind(models.TextChoices):
    """Kinds of changes, in the order in which they are offered as filters."""

    FOUNDED = "founded", pgettext_lazy("change", "founding and end")
    NAMED = "named", pgettext_lazy("change", "names")
    JOINED = "joined", pgettext_lazy("change", "firms that join")
    LEFT = "left", pgettext_lazy("change", "firms that leave")
    LED = "led", pgettext_lazy("change", "leading firms")
    BODY = "body", pgettext_lazy("change", "body of the cluster")
    TYPE = "type", pgettext_lazy("change", "type of the body")
    UNDER = "under", pgettext_lazy("change", "organisations in its line")

    @property
    def is_of_organisations(self) -> bool:
        """Whether only those see it who may see the organisations."""
        return self in (ChangeKind.BODY, ChangeKind.TYPE, ChangeKind.UNDER)


class Begin(NamedTuple):
    """When something began, as far as it is known; see ``base.dated``."""

    day: date | None
    known_by: date
    not_before: date | None = None


@dataclass(frozen=True)
class MemberSpell:
    """One membership of a firm in the cluster, as it is recorded."""

    firm: int
    name: str
    begin: Begin
    ended: date | None
    leads: bool
    reason: str
    source: int
    end_reason: str = ""


@dataclass(frozen=True)
class Stay:
    """Spells of a firm that follow on each other without a day between: from the first to the last.

    A change of role or place in the chain ends one spell and begins the next; it is no leaving.
    """

    first: MemberSpell
    ended: date | None
    last: MemberSpell


def stays(spells: Iterable[MemberSpell]) -> list[Stay]:
    """Put the spells of each firm together, by firm and day."""
    by_firm: defaultdict[int, list[MemberSpell]] = defaultdict(list)
    for spell in spells:
        by_firm[spell.firm].append(spell)
    return [stay for held in by_firm.values() for stay in _stays_of_one(held)]


def _stays_of_one(spells: Sequence[MemberSpell]) -> list[Stay]:
    found: list[Stay] = []
    for spell in sorted(spells, key=lambda one: one.begin.known_by):
        last = found[-1] if found else None
        if last is None or (last.ended is not None and spell.begin.known_by > last.ended):
            found.append(Stay(spell, spell.ended, spell))
        elif last.ended is not None and (spell.ended is None or spell.ended > last.ended):
            found[-1] = Stay(last.first, spell.ended, spell)
    return found


def leading(spells: Iterable[MemberSpell]) -> list[Stay]:
    """The times during which firms led, each with its first spell."""
    return stays(spell for spell in spells if spell.leads)
