"""Positions, roles and states of clusters and formation runs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal
from jilian.clusters.rules.adopting import (
    FEWEST_MEMBERS,
    Added,
    Adjustment,
    DepartureKind,
    Departures,
    Placed,
    check_adoption,
    check_decision,
    check_departures,
)
from jilian.clusters.rules.scope import WHOLE, Scope, check_scope, scope_of
from jilian.clusters.rules.words import Position

__all__ = [
    "FEWEST_MEMBERS",
    "POSITIONS",
    "RUN_NOTES",
    "WHOLE",
    "Added",
    "Adjustment",
    "ClusterRow",
    "DepartureKind",
    "Departures",
    "HostKind",
    "MemberRole",
    "MemberRow",
    "NameRow",
    "Parameters",
    "Placed",
    "Position",
    "RunState",
    "Scope",
    "Spell",
    "check_adoption",
    "check_decision",
    "check_departures",
    "check_parameters",
    "check_scope",
    "is_boundary",
    "place_of",
    "prefix_of",
    "run_note",
    "scope_of",
]

# A membership below either is a boundary firm: a person looks at it before adopting.
FIRM_INSIDE_SHARE = 0.5
FIRM_STABLE_SHARE = 0.8
LARGEST_SEED = 2**31 - 1


class MemberRole(models.TextChoices):
    """What a firm is in its cluster."""

    LEADER = "leader", _("leading firm")
    MEMBER = "member", _("member")


class HostKind(models.TextChoices):
    """Who hosts a cluster's organisation."""

    TOWN = "town", pgettext_lazy("host", "town or street")
    BUREAU = "bureau", _("bureau")
    ZONE = "zone", _("development zone")
    UNIVERSITY_TOWN = "university_town", _("university town")
    NONE = "none", _("none yet")


class RunState(models.TextChoices):
    """How far a formation run has come."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")

    @property
    def is_open(self) -> bool:
        """Whether the run has yet to end."""
        return self in (RunState.WAITING, RunState.RUNNING)


# The order in which positions are listed and drawn: along the chain, then what stands beside it.
POSITIONS: tuple[Position, ...] = tuple(Position)


@dataclass(frozen=True)
class Spell:
    """From when to when something held, as a source states it; see ``base.dated``."""

    known_by: date
    valid_from: date | None = None
    not_before: date | None = None
    valid_to: date | None = None
    row: int | None = None

    @property
    def first_shown(self) -> date:
        """The first day on which it is known to hold."""
        return self.valid_from or self.known_by

    @property
    def days(self) -> dict[str, date | None]:
        """The four days as fields of a dated record."""
        return {
            "valid_from": self.valid_from,
            "known_by": self.first_shown,
            "not_before": None if self.valid_from else self.not_before,
            "valid_to": self.valid_to,
        }


@dataclass(frozen=True)
class ClusterRow:
    """One cluster as a source states it; an empty text means "not stated"."""

    key: str
    name: str
    spell: Spell
    name_en: str = ""
    industry_word: str = ""
    host_kind: str = HostKind.NONE
    host: str = ""
    host_division_code: str = ""


@dataclass(frozen=True)
class NameRow:
    """One name of a cluster while it holds."""

    text: str
    spell: Spell


@dataclass(frozen=True)
class MemberRow:
    """One firm in a cluster as a source states it; the firm by scheme and identifier."""

    firm: tuple[str, str]
    reason: str
    spell: Spell
    role: str = MemberRole.MEMBER
    position: str = Position.UNKNOWN


@dataclass(frozen=True)
class Parameters:
    """What a person may choose for a run; no resolution: found by a stability scan.

    ``from_existing``: the run begins at the clusters that stand on its day, instead of at single
    firms.
    """

    resolution: float | None = None
    seed: int = 7
    least_size: int = 3
    scope: Scope = WHOLE
    from_existing: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The parameters as they are kept with a run; a scope only where it narrows."""
        kept: dict[str, Any] = {
            "resolution": self.resolution, "seed": self.seed, "least_size": self.least_size,
        }  # fmt: skip
        if not self.scope.is_whole:
            kept["scope"] = self.scope.as_dict()
        if self.from_existing:
            kept["from_existing"] = True
        return kept

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Parameters:
        """Read what ``as_dict`` wrote."""
        return cls(**{**kept, "scope": Scope.from_dict(kept.get("scope", {}))})


def check_parameters(asked: Parameters, as_of: date, today: date) -> None:
    """Refuse what no run can be made with."""
    if as_of > today:
        raise Refusal("day_ahead", _("The network of a day that has not come is not known."))
    if asked.resolution is not None and not (
        math.isfinite(asked.resolution) and asked.resolution > 0
    ):
        raise Refusal("resolution_wrong", _("The resolution must be a number above zero."))
    if not 0 <= asked.seed <= LARGEST_SEED:
        raise Refusal(
            "seed_wrong",
            _("The seed must be a whole number from 0 to %(most)s.") % {"most": LARGEST_SEED},
        )
    if asked.least_size < FEWEST_MEMBERS:
        raise Refusal("least_size_wrong", _("A cluster has at least two firms."))
    check_scope(asked.scope)


def is_boundary(inside_share: float | None, stable_share: float | None) -> bool:
    """Say whether a firm belongs only loosely: little of its weight inside, or runs disagree."""
    return (inside_share is not None and inside_share < FIRM_INSIDE_SHARE) or (
        stable_share is not None and stable_share < FIRM_STABLE_SHARE
    )


RUN_NOTES = {
    "no_firms": _("The register holds no firm on this day."),
    "no_links": _("No supply link is known on this day: there is nothing to form clusters from."),
    "no_clusters": _("No group of firms reaches the least size: nothing is proposed."),
    "snapshot_altered": _("The snapshot is not what was frozen; it is not computed with."),
    "scope_empty": _("No firm of this day fits the scope of the run."),
    "defect": _("The computation stopped because of a defect; it is in the log."),
}


def run_note(code: str) -> str:
    """Return the sentence for the code that a failed run keeps, in the reader's language."""
    if not code:
        return ""
    if code in RUN_NOTES:
        return str(RUN_NOTES[code])
    return str(_("The computation was refused (%(code)s).") % {"code": code})


def place_of(code: str, places: dict[str, int]) -> int | None:
    """Return the place whose code begins that of a division; the longest where several do.

    ``places`` maps codes without the zeros at their end (``3304`` for 嘉兴市) to anything.
    """
    for length in range(len(code), 1, -1):
        if code[:length] in places:
            return places[code[:length]]
    return None


def prefix_of(code: str) -> str:
    """Return a division's code without its empty ends: 330400 becomes 3304, 310117 stays."""
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code
