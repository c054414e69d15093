"""The API of this area: absorptions with what each side has said."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Router, Schema

from jilian.absorption import queries
from jilian.absorption.models import Absorption
from jilian.absorption.queries.page import is_in_effect
from jilian.accounts.gate import enter
from jilian.accounts.permissions import Permission

router = Router()


class ConsentOut(Schema):
    """What one side has said."""

    side: str = Field(description="firm, body, superior or office")
    answer: str = Field(description="waiting, agreed, conditional or refused")
    words: str
    number: str
    answered_on: date | None


class AbsorptionOut(Schema):
    """An absorption as of a day."""

    pk: int
    cluster: int
    organisation: str = Field(description="its key")
    firm: int
    mode: str = Field(description="superior, or functional: the first line does not move")
    state: str
    in_effect: bool
    evidence: str | None = Field(description="of the supply link; null: a reason stands for it")
    reason: str
    proposed_on: date
    number: str | None
    decided_on: date | None
    effect_on: date | None
    ended_on: date | None
    consents: list[ConsentOut]


@router.get("", response=list[AbsorptionOut])
def absorptions(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List the absorptions that one may see, the latest first; in effect as of `?on=`."""
    asking = enter(request, world_code, Permission.SEE_PROCEDURES)
    rows = queries.absorptions_seen(asking.person, asking.world)
    return [_plain(row, asking.as_of) for row in rows]


@router.get("/{int:pk}", response=AbsorptionOut)
def absorption(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, Any]:
    """Show one absorption."""
    asking = enter(request, world_code, Permission.SEE_PROCEDURES)
    rows = queries.absorptions_seen(asking.person, asking.world)
    return _plain(get_object_or_404(rows, pk=pk), asking.as_of)


def _plain(row: Absorption, day: date) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "cluster": row.cluster_id,
        "organisation": row.organisation.key,
        "firm": row.firm.root_id,
        "mode": row.mode,
        "state": row.state,
        "in_effect": is_in_effect(row, day),
        "evidence": row.link_evidence or None,
        "reason": row.reason,
        "proposed_on": row.proposed_on,
        "number": row.number or None,
        "decided_on": row.decided_on,
        "effect_on": row.effect_on,
        "ended_on": row.ended_on,
        "consents": [
            {
                "side": one.side, "answer": one.answer, "words": one.words,
                "number": one.number, "answered_on": one.answered_on,
            }
            for one in row.consents.all()
        ],
    }  # fmt: skip
