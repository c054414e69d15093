"""The API of this area: the figures of a text, read and checked; nothing is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Router, Schema

from jilian.accounts.gate import enter
from jilian.accounts.permissions import Permission
from jilian.statements import queries
from jilian.statements.analysis import figures_in
from jilian.statements.formats import MOST_CHARACTERS, checked_length, plain_check
from jilian.statements.rules.checking import check

router = Router(tags=["Statements"])


class StatementIn(Schema):
    """A text, and the day on which it was written."""

    text: str = Field(max_length=MOST_CHARACTERS)
    written: date | None = Field(None, description="null: today")


class StatedReadingOut(Schema):
    """One way to understand a figure."""

    words: str
    verdict: str
    why: str


class StatedFindingOut(Schema):
    """What a rule found; `figures` are places in the list of figures."""

    code: str
    verdict: str
    figures: list[int]
    why: str
    readings: list[StatedReadingOut]


class StatedRecordOut(Schema):
    """What the records hold beside it."""

    words: str
    period: str
    where: str
    url: str


class StatedFigureOut(Schema):
    """A figure of the text; numbers are decimal strings in the base unit."""

    span: list[int]
    text: str
    kind: str
    value: str | None
    bound: str
    low: str | None
    high: str | None
    unit: str
    period: str
    measure: str
    verdict: str = Field(description="consistent, contradictory, ambiguous or uncheckable")
    why: str
    findings: list[StatedFindingOut]
    records: list[StatedRecordOut]


class StatementOut(Schema):
    """The figures of the text and how many have which verdict."""

    figures: list[StatedFigureOut]
    counts: dict[str, int]


@router.post("/check", response=StatementOut)
def check_statement(
    request: HttpRequest, world_code: Path[str], asked: StatementIn
) -> dict[str, Any]:
    """Read the figures of a text and check them; nothing of it is kept."""
    asking = enter(request, world_code, Permission.CHECK_STATEMENTS)
    day = asked.written or timezone.localdate()
    when = (day.year, day.month)
    figures = figures_in(checked_length(asked.text), written=when)
    held = queries.held_records(asking.person, asking.world, figures)
    return plain_check(check(asked.text, figures, written=when, held=held))
