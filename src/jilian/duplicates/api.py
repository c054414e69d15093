"""The API of this area: pairs to judge, judging, and what a new name may already be."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Router, Schema, Status

from jilian.accounts.gate import Request, enter
from jilian.accounts.permissions import Permission
from jilian.duplicates import operations, queries
from jilian.duplicates.models import DuplicatePair
from jilian.duplicates.queries import NewName
from jilian.duplicates.rules import PairState, Verdict

router = Router()
PER_PAGE = 200
MOST_NAMES = 200


class PairOut(Schema):
    """Two records that may be one firm; a firm that has left the register is null."""

    pk: int
    left: int | None
    right: int | None
    left_name: str
    right_name: str
    likelihood: float = Field(description="in [0, 1]")
    reasons: list[str]
    state: str = Field(description="waiting, later, same, different or withdrawn")
    group: int = Field(description="pairs that hang together carry the same number")
    proposed_at: datetime
    last_seen_at: datetime
    judged_at: datetime | None


class VerdictIn(Schema):
    """What is said of a pair."""

    verdict: Verdict
    kept: int | None = Field(None, ge=1, lt=2**63, description="the record that stands for both")
    reason: str = Field("", max_length=300)


class VerdictsIn(Schema):
    """The same of several pairs."""

    pairs: list[Annotated[int, Field(ge=1, lt=2**63)]] = Field(max_length=1000)
    verdict: Verdict
    reason: str = Field("", max_length=300)


class LeftOut(Schema):
    """A pair that was left alone, and why."""

    pk: int
    code: str
    detail: str


class JudgedOut(Schema):
    """What became of several pairs."""

    done: list[int]
    left: list[LeftOut]


class SearchOut(Schema):
    """How far a search has come and what it found."""

    pk: int
    state: str
    steps_done: int
    asked_at: datetime
    ended_at: datetime | None
    firms: int | None
    found: int | None
    fresh: int | None
    again: int | None
    withdrawn: int | None


class NameIn(Schema):
    """A name that is about to be new."""

    name: str = Field(max_length=200)
    division: str = Field("", max_length=12)
    code: str = Field("", max_length=18)
    others: list[str] = Field([], max_length=20)


class TwinOut(Schema):
    """A firm that a new name may be."""

    firm: int
    firm_name: str
    known: str
    likelihood: float
    reasons: list[str]
    told_same: bool


@router.get("/", response=list[PairOut])
def pairs(
    request: HttpRequest,
    world_code: Path[str],
    state: PairState = PairState.WAITING,
    least: float = 0.0,
    page: int = 1,
) -> list[dict[str, Any]]:
    """List pairs in a state, the best first."""
    asking = enter(request, world_code, Permission.MERGE_FIRMS)
    seen = queries.pairs_seen(asking.person, asking.world)
    kept = seen.filter(state=state, likelihood__gte=least)
    first = (max(1, min(page, 10_000)) - 1) * PER_PAGE
    return [_pair(one) for one in kept[first : first + PER_PAGE]]


@router.post("/judge", response=JudgedOut)
def judge_many(request: HttpRequest, world_code: Path[str], said: VerdictsIn) -> dict[str, Any]:
    """Judge several pairs alike; what is refused leaves the others alone."""
    asking = enter(request, world_code, Permission.MERGE_FIRMS)
    judged = operations.judge_pairs(
        by=asking.person, at=timezone.now(), world=asking.world, pks=said.pairs,
        verdict=said.verdict, reason=said.reason,
    )  # fmt: skip
    return {
        "done": [pair.pk for pair in judged.done],
        "left": [
            {"pk": pair.pk, "code": refusal.code, "detail": str(refusal)}
            for pair, refusal in judged.left
        ],
    }


@router.post("/search", response={202: SearchOut})
def search(request: HttpRequest, world_code: Path[str]) -> Status[dict[str, Any]]:
    """Have the names of the world compared; the answer is how far that has come."""
    asking = enter(request, world_code, Permission.MERGE_FIRMS)
    made = operations.ask_for_search(by=asking.person, at=timezone.now(), world=asking.world)
    return Status(202, _plain(made))


@router.get("/search", response=SearchOut | None)
def last_search(request: HttpRequest, world_code: Path[str]) -> dict[str, Any] | None:
    """Say how far the last search has come; null where there was none."""
    asking = enter(request, world_code, Permission.MERGE_FIRMS)
    found = queries.latest_search(asking.person, asking.world)
    return _plain(found) if found else None


@router.post("/twins", response=list[list[TwinOut]])
def twins(
    request: HttpRequest, world_code: Path[str], names: list[NameIn]
) -> list[list[dict[str, Any]]]:
    """Say of each of up to 200 new names which firms of the register it may be."""
    asking = enter(request, world_code, Permission.MERGE_FIRMS)
    asked = [
        NewName(one.name, one.division, one.code, tuple(one.others)) for one in names[:MOST_NAMES]
    ]
    found = queries.likely_twins(asking.world, asked)
    return [
        [
            {"firm": one.firm, "firm_name": one.firm_name, "known": one.known,
             "likelihood": one.likelihood, "reasons": one.reason_codes,
             "told_same": one.told_same}
            for one in found.get(place, ())
        ]
        for place in range(len(asked))
    ]  # fmt: skip


@router.get("/{int:pk}", response=PairOut)
def pair(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, Any]:
    """One pair."""
    asking = enter(request, world_code, Permission.MERGE_FIRMS)
    return _pair(_found(asking, pk))


@router.post("/{int:pk}/judge", response=PairOut)
def judge(request: HttpRequest, world_code: Path[str], pk: int, said: VerdictIn) -> dict[str, Any]:
    """Say that a pair is one firm (and merge it), two firms, or to be looked at later."""
    asking = enter(request, world_code, Permission.MERGE_FIRMS)
    judged = operations.judge_pair(
        by=asking.person, at=timezone.now(), pair=_found(asking, pk), verdict=said.verdict,
        kept=said.kept, reason=said.reason,
    )  # fmt: skip
    return _pair(judged)


@router.post("/{int:pk}/undo", response=PairOut)
def undo(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, Any]:
    """Take the judgement of a pair back, and the merge that it made."""
    asking = enter(request, world_code, Permission.MERGE_FIRMS)
    undone = operations.undo_judgement(by=asking.person, at=timezone.now(), pair=_found(asking, pk))
    return _pair(undone)


def _found(asking: Request, pk: int) -> DuplicatePair:
    return get_object_or_404(queries.pairs_seen(asking.person, asking.world), pk=pk)


def _pair(pair: DuplicatePair) -> dict[str, Any]:
    names = ("pk", "left_name", "right_name", "likelihood", "state", "proposed_at",
             "last_seen_at", "judged_at")  # fmt: skip
    plain = {name: getattr(pair, name) for name in names}
    return {
        **plain,
        "left": pair.left_id,
        "right": pair.right_id,
        "reasons": pair.reason_codes,
        "group": pair.knot,
    }


def _plain(search: Any) -> dict[str, Any]:
    names = ("pk", "state", "steps_done", "asked_at", "ended_at", "firms", "found", "fresh",
             "again", "withdrawn")  # fmt: skip
    return {name: getattr(search, name) for name in names}
