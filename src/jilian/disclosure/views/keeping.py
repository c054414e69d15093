"""What the keeper of the declared tables does: declare, have a month worked out, release it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission as P
from jilian.base.errors import Refusal
from jilian.base.paging import RequestConfig
from jilian.disclosure import operations, queries
from jilian.disclosure.forms import DeclareForm, MonthForm, NoteForm
from jilian.disclosure.lists import ReleaseTable
from jilian.disclosure.models import ReleaseRun
from jilian.disclosure.rules import RunState, default_audiences
from jilian.disclosure.rules.recipes import RECIPES
from jilian.disclosure.rules.words import FAILURES, OTHER_FAILURE
from jilian.ui.parts import Effect

PER_PAGE = 25


def _must_keep(request: Request) -> None:
    if not request.reach.may(P.KEEP_DISCLOSURE):
        raise Http404


@needs(P.KEEP_DISCLOSURE)
def keeping(request: Request) -> HttpResponse:
    """Which tables are declared for whom, and which months were released?"""
    _must_keep(request)
    form = MonthForm(request.POST or None, months=queries.months_to_release(request.today))
    if request.method == "POST" and form.is_valid():
        try:
            run = operations.start_release(
                by=request.person, at=timezone.now(), world=request.world,
                period=form.cleaned_data["month"],
            )  # fmt: skip
            return redirect("disclosure:run", request.world.code, run.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    table = ReleaseTable(queries.releases_of(request.world))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    tables = queries.kept_tables(request.world)
    page = {
        "form": form,
        "table": table,
        "tables": tables,
        "is_declared": any(one.table and one.recipe for one in tables),
        "open_run": next(iter(queries.runs_of(request.person, request.world)), None),
    }
    return render(request, "disclosure/keeping.html", page)


@needs(P.KEEP_DISCLOSURE)
def declare(request: Request, key: str) -> HttpResponse:
    """What does this table count, and for whom is it declared?"""
    _must_keep(request)
    if key not in RECIPES:
        raise Http404
    kept = next(one for one in queries.kept_tables(request.world) if one.key == key)
    chosen = kept.table.audiences if kept.table else list(default_audiences())
    form = DeclareForm(request.POST or None, initial={"audiences": chosen})
    if request.method == "POST" and form.is_valid():
        table = operations.declare_recipe(
            by=request.person, at=timezone.now(), world=request.world, key=key,
            audiences=form.cleaned_data["audiences"],
        )  # fmt: skip
        words = _("“%(table)s” is declared, version %(version)d.")
        messages.success(request, words % {"table": str(table), "version": table.version})
        return redirect("disclosure:keeping", request.world.code)
    return render(request, "disclosure/declare.html", {"form": form, "kept": kept})


@needs(P.KEEP_DISCLOSURE)
def run(request: Request, pk: int) -> HttpResponse:
    """What of this month would be shown, and what would that give away?"""
    return render(request, "disclosure/run.html", _run_page(request, _run(request, pk)))


@needs(P.KEEP_DISCLOSURE)
def progress(request: Request, pk: int) -> HttpResponse:
    """How far is it? (part of a page)"""
    return render(request, "disclosure/run.html#progress", {"run": _run(request, pk)})


@needs(P.KEEP_DISCLOSURE)
@require_POST
def release(request: Request, pk: int) -> HttpResponse:
    """Release what was looked at: first what it will do, then the act, as later work."""
    found = _run(request, pk)
    form = NoteForm(request.POST)
    page = _run_page(request, found) | {"note_form": form}
    if form.is_valid() and "confirmed" in request.POST:
        try:
            operations.confirm_release(
                by=request.person, at=timezone.now(), run=found, note=form.cleaned_data["note"]
            )
            return redirect("disclosure:run", request.world.code, pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    elif form.is_valid() and found.state == RunState.READY:
        page["effects"] = _effects(page)
        page["hidden"] = {**form.cleaned_data, "confirmed": "1"}
    return render(request, "disclosure/run.html", page)


@needs(P.KEEP_DISCLOSURE)
@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Leave it at the preview."""
    try:
        operations.drop_release(by=request.person, at=timezone.now(), run=_run(request, pk))
        messages.success(request, _("Nothing was released."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("disclosure:keeping", request.world.code)


def _run(request: Request, pk: int) -> ReleaseRun:
    found = queries.run_seen(request.person, request.world, pk)
    if found is None:
        raise Http404
    return found


def _run_page(request: Request, found: ReleaseRun) -> dict[str, Any]:
    failure = FAILURES.get(found.failure, OTHER_FAILURE) if found.failure else ""
    previews = queries.previews_of(found)
    return {
        "run": found,
        "previews": previews,
        "proven_only": any(one.figures["proven_only"] for one in previews),
        "corrected": queries.corrected_tables(found) if found.state == RunState.READY else (),
        "note_form": NoteForm(),
        "failure": failure,
        "NARROWEST": queries.NARROWEST,
    }


def _effects(page: dict[str, Any]) -> list[Effect]:
    words = _("%(shown)d cells are shown, %(hidden)d stay hidden; it cannot be undone")
    return [
        Effect(str(one.recipe), words % {"shown": one.shown, "hidden": one.hidden})
        for one in page["previews"]
    ]
