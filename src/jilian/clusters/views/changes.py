"""What a run would change of the clusters that stand, and two runs side by side."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.paging import RequestConfig
from jilian.clusters import analysis, formats, operations, queries
from jilian.clusters.forms import BesideForm, ChangeFilterForm, TakeOverForm
from jilian.clusters.forms.lists import ChangeTable, ClusterChangeTable
from jilian.clusters.models import FormationRun
from jilian.clusters.queries.changes import FirmRow, RunChanges
from jilian.clusters.queries.reproducing import made_with
from jilian.clusters.rules import RunState, check_decision
from jilian.clusters.views.runs import RUNS_BESIDE, find_run
from jilian.ui.parts import Effect

FIRMS_A_PAGE = 25
CLUSTERS_A_PAGE = 25
MOST_EFFECTS = 60


@needs(Permission.SEE_PROPOSALS)
def changes(request: Request, pk: int) -> HttpResponse:
    """What would this run change of the clusters that stand?"""
    found = _done(request, pk)
    seen = analysis.changes_of_run(found, request.as_of)
    return _changes_page(request, found, seen, _take_form(request, found, seen))


@require_POST
@needs(Permission.ADOPT_CLUSTERS)
def take_over(request: Request, pk: int) -> HttpResponse:
    """First say which dates would come to be, then, confirmed, let the ticked firms change."""
    found = _done(request, pk)
    seen = analysis.changes_of_run(found, request.as_of)
    rows = {row.pick: row for row in seen.firms if row.can_be_taken}
    form = TakeOverForm(request.POST, picks=list(rows))
    if not form.is_valid():
        return _changes_page(request, found, seen, form, status=422)
    typed = form.cleaned_data
    try:
        if "confirmed" not in request.POST:
            return _confirm(request, found, form, [rows[pick] for pick in typed["pick"]])
        made = operations.take_over(
            by=request.person, at=timezone.now(), run=found, picks=typed["pick"],
            reason=typed["reason"], from_day=typed["from_day"], day=request.as_of,
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _changes_page(request, found, seen, form, status=422)
    done = ngettext("%(n)s cluster was changed.", "%(n)s clusters were changed.", len(made))
    messages.success(request, done % {"n": len(made)})
    return redirect("clusters:changes", request.world.code, found.pk)


@needs(Permission.EXPORT)
@says_purpose
def changes_export(request: Request, taking: Taking, pk: int, kind: str) -> HttpResponse:
    """What a run would change, as the page lists it, as a file."""
    found = _done(request, pk)
    seen = analysis.changes_of_run(found, request.as_of)
    return _as_file(request, taking, found, seen, kind, "changes")


@needs(Permission.SEE_PROPOSALS)
def compare(request: Request, pk: int) -> HttpResponse:
    """What do these two runs see otherwise?"""
    found = _done(request, pk)
    other = _other(request, found)
    runs = queries.listed_runs(request.person, request.world).filter(state=RunState.DONE)
    context: dict[str, object] = {
        "run": found,
        "other": other,
        "form": BesideForm(request.GET, list(runs.exclude(pk=pk)[:RUNS_BESIDE])),
    }
    if other is not None:
        seen = analysis.runs_beside(found, other)
        context |= _lists(request, seen, "clusters:compare_export", pk, may_take=False)
        context["made_with"] = made_with(found, other)
    return render(request, "clusters/compare.html", context)


@needs(Permission.EXPORT)
@says_purpose
def compare_export(request: Request, taking: Taking, pk: int, kind: str) -> HttpResponse:
    """Two runs side by side, as the page lists it, as a file."""
    found = _done(request, pk)
    other = _other(request, found)
    if other is None:
        raise Http404
    seen = analysis.runs_beside(found, other)
    return _as_file(request, taking, found, seen, kind, f"beside-{other.pk}")


def _done(request: Request, pk: int) -> FormationRun:
    found = find_run(request, pk)
    if found.state != RunState.DONE:
        raise Http404
    return found


def _other(request: Request, found: FormationRun) -> FormationRun | None:
    asked = request.GET.get("beside", "")
    return _done(request, int(asked[:18])) if asked.isdecimal() else None


def _take_form(request: Request, found: FormationRun, seen: RunChanges) -> TakeOverForm:
    picks = [row.pick for row in seen.firms if row.can_be_taken]
    return TakeOverForm(picks=picks, initial={"from_day": max(request.today, found.snapshot.as_of)})


def _changes_page(
    request: Request, found: FormationRun, seen: RunChanges, form: TakeOverForm, status: int = 200
) -> HttpResponse:
    may_take = request.reach.may(Permission.ADOPT_CLUSTERS)
    context = _lists(request, seen, "clusters:changes_export", found.pk, may_take=may_take)
    return render(
        request,
        "clusters/changes.html",
        {**context, "run": found, "form": form, "may_take": may_take},
        status=status,
    )


def _lists(
    request: Request, seen: RunChanges, export: str, pk: int, *, may_take: bool
) -> dict[str, object]:
    form = ChangeFilterForm(request.GET)
    clusters, firms = analysis.narrowed_changes(seen, **form.asked)
    whole = ClusterChangeTable(clusters, prefix="c-")
    RequestConfig(request, paginate={"per_page": CLUSTERS_A_PAGE}).configure(whole)
    whole.exports = export_links(request, export, pk, list="clusters")
    table = ChangeTable(firms, may_take=may_take)
    RequestConfig(request, paginate={"per_page": FIRMS_A_PAGE}).configure(table)
    table.exports = export_links(request, export, pk)
    return {
        "seen": seen,
        "clusters": whole,
        "table": table,
        "filter": SimpleNamespace(form=form),
    }


def _as_file(
    request: Request, taking: Taking, found: FormationRun, seen: RunChanges, kind: str, what: str
) -> HttpResponse:
    clusters, firms = analysis.narrowed_changes(seen, **ChangeFilterForm(request.GET).asked)
    if request.GET.get("list") == "clusters":
        lines, what, title = formats.fate_lines(clusters), f"{what}-clusters", _("Clusters")
    else:
        lines, title = formats.change_lines(firms), _("Firms")
    operations.note_run_export(
        by=request.person, at=timezone.now(), run=found, what=what, kind=kind,
        rows=len(lines) - 1, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    return file_answer(lines, kind, title, f"run-{found.pk}-{what}")


def _confirm(
    request: Request, found: FormationRun, form: TakeOverForm, rows: list[FirmRow]
) -> HttpResponse:
    typed = form.cleaned_data
    if not rows:
        raise Refusal("nothing_ticked", _("Tick at least one change."))
    check_decision(
        reason=typed["reason"], from_day=typed["from_day"], frozen_on=found.snapshot.as_of,
        today=request.today,
    )  # fmt: skip
    effects = [effect for row in rows for effect in _effects(row, typed["from_day"])]
    return render(
        request,
        "clusters/take_over.html",
        {
            "run": found,
            "effects": effects[:MOST_EFFECTS],
            "more": len(effects) - len(effects[:MOST_EFFECTS]),
            "firms": len(rows),
            "typed": typed,
            "hidden": {**form.hidden_values, "confirmed": "1"},
        },
    )


def _effects(row: FirmRow, day: date) -> list[Effect]:
    effects = []
    if row.before is not None:
        leaves = _("leaves “%(cluster)s”") % {"cluster": row.before.name}
        effects.append(Effect(str(row.firm), leaves, day))
    if row.target is not None:
        joins = _("joins “%(cluster)s”") % {"cluster": row.target.name}
        effects.append(Effect(str(row.firm), joins, day))
    return effects
