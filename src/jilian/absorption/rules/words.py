"""How an absorption goes: its mode, whose word is asked, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Mode(models.TextChoices):
    """What an absorption changes."""

    SUPERIOR = "superior", _("the superior changes")
    FUNCTIONAL = "functional", _("functional: joins the cluster's line, first line unchanged")


class Side(models.TextChoices):
    """Whose consent an absorption needs."""

    FIRM = "firm", _("the firm")
    BODY = "body", _("its organisation")
    SUPERIOR = "superior", _("the present superior")
    OFFICE = "office", _("the organisation office")


class Answer(models.TextChoices):
    """What a side has said."""

    WAITING = "waiting", pgettext_lazy("consent", "waiting")
    AGREED = "agreed", pgettext_lazy("consent", "agreed")
    CONDITIONAL = "conditional", pgettext_lazy("consent", "agreed on condition")
    REFUSED = "refused", pgettext_lazy("consent", "refused")


class AbsorptionState(models.TextChoices):
    """How far an absorption has come; whether it is in effect is a matter of the day."""

    PROPOSED = "proposed", pgettext_lazy("absorption", "consents awaited")
    AGREED = "agreed", pgettext_lazy("absorption", "all agree, to be decided")
    DECIDED = "decided", pgettext_lazy("absorption", "decided")
    REFUSED = "refused", pgettext_lazy("absorption", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("absorption", "withdrawn")
    MOVED = "moved", pgettext_lazy("absorption", "ended: moved out of the district")
    DISSOLVED = "dissolved", pgettext_lazy("absorption", "ended: dissolved")
    MERGED = "merged", pgettext_lazy("absorption", "ended: merger of two firms")
    UNDONE = "undone", pgettext_lazy("absorption", "undone")


OPEN = frozenset({AbsorptionState.PROPOSED, AbsorptionState.AGREED})
WAYS_OUT = (AbsorptionState.MOVED, AbsorptionState.DISSOLVED, AbsorptionState.MERGED)
ANSWERED = (Answer.AGREED, Answer.CONDITIONAL, Answer.REFUSED)
STATE_MARKS: Mapping[str, str] = {
    AbsorptionState.PROPOSED: "waiting",
    AbsorptionState.AGREED: "soon",
    AbsorptionState.DECIDED: "confirmed",
    AbsorptionState.REFUSED: "refused",
    AbsorptionState.WITHDRAWN: "closed",
    AbsorptionState.MOVED: "closed",
    AbsorptionState.DISSOLVED: "closed",
    AbsorptionState.MERGED: "closed",
    AbsorptionState.UNDONE: "closed",
}
ANSWER_MARKS: Mapping[str, str] = {
    Answer.WAITING: "waiting",
    Answer.AGREED: "confirmed",
    Answer.CONDITIONAL: "open",
    Answer.REFUSED: "refused",
}


def state_after(answers: Sequence[str]) -> AbsorptionState:
    """The state that follows from what all sides have said so far."""
    if Answer.REFUSED in answers:
        return AbsorptionState.REFUSED
    if Answer.WAITING in answers:
        return AbsorptionState.PROPOSED
    return AbsorptionState.AGREED


def check_open(state: str) -> None:
    """Refuse where nothing can be said or changed any more."""
    if state not in OPEN:
        raise Refusal("absorption_closed", _("This absorption has been decided or has ended."))


def check_decidable(
    answers: Mapping[str, str],
    *,
    number: str,
    decided_on: date,
    effect_on: date,
    today: date,
    conditions: str,
) -> None:
    """Refuse a decision before everybody has agreed, or with days that cannot be meant.

    What was agreed on condition needs a word on what becomes of the conditions.
    """
    waiting = [str(Side(side).label) for side, said in answers.items() if said == Answer.WAITING]
    if waiting:
        raise Refusal(
            "consent_missing",
            _("These have not answered yet: %(sides)s.") % {"sides": ", ".join(waiting)},
        )
    if not number.strip():
        raise Refusal("number_missing", _("A decision has a document number."))
    if decided_on > today:
        raise Refusal("decided_later", _("The day of the decision lies in the future."))
    if effect_on < decided_on:
        raise Refusal(
            "effect_before_decision",
            _("An absorption takes effect on the day of the decision or later, never before."),
        )
    if Answer.CONDITIONAL in answers.values() and not conditions.strip():
        raise Refusal(
            "conditions_open",
            _("A side agreed on condition: say what becomes of the condition."),
        )


OUTCOMES: Mapping[str, StrPromise] = {
    AbsorptionState.MOVED: _("the firm moves out of the district"),
    AbsorptionState.DISSOLVED: _("the firm or its organisation is dissolved"),
    AbsorptionState.MERGED: _("the firm merges with another"),
}
