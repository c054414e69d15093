"""The stages of bringing a firm in: what may follow what, and what is counted as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.gaps.rules.words import COUNTED, ORDER, Stage
from jilian.ui.values import day_text

LONGEST_DOCUMENT = 200


@dataclass(frozen=True)
class Step:
    """A stage that was reached on a day."""

    stage: Stage
    on: date


def stage_on(steps: Iterable[Step], day: date) -> Stage | None:
    """How far it had come by the day; dropped out once that has been said; None: not begun."""
    reached = [one.stage for one in steps if one.on <= day]
    if Stage.DROPPED in reached:
        return Stage.DROPPED
    return max(reached, key=ORDER.index, default=None)


def check_step(steps: Sequence[Step], stage: Stage, on: date, reason: str, today: date) -> None:
    """Refuse a stage that goes back, stands already, follows a drop-out or lies ahead.

    Stages may be passed over: a firm may register without having signed. Days never run against
    the order of the stages.
    """
    held = {one.stage: one.on for one in steps}
    if on > today:
        raise Refusal("stage_ahead", _("A stage is recorded once it has been reached."))
    if Stage.DROPPED in held:
        raise Refusal(
            "dropped_out",
            _("It dropped out on %(day)s; correct that first if it is wrong.")
            % {"day": day_text(held[Stage.DROPPED])},
        )
    if stage is Stage.DROPPED:
        if not reason.strip():
            raise Refusal("reason_missing", _("Say why it dropped out."))
    elif any(ORDER.index(one) >= ORDER.index(stage) for one in held):
        raise Refusal(
            "stage_goes_back",
            _("It has come as far already; a stage is taken back by a correction with its reason."),
        )
    check_days([*steps, Step(stage, on)])


def check_days(steps: Iterable[Step]) -> None:
    """Refuse days that run against the order of the stages."""
    rank = {stage: place for place, stage in enumerate((*ORDER, Stage.DROPPED))}
    ordered = sorted(steps, key=lambda one: rank[one.stage])
    for earlier, later in pairwise(ordered):
        if later.on < earlier.on:
            raise Refusal(
                "days_out_of_order",
                _("“%(later)s” on %(day)s lies before “%(earlier)s” on %(other)s.")
                % {"later": later.stage.label, "day": day_text(later.on),
                   "earlier": earlier.stage.label, "other": day_text(earlier.on)},
            )  # fmt: skip


@dataclass(frozen=True)
class StageCount:
    """Who had reached a stage by a day, those who dropped out by then among them."""

    stage: Stage
    reached: tuple[int, ...]
    dropped: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many had reached it by the day."""
        return len(self.reached)

    @property
    def left(self) -> int:
        """How many of them had not dropped out by the day."""
        return len(self.reached) - len(self.dropped)


def counts_on(steps: Mapping[int, Sequence[Step]], day: date) -> tuple[StageCount, ...]:
    """Signed, registered and producing as of the day.

    Each counts who has reached that very stage by the day, also who dropped out afterwards: a
    signature stays signed. Those are counted apart beside it.
    """
    gone = {
        pk
        for pk, held in steps.items()
        if any(one.stage is Stage.DROPPED and one.on <= day for one in held)
    }
    found = []
    for stage in COUNTED:
        reached = tuple(
            pk
            for pk, held in steps.items()
            if any(one.stage is stage and one.on <= day for one in held)
        )
        found.append(StageCount(stage, reached, tuple(pk for pk in reached if pk in gone)))
    return tuple(found)
