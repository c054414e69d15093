"""Positions, roles and states of clusters and formation runs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal

# A membership below either is a boundary firm: a person looks at it before adopting.
FIRM_INSIDE_SHARE = 0.5
FIRM_STABLE_SHARE = 0.8
LARGEST_SEED = 2**31 - 1
FARTHEST_START = timedelta(days=366)
FEWEST_MEMBERS = 2


class Position(models.TextChoices):
    """Where in the chain a member stands, computed from the direction of links."""

    UPSTREAM = "upstream", _("upstream")
    MIDSTREAM = "midstream", _("midstream")
    DOWNSTREAM = "downstream", _("downstream")
    SUPPORTING = "supporting", _("supporting")
    UNKNOWN = "unknown", _("position unknown")


class MemberRole(models.TextChoices):
    """What a firm is in its cluster."""

    LEADER = "leader", _("leading firm")
    MEMBER = "member", _("member")


class HostKind(models.TextChoices):
    """Who hosts a cluster's organisation."""

    TOWN = "town", _("town or street")
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
    """What a person may choose for a run; no resolution: found by a stability scan."""

    resolution: float | None = None
    seed: int = 7
    least_size: int = 3

    def as_dict(self) -> dict[str, float | int | None]:
        """The parameters as they are kept with a run."""
        return {"resolution": self.resolution, "seed": self.seed, "least_size": self.least_size}


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


def check_adoption(
    *, name: str, reason: str, from_day: date, frozen_on: date, today: date, kept: int
) -> None:
    """Refuse an adoption that would state too little, or something about an earlier day."""
    if not name.strip():
        raise Refusal("name_missing", _("A cluster needs a name."))
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
    if kept < FEWEST_MEMBERS:
        raise Refusal("too_few_left", _("A cluster has at least two firms."))


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
