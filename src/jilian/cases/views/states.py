"""States of own branches as a file: looked at first, then entered as a whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from jilian.accounts.gate import Request, file_answer, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.reading.problems import Problem, TableRefusal
from jilian.base.sheets import CONTENT_TYPES
from jilian.cases import operations
from jilian.cases.formats.states import (
    COLUMNS,
    SentTable,
    blank_lines,
    problem_words,
    read_states,
    state_names,
    state_words,
)
from jilian.cases.forms.departments import StatesForm
from jilian.cases.operations import StateRow, StatesRefused
from jilian.cases.queries.importing import Meant, Named, meant_by

P = Permission
TEXTS = ("matter", "event", "step", "ground", "words", "notice")


@needs(P.DECIDE_BRANCHES)
def states(request: Request) -> HttpResponse:
    """What would this file enter, and what is wrong with it?"""
    if request.method == "POST" and "rows" in request.POST:
        return _entered(request)
    form = StatesForm(request.POST or None, request.FILES or None)
    page: dict[str, Any] = {"form": form, "columns": COLUMNS, "states": state_names()}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            page |= _looked_at(request, file.name, file.read(), timezone.now())
        except TableRefusal as refusal:
            form.add_error("file", str(refusal))
    return render(request, "cases/states.html", page, status=422 if form.errors else 200)


@needs(P.DECIDE_BRANCHES)
def states_template(request: Request, kind: str) -> HttpResponse:
    """A table to fill in, with two examples that are passed over."""
    if kind not in CONTENT_TYPES:
        raise Http404
    return file_answer(blank_lines(), kind, _("States of branches"), "states")


def _looked_at(request: Request, name: str, content: bytes, now: datetime) -> dict[str, Any]:
    """What the file would do, line by line; nothing is written."""
    table = read_states(name, content, latest=now)
    named = [Named(one.row, one.number, one.step, one.event) for one in table.rows]
    meant, unclear = meant_by(request.person, request.world, named)
    cells = {one.row: {"number": one.number, "step": one.step} for one in table.rows}
    table = table.with_problems([
        Problem(one.row, table.heading(one.field), cells[one.row][one.field], one.code, one.details)
        for one in unclear
    ])  # fmt: skip
    rows = _rows(table, meant)
    same = 0
    if not table.problems:
        found = operations.check_states(by=request.person, at=now, world=request.world, rows=rows)
        table, same = _judged(table, found.problems), found.same
    return {
        "table": table, "name": name, "same": same, "new": len(rows) - same,
        "lines": [_line(one, meant[one.row]) for one in table.rows if one.row in meant],
        "problems": [(one, problem_words(one)) for one in table.problems],
        "rows": "" if table.problems else json.dumps([_plain(one) for one in rows]),
        "effects": _effects(len(rows), same),
    }  # fmt: skip


def _rows(table: SentTable, meant: Mapping[int, Meant]) -> list[StateRow]:
    return [
        StateRow(
            row=one.row, matter=str(meant[one.row].matter), event=one.event, at=one.at,
            step=meant[one.row].step, ground=one.ground, words=one.words, notice=one.notice,
        )
        for one in table.rows
        if one.row in meant
    ]  # fmt: skip


def _judged(table: SentTable, refused: Sequence[operations.RowProblem]) -> SentTable:
    """The table with what cannot follow from what happened before."""
    shown = {one.row: state_words(one.event, one.ground) for one in table.rows}
    heading = table.heading("state")
    return table.with_problems([
        Problem(one.row, heading, shown.get(one.row, ""), "cannot_follow", {"why": one.sentence})
        for one in refused
    ])  # fmt: skip


def _line(one: Any, meant: Meant) -> dict[str, Any]:
    return {
        "row": one.row, "at": one.at, "what": state_words(one.event, one.ground),
        "matter": meant.title, "firm": meant.firm, "branch": meant.branch, "words": one.words,
    }  # fmt: skip


def _effects(count: int, same: int) -> list[str]:
    new = count - same
    words = [
        ngettext("%(n)s entry is appended to its case.", "%(n)s entries are appended to their"
                 " cases.", new) % {"n": new},
        _("What is appended is never taken back: a wrong entry is corrected by a further one."),
    ]  # fmt: skip
    if same:
        words.insert(1, ngettext("%(n)s is there already and stays as it is.",
                                 "%(n)s are there already and stay as they are.",
                                 same) % {"n": same})  # fmt: skip
    return words


def _plain(row: StateRow) -> dict[str, Any]:
    kept = asdict(row)
    return {name: kept[name] for name in ("row", *TEXTS)} | {"at": row.at.isoformat()}


def _entered(request: Request) -> HttpResponse:
    """Enter what was looked at, all of it; what changed meanwhile refuses it as a whole."""
    try:
        rows = [_read_back(one) for one in json.loads(request.POST["rows"])]
        found = operations.import_states(
            by=request.person, at=timezone.now(), world=request.world, rows=rows, whole=True
        )
    except (TypeError, ValueError, KeyError) as odd:
        raise Http404 from odd
    except StatesRefused as refused:
        form = StatesForm()
        page = {"form": form, "columns": COLUMNS, "states": state_names(),
                "refused": refused.problems}  # fmt: skip
        return render(request, "cases/states.html", page, status=409)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("cases:states", request.world.code)
    messages.success(request, ngettext("%(n)s entry was made.", "%(n)s entries were made.",
                                       found.recorded) % {"n": found.recorded})  # fmt: skip
    return redirect("cases:branches", request.world.code)


def _read_back(sent: Mapping[str, Any]) -> StateRow:
    at = datetime.fromisoformat(sent["at"])
    if at.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return StateRow(row=int(sent["row"]), at=at, **{name: str(sent[name]) for name in TEXTS})
