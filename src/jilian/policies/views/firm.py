"""What one firm qualifies for: all rule sets, one rule set line by line, a line decided."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.policies import analysis, operations, queries
from jilian.policies.forms import LineForm, VersionForm
from jilian.policies.rules.lines import line_words
from jilian.policies.rules.sets import Chosen, choose_version, set_words, versions_of_day
from jilian.policies.rules.words import STANDING_MARKS, Procedure, Standing
from jilian.policies.views.shared import firm_seen, may_keep, must_keep, set_asked

P = Permission
MOST_IN_PART = 4


def _version_asked(request: Request) -> tuple[str, str]:
    form = VersionForm(request.GET)
    form.is_valid()
    typed = form.cleaned_data
    return typed.get("procedure") or Procedure.NEW.value, typed.get("batch") or ""


@needs(P.SEE_CHECKS)
def checks(request: Request, pk: int) -> HttpResponse:
    """What does this firm qualify for, and what is missing?"""
    firm = firm_seen(request, pk)
    procedure, batch = _version_asked(request)
    versions = versions_of_day(procedure, request.as_of, queries.region_of(firm), batch)
    found = analysis.check_many([firm], versions, request.as_of)[firm.root_id]
    page = {
        "firm": firm,
        "checks": [(one, STANDING_MARKS[one.standing]) for one in found],
        "form": VersionForm(initial={"procedure": procedure, "batch": batch}),
        "applications": queries.applications_of(firm),
        "benefits": queries.benefits_of(firm),
        "may_keep": may_keep(request),
        "asked": f"?procedure={procedure}&batch={batch}" if request.GET else "",
    }
    return render(request, "policies/checks.html", page)


@needs(P.SEE_CHECKS)
def of_firm(request: Request, pk: int) -> HttpResponse:
    """What the firm qualifies for in a few lines (part of the firm's page)."""
    firm = firm_seen(request, pk)
    region = queries.region_of(firm)
    versions = versions_of_day(Procedure.NEW, request.as_of, region, "")
    found = analysis.check_many([firm], versions, request.as_of)[firm.root_id]
    order = list(Standing)
    ranked = sorted(found, key=lambda one: order.index(one.standing))
    page = {
        "firm": firm,
        "checks": [(one, STANDING_MARKS[one.standing]) for one in ranked[:MOST_IN_PART]],
        "more": max(0, len(found) - MOST_IN_PART),
    }
    return render(request, "policies/of_firm.html", page)


@needs(P.SEE_CHECKS)
def check(request: Request, pk: int, rule_set: str) -> HttpResponse:
    """Each line of one rule set: met, unmet, unknown, for people; with value, year and source."""
    firm, asked = firm_seen(request, pk), set_asked(rule_set)
    procedure, batch = _version_asked(request)
    region, day = queries.region_of(firm), request.as_of
    applies = _applying(asked.qualification, procedure, day, region, batch)
    is_it = applies is not None and applies.rule_set.id == asked.id
    chosen = applies if is_it else analysis.by_hand(asked.id, day, procedure, region, batch)
    assert chosen is not None
    found = analysis.check_firm(firm, chosen, day)
    page = {
        "firm": firm,
        "check": found,
        "rule_set": asked,
        "mark": STANDING_MARKS[found.standing],
        "applies": applies,
        "applies_words": set_words(applies.rule_set) if applies else "",
        "is_it": is_it,
        "may_keep": may_keep(request),
        "may_state": may_keep(request) or queries.speaks_for(request.person, firm),
        "form": VersionForm(initial={"procedure": procedure, "batch": batch}),
        "standing": found.standing.label,
    }  # fmt: skip
    return render(request, "policies/check.html", page)


def _applying(
    qualification: str, procedure: str, day: date, region: str, batch: str
) -> Chosen | None:
    """The version that applies to such an application on the day; None: there are no rules."""
    try:
        return choose_version(qualification, procedure, day, region, batch)
    except Refusal:
        return None


@needs(P.KEEP_POLICIES)
def decide_line(request: Request, pk: int, rule_set: str, line: str) -> HttpResponse:
    """Is this line met? A matter of judgement, which software never decides."""
    must_keep(request)
    firm, asked = firm_seen(request, pk), set_asked(rule_set)
    if line not in analysis.lines_for_people(firm, asked.id, request.today):
        raise Http404
    until = date(request.today.year + 1, 12, 31)
    form = LineForm(request.POST or None, initial={"valid_until": until})
    if request.method == "POST" and form.is_valid():
        try:
            operations.decide_line(
                by=request.person, at=timezone.now(), firm=firm, rule_set=asked.id, line=line,
                **form.cleaned_data,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Decided; it stands beside the line with its reason."))
            return redirect("policies:check", request.world.code, firm.pk, asked.id)
    page = {
        "firm": firm, "form": form, "rule_set": asked, "set_words": set_words(asked),
        "line_words": line_words(asked.id, line),
    }  # fmt: skip
    return render(request, "policies/decide_line.html", page)
