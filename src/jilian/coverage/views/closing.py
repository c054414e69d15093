"""Closing a campaign, and its report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.months import months_later
from jilian.base.sheets import CONTENT_TYPES
from jilian.coverage import formats, operations, queries
from jilian.coverage.rules import RECHECK_MONTHS, CampaignState
from jilian.coverage.rules.bars import draw_weeks
from jilian.coverage.views.shared import campaign_of, listed_campaign, may_run
from jilian.ui.parts import Effect


@needs(Permission.RUN_CAMPAIGNS)
def close(request: Request, pk: int) -> HttpResponse:
    """Close it? What is held for it alone is deleted for good."""
    campaign = campaign_of(request, pk)
    found = queries.closing_of(campaign)
    page: dict[str, Any] = {"campaign": campaign, "closing": found}
    if request.method == "POST":
        try:
            operations.close_campaign(by=request.person, at=timezone.now(), campaign=campaign)
            messages.success(request, _("The campaign is closed."))
            return redirect("coverage:report", request.world.code, pk)
        except Refusal as refusal:
            page["refusal"] = refusal
    page["may_close"] = campaign.state == CampaignState.RUNNING
    page["effects"] = [
        Effect(_("Every count that was held (%(n)d)") % {"n": found.counts},
               _("is deleted for good, here and in every list")),
        Effect(_("What the planner proposed (%(n)d lines)") % {"n": found.lines},
               _("is deleted for good, with the planned routes")),
        Effect(_("The states of the targets"), _("stand as they are signed"), request.today),
        Effect(_("Targets without an end state (%(n)d)") % {"n": found.open},
               _("stay “not yet worked” in the report")),
        Effect(_("Every done target"), _("is asked of the register again"),
               months_later(request.today, RECHECK_MONTHS)),
    ]  # fmt: skip
    return render(request, "coverage/close.html", page)


@needs(Permission.SEE_CAMPAIGNS)
def report(request: Request, pk: int) -> HttpResponse:
    """What does the campaign report, and does it add up?"""
    campaign = campaign_of(request, pk)
    if not queries.sees_list(request.person, campaign):
        return redirect("coverage:board", request.world.code, pk)  # which leads to the own target
    found = queries.report_of(request.person, campaign, request.today)
    page = {
        "campaign": campaign,
        "report": found,
        "figures": found.figures,
        "drawing": draw_weeks(found.weeks[-26:]),
        "may_run": may_run(request),
        "may_export": request.reach.may(Permission.EXPORT),
    }
    return render(request, "coverage/report.html", page)


@needs(Permission.EXPORT)
@says_purpose
def export_report(request: Request, taking: Taking, pk: int, kind: str) -> HttpResponse:
    """The figures of the report as a file."""
    if kind not in CONTENT_TYPES or not request.reach.may_somewhere(Permission.SEE_CAMPAIGNS):
        raise Http404
    campaign = listed_campaign(request, pk)
    lines = formats.report_lines(queries.report_of(request.person, campaign, request.today))
    operations.note_export(
        by=request.person, at=timezone.now(), campaign=campaign, what="report",
        rows=len(lines) - 1, kind=kind, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"report-{campaign.pk}-{request.today.isoformat()}"
    return file_answer(lines, kind, _("Report"), name)
