"""Monthly reports: the list, one, two revisions side by side, and compiling."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, Taking, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.sheets import CONTENT_TYPES
from jilian.growth import formats, operations, queries
from jilian.growth.forms import MonthForm
from jilian.growth.models import MonthlyReport
from jilian.growth.rules.report import days_of, month_of
from jilian.growth.rules.revising import SECTIONS, differing, value_words, word_of
from jilian.ui.parts import Change, FieldChange


@needs(Permission.SEE_ORGANISATIONS)
def reports(request: Request) -> HttpResponse:
    """Which months have been reported, and which were revised?"""
    rows = list(queries.reports_seen(request.person, request.world).defer("content"))
    latest = {row.month: row.pk for row in reversed(rows)}
    only_latest = request.GET.get("latest") == "yes"
    page = {
        "rows": [row for row in rows if not only_latest or row.pk in latest.values()],
        "revisions": len(rows),
        "only_latest": only_latest,
        "latest": set(latest.values()),
        "months": len(latest),
        "may_compile": request.reach.may(Permission.CHANGE_ORGANISATIONS),
        "form": MonthForm(initial={"month": f"{days_of(request.today)[0]:%Y-%m}"}),
    }
    return render(request, "growth/reports.html", page)


@needs(Permission.CHANGE_ORGANISATIONS)
@require_POST
def compile_month(request: Request) -> HttpResponse:
    """Compile the report of a month."""
    try:
        month = month_of(str(request.POST.get("month", "")))
        done = operations.compile_report(
            by=request.person, at=timezone.now(), world=request.world, month=month
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("growth:reports", request.world.code)
    messages.success(request, said_of(done))
    return redirect("growth:report", request.world.code, done.report.pk)


def said_of(done: operations.Compiled) -> str:
    """What became of compiling, in a sentence."""
    if not done.is_new:
        return _("The same as revision %(n)s, to the letter.") % {"n": done.report.revision}
    if done.same_as is not None:
        return _("Revision %(n)s is kept; it says again what revision %(same)s said.") % {
            "n": done.report.revision, "same": done.same_as
        }  # fmt: skip
    if done.differences:
        return _("Revision %(n)s is kept beside the earlier one: %(count)s values differ.") % {
            "n": done.report.revision, "count": len(done.differences)
        }  # fmt: skip
    return _("Revision %(n)s is kept.") % {"n": done.report.revision}


@needs(Permission.SEE_ORGANISATIONS)
def report(request: Request, pk: int) -> HttpResponse:
    """What stood at the end of the month, and what moved in it?"""
    found = _seen(request, pk)
    others = queries.reports_seen(request.person, request.world).filter(month=found.month)
    content = found.values
    sections = [
        (word_of(name, 0), name, list(formats.section_lines(name, content.get(name, {}))))
        for name in SECTIONS
        if name not in ("organisations", "towns", "clusters")
    ]
    page = {
        "report": found,
        "content": content,
        "sections": sections,
        "types": _labelled(content["types"]),
        "revisions": list(others.exclude(pk=found.pk).defer("content").order_by("revision")),
        "last_day": days_of(found.month)[1],
        "may_export": request.reach.may(Permission.EXPORT),
    }
    return render(request, "growth/report.html", page)


def _labelled(values: dict[str, int]) -> list[tuple[str, int]]:
    return [(word_of(name), count) for name, count in values.items()]


@needs(Permission.SEE_ORGANISATIONS)
def compare(request: Request, pk: int) -> HttpResponse:
    """What does a revision say otherwise than the one before it?"""
    found = _seen(request, pk)
    same_month = queries.reports_seen(request.person, request.world).filter(month=found.month)
    asked = request.GET.get("with", "")
    others = same_month.exclude(pk=found.pk).order_by("revision")
    other = (
        get_object_or_404(others, pk=int(asked[:12]))
        if asked.isdecimal()
        else others.filter(revision__lt=found.revision).last()
    )
    page: dict[str, Any] = {"report": found, "other": other, "others": others.defer("content")}
    if other is not None:
        page["changes"] = [
            Change("changed", one.words, fields=(
                FieldChange(_("value"), value_words(one.before), value_words(one.after)),
            ))
            for one in differing(other.values, found.values)
        ]  # fmt: skip
    return render(request, "growth/compare.html", page)


@needs(Permission.EXPORT)
@says_purpose
def report_file(request: Request, taking: Taking, pk: int) -> HttpResponse:
    """The report as an Excel file, the same bytes every time."""
    found = _seen(request, pk)
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, what="report",
        details={"report": str(found), "fingerprint": found.fingerprint},
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"report-{request.world.code}-{found.month:%Y-%m}-r{found.revision}.xlsx"
    return HttpResponse(
        formats.report_book(found),
        content_type=CONTENT_TYPES["xlsx"],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _seen(request: Request, pk: int) -> MonthlyReport:
    return get_object_or_404(queries.reports_seen(request.person, request.world), pk=pk)
