"""The API of this area: claims and corrections, one's own and those to decide on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Router, Schema, Status

from jilian.accounts.gate import Request, enter
from jilian.accounts.permissions import Permission
from jilian.claims import operations, queries
from jilian.claims.models import Claim, Correction
from jilian.claims.rules import ClaimState, CorrectionState
from jilian.firms.models import Firm

router = Router()
PER_PAGE = 200


class ClaimOut(Schema):
    """A claim; ``firm`` is told only to those who decide, and to the person once accepted."""

    pk: int
    scheme: str
    identifier: str
    firm: int | None
    person: str
    paper: str
    paper_number: str
    words: str
    state: str = Field(description="filed, asked_back, accepted, refused, withdrawn or ended")
    question: str
    reason: str
    filed_at: datetime
    waiting_since: datetime
    decided_at: datetime | None


class ClaimIn(Schema):
    """What is claimed, and by which paper; no personal numbers."""

    scheme: str = "uscc"
    identifier: str = Field(max_length=80)
    paper: str
    paper_number: str = Field("", max_length=80)
    words: str = Field("", max_length=500)


class WordsIn(Schema):
    """A reason, a question or an answer."""

    words: str = Field("", max_length=500)


class CorrectionOut(Schema):
    """A correction of one value of a firm."""

    pk: int
    firm: int
    field: str
    manner: str
    record: int
    before: dict[str, Any]
    value: dict[str, Any]
    from_day: date | None
    words: str
    state: str
    question: str
    reason: str
    filed_at: datetime
    waiting_since: datetime
    decided_at: datetime | None
    source: int | None
    against: str = Field("", description="what keeps it from being accepted today, in words")


class CorrectionIn(Schema):
    """What the firm says of one value of its record."""

    firm: int
    field: str
    manner: str
    record: int = Field(0, ge=0, lt=2**63)
    value: dict[str, Any] = {}
    from_day: date | None = None
    words: str = Field(max_length=500)


@router.get("/", response=list[ClaimOut])
def claims(
    request: HttpRequest, world_code: Path[str], state: ClaimState | None = None, page: int = 1
) -> list[dict[str, Any]]:
    """List the claims of a world, the longest waiting first."""
    asking = enter(request, world_code, Permission.REVIEW_CLAIMS)
    seen = queries.claims_seen(asking.person, asking.world).order_by("waiting_since", "pk")
    kept = seen.filter(state=state) if state else seen
    return [_claim(one, decides=True) for one in _paged(kept, page)]


@router.get("/own", response=list[ClaimOut])
def own_claims(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List what I have claimed."""
    asking = enter(request, world_code, Permission.CLAIM_FIRM)
    mine = queries.own_claims(asking.person).filter(world=asking.world)
    return [_claim(one) for one in mine]


@router.post("/own", response={201: ClaimOut})
def file(request: HttpRequest, world_code: Path[str], wanted: ClaimIn) -> Status[dict[str, Any]]:
    """Claim a firm by its identifier."""
    asking = enter(request, world_code, Permission.CLAIM_FIRM)
    claim = operations.file_claim(
        by=asking.person, at=timezone.now(), world=asking.world, **wanted.model_dump()
    )
    return Status(201, _claim(claim))


@router.post("/{int:pk}/{verdict}", response=ClaimOut)
def decide_claim(
    request: HttpRequest, world_code: Path[str], pk: int, verdict: str, given: WordsIn
) -> dict[str, Any]:
    """Decide on a claim: accept, refuse, ask or end."""
    asking = enter(request, world_code, Permission.REVIEW_CLAIMS)
    claim = get_object_or_404(queries.claims_seen(asking.person, asking.world), pk=pk)
    decided = operations.decide_claim(
        by=asking.person, at=timezone.now(), claim=claim, verdict=verdict, words=given.words
    )
    return _claim(decided, decides=True)


@router.get("/corrections", response=list[CorrectionOut])
def corrections(
    request: HttpRequest,
    world_code: Path[str],
    state: CorrectionState | None = None,
    page: int = 1,
) -> list[dict[str, Any]]:
    """List the corrections of a world, the longest waiting first."""
    asking = enter(request, world_code, Permission.REVIEW_CLAIMS)
    return _corrections(asking, state, page)


@router.get("/corrections/own", response=list[CorrectionOut])
def own_corrections(
    request: HttpRequest,
    world_code: Path[str],
    state: CorrectionState | None = None,
    page: int = 1,
) -> list[dict[str, Any]]:
    """List the corrections of the firms that I keep."""
    asking = enter(request, world_code, Permission.CORRECT_FIRM)
    return _corrections(asking, state, page)


@router.post("/corrections/own", response={201: CorrectionOut})
def propose(
    request: HttpRequest, world_code: Path[str], wanted: CorrectionIn
) -> Status[dict[str, Any]]:
    """Propose one value of a firm that I keep, or question it."""
    asking = enter(request, world_code, Permission.CORRECT_FIRM)
    own = Firm.objects.visible_to(asking.person, asking.world, Permission.CORRECT_FIRM)
    firm = get_object_or_404(own.select_related("world"), pk=wanted.firm)
    given = wanted.model_dump(exclude={"firm"})
    made = operations.propose_correction(
        by=asking.person, at=timezone.now(), world=asking.world, firm=firm, **given
    )
    return Status(201, _correction(made))


@router.post("/corrections/{int:pk}/{verdict}", response=CorrectionOut)
def decide_correction(
    request: HttpRequest, world_code: Path[str], pk: int, verdict: str, given: WordsIn
) -> dict[str, Any]:
    """Decide on a correction: accept, refuse, answer, ask or undo."""
    asking = enter(request, world_code, Permission.REVIEW_CLAIMS)
    found = get_object_or_404(queries.corrections_seen(asking.person, asking.world), pk=pk)
    decided = operations.decide_correction(
        by=asking.person, at=timezone.now(), correction=found, verdict=verdict, words=given.words
    )
    return _correction(decided)


def _corrections(asking: Request, state: CorrectionState | None, page: int) -> list[dict[str, Any]]:
    seen = queries.corrections_seen(asking.person, asking.world)
    kept = (seen.filter(state=state) if state else seen).order_by("waiting_since", "pk")
    found = queries.proposals(_paged(kept, page), asking.today)
    return [_correction(one.correction, str(one.against)) for one in found]


def _paged(rows: Any, page: int) -> Any:
    first = (max(1, min(page, 10_000)) - 1) * PER_PAGE
    return rows[first : first + PER_PAGE]


def _claim(claim: Claim, *, decides: bool = False) -> dict[str, Any]:
    names = (
        "pk", "scheme", "identifier", "paper", "paper_number", "words", "state", "question",
        "reason", "filed_at", "waiting_since", "decided_at",
    )  # fmt: skip
    plain = {name: getattr(claim, name) for name in names}
    told = decides or claim.state == ClaimState.ACCEPTED
    return {
        **plain,
        "firm": claim.firm_id if told else None,
        "person": str(claim.person),
    }


def _correction(correction: Correction, against: str = "") -> dict[str, Any]:
    names = (
        "pk", "field", "manner", "record", "before", "value", "from_day", "words", "state",
        "question", "reason", "filed_at", "waiting_since", "decided_at",
    )  # fmt: skip
    plain = {name: getattr(correction, name) for name in names}
    return {
        **plain,
        "firm": correction.firm_id,
        "source": correction.source_id,
        "against": against,
    }
