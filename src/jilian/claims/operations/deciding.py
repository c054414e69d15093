"""Deciding by a word: on one claim, on one correction, on many at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.base.errors import Refusal
from jilian.claims import queries
from jilian.claims.models import Claim, Correction
from jilian.claims.operations.claims import accept_claim, ask_back_claim, end_claim, refuse_claim
from jilian.claims.operations.corrections import (
    accept_correction,
    answer_question,
    ask_back_correction,
    refuse_correction,
    undo_accepted,
)
from jilian.claims.operations.telling import tell_firm
from jilian.claims.rules import CorrectionState
from jilian.places.models import World


def decide_claim(*, by: Person, at: datetime, claim: Claim, verdict: str, words: str = "") -> Claim:
    """Decide on a claim: accept, refuse, ask or end."""
    match verdict:
        case "accept":
            return accept_claim(by=by, at=at, claim=claim)
        case "refuse":
            return refuse_claim(by=by, at=at, claim=claim, reason=words)
        case "ask":
            return ask_back_claim(by=by, at=at, claim=claim, question=words)
        case "end":
            return end_claim(by=by, at=at, claim=claim, reason=words)
    raise Refusal("verdict_unknown", _("Accept, refuse, ask or end."))


@transaction.atomic
def decide_correction(
    *, by: Person, at: datetime, correction: Correction, verdict: str, words: str = ""
) -> Correction:
    """Decide on one correction (accept, refuse, answer, ask, undo) and tell the firm."""
    decided = _decide(by, at, correction, verdict, words)
    if verdict not in ("ask", "undo"):
        _tell_decided(by, at, [decided])
    return decided


@dataclass
class Decided:
    """What became of several corrections decided at once."""

    done: list[Correction] = field(default_factory=list)
    left: list[tuple[Correction, Refusal]] = field(default_factory=list)


def decide_corrections(
    *,
    by: Person,
    at: datetime,
    world: World,
    pks: Collection[int],
    verdict: str,
    words: str = "",
) -> Decided:
    """Decide on several corrections, each for itself: what is refused leaves the others alone.

    ``verdict``: accept, refuse, answer or ask. Every firm is told once what was decided.
    """
    allow(by, Permission.REVIEW_CLAIMS, world_code=world.code)
    decided = Decided()
    found = queries.corrections_seen(by, world).filter(pk__in=list(pks))
    for correction in found.order_by("waiting_since", "pk"):
        try:
            decided.done.append(_decide(by, at, correction, verdict, words))
        except Refusal as refusal:
            decided.left.append((correction, refusal))
    if verdict != "ask":
        _tell_decided(by, at, decided.done)
    return decided


def _decide(
    by: Person, at: datetime, correction: Correction, verdict: str, words: str
) -> Correction:
    match verdict:
        case "accept":
            return accept_correction(by=by, at=at, correction=correction)
        case "refuse":
            return refuse_correction(by=by, at=at, correction=correction, reason=words)
        case "answer":
            return answer_question(by=by, at=at, correction=correction, reason=words)
        case "ask":
            return ask_back_correction(by=by, at=at, correction=correction, question=words)
        case "undo":
            return undo_accepted(by=by, at=at, correction=correction, reason=words)
    raise Refusal("verdict_unknown", _("Accept, refuse, answer, ask or undo."))


@transaction.atomic
def _tell_decided(by: Person, at: datetime, decided: Collection[Correction]) -> None:
    by_firm: dict[int, list[Correction]] = {}
    for one in decided:
        by_firm.setdefault(one.firm.root_id, []).append(one)
    for corrections in by_firm.values():
        accepted = sum(one.state != CorrectionState.REFUSED for one in corrections)
        tell_firm(
            by=by,
            at=at,
            correction=corrections[0],
            kind="corrections_decided",
            details={"accepted": accepted, "refused": len(corrections) - accepted},
        )
