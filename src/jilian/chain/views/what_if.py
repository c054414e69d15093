"""What breaks if a firm, a town or an input fails, wholly or in part?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, export_links, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.paging import RequestConfig
from jilian.chain import analysis, formats, queries
from jilian.chain.forms import SaveForm, WhatIfForm
from jilian.chain.lists import HitTable
from jilian.chain.queries import Answer, HitRow, Reader
from jilian.chain.rules import Hit, LinksUsed, Shock, ShockKind, check_shock
from jilian.chain.views.shared import ROWS_A_PAGE, as_answer, reader_of
from jilian.firms.models import Firm
from jilian.network.models import Snapshot

CALLS_SHOWN = 12
HOWS = ("supply", "demand", "stops")
ASKED = ("firm", "town", "input", "lost", "links", "alone", "cluster")


@dataclass(frozen=True)
class Asked:
    """What an address asks: a shock, or firms of which one is to be chosen, or a refusal."""

    shock: Shock | None = None
    choices: list[Firm] = field(default_factory=list)
    refusal: str = ""


def asked_shock(reader: Reader, said: dict[str, Any]) -> Asked:
    """Read the form: the first of firm, town and input that is said counts."""
    keys: tuple[str, ...]
    if words := said.get("firm", "").strip():
        found = queries.firms_called(reader, words)
        if len(found) != 1:
            return Asked(choices=found, refusal="" if found else _("No firm is called that."))
        kind, keys = ShockKind.FIRM, (queries.key_of(found[0]),)
    elif town := said.get("town", ""):
        kind, keys = ShockKind.TOWN, (town,)
    elif words := said.get("input", "").strip():
        kind = ShockKind.INDUSTRY if words.isdecimal() else ShockKind.INPUT
        keys = (words,)
    else:
        return Asked()
    shock = Shock(
        kind, keys, int(said.get("lost") or 100), LinksUsed(said.get("links") or LinksUsed.ALL),
        not said.get("alone"),
    )  # fmt: skip
    try:
        check_shock(shock)
    except Refusal as refusal:
        return Asked(refusal=str(refusal))
    return Asked(shock)


def _read(request: Request, reader: Reader) -> tuple[WhatIfForm, Asked]:
    form = WhatIfForm(request.GET, towns=queries.towns_of(request.world))
    if not form.is_bound or not form.is_valid():
        return form, Asked()
    return form, asked_shock(reader, form.cleaned_data)


def answered(request: Request, reader: Reader, snapshot: Snapshot, shock: Shock) -> Answer:
    """Compute a what-if for a reader, with names and stakes."""
    ground = analysis.ground_of(snapshot, shock.links, reader.seen)
    stocks = queries.stocks_for_offices(request.world, request.as_of, reader.seen)
    found = analysis.ask(ground, shock, stocks=stocks)
    return queries.answer_of(reader, found, snapshot.as_of.year)


@needs(Permission.SEE_BREAKS)
def what_if(request: Request) -> HttpResponse:
    """What breaks, in which order, after what time, with how much unknown?"""
    reader = reader_of(request)
    form, asked = _read(request, reader)
    snapshot = queries.latest_snapshot(request.world, request.as_of)
    page: dict[str, Any] = {
        "form": form, "asked": asked, "reader": reader, "snapshot": snapshot,
        "refusal": asked.refusal,
    }  # fmt: skip
    if asked.shock is not None and snapshot is not None:
        try:
            answer = answered(request, reader, snapshot, asked.shock)
        except Refusal as refusal:
            page["refusal"] = str(refusal)
        else:
            page |= _shown(request, reader, asked.shock, answer)
    return render(request, "chain/what_if.html", page)


def _shown(request: Request, reader: Reader, shock: Shock, answer: Answer) -> dict[str, Any]:
    how = request.GET.get("how", "")
    table = HitTable(_fitting(answer, how), order_by="step")
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    table.exports = export_links(request, "chain:export_hits")
    scopes = [("cluster", str(reader.cluster.pk))] if reader.cluster else []
    return {
        "answer": answer, "found": answer.found, "table": table, "how": how,
        "words": queries.shock_words(request.world, shock), "shock": shock,
        "orders": answer.found.further - answer.found.by_supply, "kept": ASKED,
        "unseen": _unseen(answer, how),
        "calls": answer.calls[:CALLS_SHOWN], "more_calls": len(answer.calls) - CALLS_SHOWN,
        "save": SaveForm() if request.reach.may(Permission.KEEP_SCENARIOS, scopes) else None,
    }  # fmt: skip


def _fitting(answer: Answer, how: str) -> list[HitRow]:
    """Firms by what hits them; those that fail by the assumption only where all are asked for."""
    if how == "stops":
        return [row for row in answer.hits if row.firm.pk in answer.stopped]
    return [row for row in answer.hits if _fits(row.hit, how)]


def _fits(hit: Hit, how: str) -> bool:
    if how == "fails":
        return hit.fails
    return how not in HOWS or (not hit.fails and hit.lacks_input == (how == "supply"))


def _unseen(answer: Answer, how: str) -> int:
    """How many firms are hit so that this reader may not list."""
    if how == "stops":
        return 0
    return sum(_fits(hit, how) for hit in answer.found.hits) - len(_fitting(answer, how))


@needs(Permission.EXPORT)
@says_purpose
def export_hits(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The firms hit as a file."""
    reader = reader_of(request)
    _form, asked = _read(request, reader)
    snapshot = queries.latest_snapshot(request.world, request.as_of)
    lines = formats.hit_lines(())
    if asked.shock is not None and snapshot is not None:
        answer = answered(request, reader, snapshot, asked.shock)
        lines = formats.hit_lines(_fitting(answer, request.GET.get("how", "")))
    return as_answer(request, taking, kind, what="firms-hit", title=_("Firms hit"), lines=lines)
