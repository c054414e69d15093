"""Who qualifies but has not applied, the check of all firms, and the rule sets themselves."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.accounts.rules import ScopeKind
from jilian.base.sheets import CONTENT_TYPES
from jilian.policies import formats, operations, queries
from jilian.policies.lists import ResultFilter, ResultTable
from jilian.policies.models import CheckResult, CheckRun
from jilian.policies.rules.lines import line_words, lines_in_words
from jilian.policies.rules.sets import CONFIRMATIONS, is_applied_for, set_words, sets_of_day
from jilian.policies.rules.words import RunState
from jilian.policies.views.shared import may_keep, must_keep, paged, set_asked
from jilian_engine.rulebook.qualifications import RuleSet, load_rule_sets

P = Permission
FIRST = "srdi_sme_2026"  # the title most asked for, and the gate to the next one
ANYBODY = "all"  # also those who have applied, or hold the title


@needs(P.SEE_CHECKS)
def near(request: Request) -> HttpResponse:
    """Who qualifies, or is one line short, and has not applied?"""
    own = request.reach.keys(P.SEE_CHECKS, ScopeKind.FIRM)
    if own and not request.reach.may(P.SEE_CHECKS):
        return _own(request, own)
    chosen, run = _asked_set(request), queries.latest_done(request.world)
    narrowed = _narrowed(request, chosen)
    table = paged(request, ResultTable(narrowed.qs, order_by=("-standing", "unknown", "firm")))
    table.exports = export_links(request, "policies:export")
    sees_all = request.reach.may(P.SEE_CHECKS)
    latest = queries.latest_run(request.world)
    page = {
        "filter": narrowed,
        "table": table,
        "chosen": chosen,
        "chosen_words": set_words(chosen),
        "counts": queries.counts_of(run) if sees_all else [],
        "run": run,
        "under_way": latest if latest and latest.is_open else None,
        "failed": latest if latest and latest.state == RunState.FAILED else None,
        "may_keep": may_keep(request),
        "asks_all": request.GET.get("who") == ANYBODY,
        "set_choices": [(one.id, set_words(one)) for one in load_rule_sets()],
        "is_applied_for": is_applied_for(chosen),
    }
    return render(request, "policies/list.html", page)


def _own(request: Request, keys: frozenset[str]) -> HttpResponse:
    """Whoever keeps one firm is led to its own checks."""
    numbers = sorted(int(key) for key in keys if key.isdecimal())
    if not numbers:
        raise Http404
    return redirect("policies:checks", request.world.code, numbers[0])


def _asked_set(request: Request) -> RuleSet:
    known = {one.id: one for one in load_rule_sets()}
    asked = request.GET.get("rule_set", "")
    if asked in known:
        return known[asked]
    of_day = [one for one in sets_of_day(request.today) if is_applied_for(one)]
    return next((one for one in of_day if one.id == FIRST), of_day[0])


def _narrowed(request: Request, chosen: RuleSet) -> ResultFilter:
    run = queries.latest_done(request.world)
    rows: QuerySet[CheckResult] = queries.results_seen(request.person, request.world, run)
    rows = rows.filter(rule_set=chosen.id)
    if request.GET.get("who") != ANYBODY and is_applied_for(chosen):
        rows = queries.without_applicants(rows, request.world, chosen, request.today)
    asked = request.GET.copy()
    asked.setdefault("standing", "near")
    return ResultFilter(asked, queryset=rows, rule_set=chosen)


@needs(P.EXPORT)
@says_purpose
def export(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The firms as the page lists them, as a file."""
    if kind not in CONTENT_TYPES or not request.reach.may(P.SEE_CHECKS):
        raise Http404
    chosen = _asked_set(request)
    rows = _narrowed(request, chosen).qs.select_related("run").defer("run__outcomes")
    lines = formats.result_lines(rows.order_by("-standing", "unknown", "firm__sort_key", "pk"))
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, what=f"near:{chosen.id}",
        rows=len(lines) - 1, kind=kind, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"qualifies-{chosen.id}-{request.world.code}-{request.today.isoformat()}"
    return file_answer(lines, kind, _("Who qualifies"), name)


@needs(P.KEEP_POLICIES)
@require_POST
def check_all(request: Request) -> HttpResponse:
    """Check all firms against all rule sets, as later work."""
    must_keep(request)
    operations.start_check(by=request.person, at=timezone.now(), world=request.world)
    messages.success(request, _("The check has been started; the page shows when it is done."))
    return redirect("policies:list", request.world.code)


@needs(P.SEE_CHECKS)
def progress(request: Request, pk: int) -> HttpResponse:
    """How far is the check of all firms? (part of a page)"""
    rows = CheckRun.objects.filter(world=request.world).defer("outcomes")
    run = get_object_or_404(rows, pk=pk)
    return render(request, "policies/progress.html", {"run": run})


@needs(P.SEE_CHECKS)
def rule_sets(request: Request) -> HttpResponse:
    """By which rules is checked, in which versions?"""
    page = {
        "rule_sets": [
            (one, set_words(one), one.in_force(request.as_of), CONFIRMATIONS[one.confirmation])
            for one in load_rule_sets()
        ]
    }
    return render(request, "policies/rule_sets.html", page)


@needs(P.SEE_CHECKS)
def rule_set(request: Request, rule_set: str) -> HttpResponse:
    """What does this rule set ask for, line by line, and by which document?"""
    chosen = set_asked(rule_set)
    run = queries.latest_done(request.world) if request.reach.may(P.SEE_CHECKS) else None
    counts = {one["id"]: one for one in queries.line_counts(run, chosen)}
    page = {
        "chosen": chosen,
        "words": set_words(chosen),
        "lines": [(line, counts.get(line.id)) for line in lines_in_words(chosen)],
        "in_force": chosen.in_force(request.as_of),
        "confirmation": CONFIRMATIONS[chosen.confirmation],
        "run": run,
        "firms": run.firms if run else None,
        "flags": [line_words(chosen.id, line.id) for line in chosen.flags],
    }
    return render(request, "policies/rule_set.html", page)
