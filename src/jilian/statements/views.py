"""Pages: is what this text says true, and does the article agree with itself?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jilian.accounts.gate import Request, TakeAlongForm, file_answer, needs
from jilian.accounts.permissions import Permission
from jilian.audit.rules import USUAL_PURPOSES, USUAL_RECIPIENTS
from jilian.places.models import World
from jilian.statements import operations, queries
from jilian.statements.analysis import figures_in
from jilian.statements.formats import check_lines
from jilian.statements.forms import StatementForm
from jilian.statements.rules.checking import Checked, Line, check as checked_text
from jilian.statements.rules.said import Verdict


@dataclass(frozen=True)
class Piece:
    """A stretch of the text: plain words, or a figure with its number in the list."""

    text: str
    number: int = 0
    line: Line | None = None


@needs(Permission.CHECK_STATEMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request) -> HttpResponse:
    """Is what this text says true?"""
    if request.method != "POST":
        form = StatementForm(initial={"written": request.today})
        return render(request, "statements/check.html", {"form": form})
    form = StatementForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "statements/check.html", {"form": form}, status=422)
    return _answer(request, form.cleaned_data["text"], form.cleaned_data["written"])


@needs(Permission.EXPORT)
@require_POST
def export(request: Request, kind: str) -> HttpResponse:
    """The result as a file; the text comes with the request and is not kept."""
    form, taking = StatementForm(request.POST), TakeAlongForm(request.POST)
    if not request.reach.may_somewhere(Permission.CHECK_STATEMENTS):
        return HttpResponse(status=404)
    if not form.is_valid():
        return render(request, "statements/check.html", {"form": form}, status=422)
    text, written = form.cleaned_data["text"], form.cleaned_data["written"]
    if not taking.is_valid():
        return _answer(request, text, written, taking=taking, status=422)
    lines = check_lines(_checked(request, request.world, text, written))
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, kind=kind,
        rows=len(lines) - 1, purpose=taking.cleaned_data["purpose"],
        recipient=taking.cleaned_data["recipient"],
    )  # fmt: skip
    name = f"statements-{request.world.code}-{request.today.isoformat()}"
    return file_answer(lines, kind, "statements", name)


@needs(Permission.CHECK_STATEMENTS)
@require_GET
def article(request: Request) -> HttpResponse:
    """Does the published article agree with itself and with the register?"""
    results, quotes = queries.article_checks(request.person, request.world)
    rows = [
        {"check": one, "quotes": [quotes[key] for key in one.facts if key in quotes]}
        for one in results
    ]
    return render(request, "statements/article.html", {"rows": rows})


def _checked(request: Request, world: World, text: str, written: date) -> Checked:
    when = (written.year, written.month)
    figures = figures_in(text, written=when)
    held = queries.held_records(request.person, world, figures)
    return checked_text(text, figures, written=when, held=held)


def _answer(
    request: Request,
    text: str,
    written: date,
    *,
    taking: TakeAlongForm | None = None,
    status: int = 200,
) -> HttpResponse:
    checked = _checked(request, request.world, text, written)
    page = {
        "form": StatementForm(initial={"text": text, "written": written}),
        "checked": checked,
        "pieces": list(_pieces(checked)),
        "counts": [(verdict, checked.count(verdict)) for verdict in Verdict],
        "written": written,
        "taking": taking or TakeAlongForm(),
        "takes": request.reach.may(Permission.EXPORT),
        "purposes": USUAL_PURPOSES,
        "recipients": USUAL_RECIPIENTS,
    }
    return render(request, "statements/check.html", page, status=status)


def _pieces(checked: Checked) -> Iterator[Piece]:
    """The text cut at its figures."""
    place = 0
    for number, line in enumerate(checked.lines, start=1):
        yield Piece(checked.text[place : line.said.start])
        yield Piece(checked.text[line.said.start : line.said.end], number, line)
        place = line.said.end
    yield Piece(checked.text[place:])
