"""The API of this area: rule sets, what a firm qualifies for, who came near in the latest check."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Router, Schema

from jilian.accounts.gate import enter
from jilian.accounts.permissions import Permission
from jilian.firms.models import Firm
from jilian.policies import analysis, queries
from jilian.policies.rules.sets import find_set, set_words, versions_of_day
from jilian.policies.rules.words import Procedure
from jilian_engine.rulebook.qualifications import load_rule_sets

router = Router()
MOST = 1_000


class RuleSetOut(Schema):
    """A version of the rules of a qualification."""

    id: str
    qualification: str
    words: str
    valid_from: date | None = Field(description="null: no day is stated")
    valid_to: date | None = Field(description="first day on which it no longer holds")
    confirmation: str
    documents: list[str]


class CheckOut(Schema):
    """A pre-check of one firm, never a recognition; lines with values, years and sources."""

    rule_set: str
    on: date
    procedure: str
    why_version: str
    standing: str = Field(description="qualifies, people, one_short, unknown or short")
    counts: dict[str, int]
    lines: list[dict[str, Any]]


class NearOut(Schema):
    """A firm that came near a rule set in the latest check."""

    firm: int
    name: str
    rule_set: str
    standing: str
    met: int
    unmet: int
    unknown: int
    manual: int
    short_line: str
    lines: dict[str, str]


@router.get("/rule-sets", response=list[RuleSetOut])
def rule_sets(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List the rule sets with their days and documents."""
    enter(request, world_code, Permission.SEE_CHECKS)
    return [
        {
            "id": one.id, "qualification": one.qualification, "words": set_words(one),
            "valid_from": one.valid_from, "valid_to": one.valid_to,
            "confirmation": one.confirmation,
            "documents": [f"{by.title} {by.number or ''}".strip() for by in one.sources],
        }
        for one in load_rule_sets()
    ]  # fmt: skip


@router.get("/firms/{int:pk}", response=list[CheckOut])
def firm_checks(
    request: HttpRequest, world_code: Path[str], pk: int, procedure: str = "new", batch: str = ""
) -> list[dict[str, object]]:
    """Check one firm as of `?on=` by the versions for `?procedure=` and `?batch=`."""
    asking = enter(request, world_code, Permission.SEE_CHECKS)
    if procedure not in Procedure.values:
        raise Http404
    seen = Firm.objects.visible_to(asking.person, asking.world, Permission.SEE_CHECKS)
    firm: Firm = get_object_or_404(seen.select_related("world", "merged_into"), pk=pk)
    versions = versions_of_day(procedure, asking.as_of, queries.region_of(firm), batch)
    found = analysis.check_many([firm], versions, asking.as_of)[firm.root_id]
    return [one.plain for one in found]


@router.get("/near/{rule_set}", response=list[NearOut])
def near(
    request: HttpRequest, world_code: Path[str], rule_set: str, standing: str = ""
) -> list[dict[str, Any]]:
    """List firms that came near and have not applied; at most 1,000."""
    asking = enter(request, world_code, Permission.SEE_CHECKS)
    chosen = find_set(rule_set)
    if chosen is None:
        raise Http404
    run = queries.latest_done(asking.world)
    rows = queries.results_seen(asking.person, asking.world, run).filter(rule_set=rule_set)
    rows = queries.without_applicants(rows, asking.world, chosen, asking.as_of)
    if standing:
        rows = rows.filter(standing=standing)
    return [
        {
            "firm": row.firm_id, "name": str(row.firm), "rule_set": row.rule_set,
            "standing": row.standing, "met": row.met, "unmet": row.unmet,
            "unknown": row.unknown, "manual": row.manual, "short_line": row.short_line,
            "lines": row.lines,
        }
        for row in rows.order_by("-standing", "unknown", "firm__sort_key", "pk")[:MOST]
    ]  # fmt: skip
