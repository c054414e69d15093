"""How a pass or permit goes, as plain values."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.shortages.rules.words import CHECKLISTS, PermitState

STEPS: Mapping[str, frozenset[str]] = {
    PermitState.ASKED: frozenset({PermitState.ACCEPTED, PermitState.REFUSED}),
    PermitState.ACCEPTED: frozenset({PermitState.GIVEN, PermitState.REFUSED}),
}


def check_step(state: str, to: str) -> None:
    """Refuse a step that cannot follow: asked, accepted, then given or refused."""
    if to not in STEPS.get(state, frozenset()):
        raise Refusal("permit_step", _("This step cannot follow: take it up first, decide once."))


def check_ticked(kind: str, ticked: Collection[str]) -> None:
    """Refuse to give it before every point of its checklist is ticked."""
    missing = [str(words) for code, words in CHECKLISTS[kind].items() if code not in ticked]
    if missing:
        raise Refusal(
            "checklist_open", _("Not ticked yet: %(points)s.") % {"points": "; ".join(missing)}
        )
    if not set(ticked) <= set(CHECKLISTS[kind]):
        raise Refusal("choice_unknown", _("This point is not on the checklist."))
