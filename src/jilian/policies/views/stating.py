"""Evidence of one firm: what is known, what nobody has stated, entering it, tables of it."""

from __future__ import annotations

from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, file_answer, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.firms.rules import Measure
from jilian.policies import formats, operations, queries
from jilian.policies.forms import EvidenceFileForm, EvidenceForm
from jilian.policies.models import Evidence
from jilian.policies.rules.register import NOT_READ
from jilian.policies.rules.sets import find_set, sets_of_day
from jilian.policies.views.shared import firm_seen, may_keep, must_keep

P = Permission


@needs(P.SEE_CHECKS)
def evidence(request: Request, pk: int) -> HttpResponse:
    """What is known of this firm for the rules, from where, and what has nobody stated?"""
    firm = firm_seen(request, pk)
    own = queries.speaks_for(request.person, firm)
    may_state = may_keep(request) or own
    form = _form(request, firm) if may_state else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            operations.state_evidence(
                by=request.person, at=timezone.now(), firm=firm, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Entered. What stood before stays on record."))
            return redirect("policies:evidence", request.world.code, firm.pk)
    elif request.method == "POST" and form is None:
        raise Http404
    asked = find_set(request.GET.get("rule_set", ""))
    lines = queries.evidence_lines(
        firm, request.as_of, [asked] if asked else sets_of_day(request.as_of)
    )
    aside = queries.left_aside(firm, request.as_of)
    page = {
        "firm": firm,
        "form": form,
        "asks_form": bool(request.GET.get("field")) or request.method == "POST",
        "lines": lines,
        "known": sum(line.held is not None for line in lines),
        "asked": asked,
        "own": own,
        "may_keep": may_keep(request),
        "aside": [(Measure(name).label, year, NOT_READ[name]) for name, year in aside.items()],
    }
    return render(request, "policies/evidence.html", page)


def _form(request: Request, firm: Firm) -> EvidenceForm:
    asked = {
        "field": request.GET.get("field"), "year": request.GET.get("year") or None,
        "queried_on": request.today,
    }  # fmt: skip
    return EvidenceForm(request.POST or None, initial=asked, needs_document=may_keep(request))


@needs(P.SEE_CHECKS)
@require_POST
def withdraw_evidence(request: Request, pk: int) -> HttpResponse:
    """Take a value back; it stays on record."""
    rows = Evidence.objects.visible_to(request.person, request.world)
    found = get_object_or_404(rows.select_related("firm__world"), pk=pk)
    try:
        operations.withdraw_evidence(by=request.person, at=timezone.now(), evidence=found)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        again = reverse("policies:evidence", args=(request.world.code, found.firm.root_id))
        messages.success(
            request,
            _("Taken back; no check reads it any more. Enter it again if that was a mistake."),
        )
        return redirect(f"{again}?field={found.field}&year={found.year or ''}")
    return redirect("policies:evidence", request.world.code, found.firm.root_id)


@needs(P.KEEP_POLICIES)
def upload(request: Request) -> HttpResponse:
    """Enter a table of values of many firms; nothing is saved while a row has a problem."""
    must_keep(request)
    form = EvidenceFileForm(request.POST or None, request.FILES or None)
    page: dict[str, object] = {"form": form, "head": formats.HEAD}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        content = given.read()
        try:
            rows, problems = formats.read_table(request.world, given.name, content)
            page["problems"] = problems
            if not problems:
                found = operations.save_evidence(
                    by=request.person, at=timezone.now(), world=request.world, rows=rows,
                    file_name=given.name, fingerprint=sha256(content).hexdigest(),
                )  # fmt: skip
                words = _("Saved: %(new)s new, %(changed)s changed, %(same)s the same as before.")
                messages.success(request, words % found.counts)
                return redirect("policies:upload", request.world.code)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    return render(request, "policies/upload.html", page)


@needs(P.KEEP_POLICIES)
def template(request: Request) -> HttpResponse:
    """An empty table with every field that can be stated."""
    must_keep(request)
    return file_answer(formats.template_lines(), "csv", _("Evidence"), "evidence")
