"""Applications: the list, one of them, a new one, what the authority decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.sheets import CONTENT_TYPES
from jilian.policies import formats, operations, queries
from jilian.policies.forms import VERDICTS, ApplicationForm
from jilian.policies.lists import ApplicationFilter, ApplicationTable
from jilian.policies.models import Application
from jilian.policies.rules.checking import kept_lines
from jilian.policies.rules.sets import TITLES, qualification_words, set_words
from jilian.policies.rules.words import ApplicationState, Procedure
from jilian.policies.views.shared import firm_seen, may_keep, must_keep, paged

P = Permission
ACTS: Mapping[str, Callable[..., Application]] = {
    "grant": operations.grant_application,
    "refuse": operations.refuse_application,
    "withdraw": operations.withdraw_application,
}


@needs(P.SEE_CHECKS)
def applications(request: Request) -> HttpResponse:
    """Who has applied for what, and what became of it?"""
    narrowed = _narrowed(request)
    table = paged(request, ApplicationTable(narrowed.qs, order_by="-applied_on"))
    table.exports = export_links(request, "policies:export_applications")
    return render(request, "policies/applications.html", {"filter": narrowed, "table": table})


def _narrowed(request: Request) -> ApplicationFilter:
    seen = queries.applications_seen(request.person, request.world)
    return ApplicationFilter(request.GET, queryset=seen)


@needs(P.EXPORT)
@says_purpose
def export_applications(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The applications as the page lists them, as a file."""
    if kind not in CONTENT_TYPES or not request.reach.may(P.SEE_CHECKS):
        raise Http404
    lines = formats.application_lines(_narrowed(request).qs)
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, what="applications",
        rows=len(lines) - 1, kind=kind, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"applications-{request.world.code}-{request.today.isoformat()}"
    return file_answer(lines, kind, _("Applications"), name)


@needs(P.KEEP_POLICIES)
def apply(request: Request, pk: int) -> HttpResponse:
    """For what did this firm apply, by which procedure, on which day?"""
    must_keep(request)
    firm = firm_seen(request, pk)
    start = {
        "applied_on": request.today, "procedure": Procedure.NEW,
        "qualification": request.GET.get("qualification"),
    }  # fmt: skip
    form = ApplicationForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.record_application(
                by=request.person, at=timezone.now(), firm=firm, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Recorded; checked by %(rules)s.") % {"rules": set_words(made.rule_set)},
            )
            return redirect("policies:application", request.world.code, made.pk)
    return render(request, "policies/apply.html", {"firm": firm, "form": form})


@needs(P.SEE_CHECKS)
def application(request: Request, pk: int) -> HttpResponse:
    """How far is this application, and what did the check say on its day?"""
    found = _seen(request, pk)
    is_open = found.state == ApplicationState.RECORDED
    page = {
        "application": found,
        "words": qualification_words(found.qualification),
        "set_words": set_words(found.rule_set),
        "lines": kept_lines(found.checked),
        "why": found.checked.get("why_version", ""),
        "may_decide": is_open and may_keep(request),
    }
    return render(request, "policies/application.html", page)


@needs(P.KEEP_POLICIES)
def decide_application(request: Request, pk: int, verdict: str) -> HttpResponse:
    """What did the authority decide, by which document?"""
    must_keep(request)
    found = _seen(request, pk)
    if verdict not in VERDICTS or found.state != ApplicationState.RECORDED:
        raise Http404
    title = TITLES[found.qualification]
    form = VERDICTS[verdict](
        request.POST or None, initial={"on": request.today, "level": int(title.level)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            ACTS[verdict](
                by=request.person, at=timezone.now(), application=found, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Recorded."))
            return redirect("policies:application", request.world.code, found.pk)
    page = {
        "application": found, "form": form, "verdict": verdict, "title": title,
        "words": qualification_words(found.qualification),
    }  # fmt: skip
    return render(request, "policies/decide_application.html", page)


def _seen(request: Request, pk: int) -> Application:
    return get_object_or_404(queries.applications_seen(request.person, request.world), pk=pk)
