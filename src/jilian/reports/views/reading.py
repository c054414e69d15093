"""One report as paper, a figure opened beside it, its files, and two reports side by side."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from jilian.accounts.gate import Request, Taking, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.reports import formats, operations, queries
from jilian.reports.formats.paper import rests_on
from jilian.reports.models import Report
from jilian.reports.queries.today import figure_today
from jilian.reports.rules.content import differing
from jilian.reports.rules.words import SIGNERS, PrintKind
from jilian.reports.views.shared import may_compile, paper_blocks, seen
from jilian.ui.parts import Change, FieldChange

P = Permission


@needs(P.SEE_REPORTS)
def report(request: Request, pk: int) -> HttpResponse:
    """What does the report say, who signed it, and what was corrected since?"""
    found = seen(request, pk)
    asked = request.GET.get("as", "")
    if asked in formats.CONTENT_TYPES:
        return redirect("reports:file", request.world.code, pk, asked)
    page = queries.report_page(found)
    content = found.values
    signed_by = {one.by for one in page.signatures}
    may_sign = request.reach.may(P.SIGN_REPORTS)
    shown = {
        "report": found,
        "content": content,
        "blocks": paper_blocks(content),
        "missing": sum(one["value"] is None for one in content["figures"]),
        "page": page,
        "is_signed": len(page.signatures) >= SIGNERS,
        "is_latest": page.newest == found.revision,
        "signed_by_me": request.person.username in signed_by,
        "may_sign": may_sign
        and len(page.signatures) < SIGNERS
        and request.person.username not in signed_by
        and page.newest == found.revision,
        "may_compile": may_compile(request),
        "kinds": PrintKind.choices,
        "uncovered": formats.uncovered_in(content),
    }
    return render(request, "reports/detail.html", shown)


@needs(P.SEE_REPORTS)
def figure(request: Request, pk: int, number: int) -> HttpResponse:
    """What is this figure made of, and how does it stand today?"""
    found = seen(request, pk)
    frozen = next((one for one in found.values["figures"] if one["number"] == number), None)
    if frozen is None:
        raise Http404
    page = {
        "report": found,
        "figure": frozen,
        "rests_on": rests_on(frozen).split("；") if frozen else [],
        "today": figure_today(request.person, request.world, found, frozen),
    }
    whole = "" if request.headers.get("HX-Request") else "_page"
    return render(request, f"reports/figure{whole}.html", page)


@needs(P.SEE_REPORTS)
@says_purpose
def report_file(request: Request, taking: Taking, pk: int, ending: str) -> HttpResponse:
    """The report as a file: the bytes printed once two have signed; a draft until then."""
    if ending not in formats.CONTENT_TYPES:
        raise Http404
    found = seen(request, pk)
    with_notes = request.GET.get("notes") == "1"
    is_draft = not found.is_signed
    now, notes = timezone.now(), 0
    try:
        if is_draft:
            content = operations.rendered(found, ending, 0)
        else:
            kept = operations.print_report(
                by=request.person, at=now, report=found, kind=ending, with_notes=with_notes
            )
            content, notes = bytes(kept.content), kept.notes
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    operations.note_taken_out(
        by=request.person, at=now, report=found, kind=ending, is_draft=is_draft,
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = queries.file_name(found, ending, notes)
    return HttpResponse(
        content,
        content_type=formats.CONTENT_TYPES[ending],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@needs(P.SEE_REPORTS)
def compare(request: Request, pk: int) -> HttpResponse:
    """What do two reports say differently?"""
    found = seen(request, pk)
    rows = queries.report_seen(request.person, request.world).filter(
        template_key=found.template_key, audience=found.audience, language=found.language
    )
    others = list(rows.exclude(pk=pk).defer("content").order_by("-month", "-revision"))
    asked = request.GET.get("with", "")
    chosen = asked if asked.isdecimal() else str(_default(found, others) or "")
    other = get_object_or_404(rows, pk=int(chosen[:12])) if chosen else None
    page: dict[str, Any] = {"report": found, "other": other, "others": others}
    if other is not None:
        page["changes"] = _changes(request, other, found)
        page["shared"] = len(found.values["figures"])
    return render(request, "reports/compare.html", page)


def _default(found: Report, others: list[Report]) -> int | None:
    """The revision before, else the report of an earlier month, else any other."""
    earlier = [one for one in others if (one.month, one.revision) < (found.month, found.revision)]
    return next((one.pk for one in [*earlier, *others]), None)


def _changes(request: Request, before: Report, after: Report) -> list[Change]:
    changes = []
    for one in differing(before.values, after.values):
        kind = "new" if one.before is None else "changed"
        url = ""
        if one.after is not None:
            url = reverse("reports:detail", args=(request.world.code, after.pk))
        words = [str(side["words"]) if side else "" for side in (one.before, one.after)]
        stands = one.after or one.before or {}
        periods = " · ".join(
            part for part in (stands.get("unit_name"), stands.get("period_words")) if part
        )
        fields = (FieldChange(periods, words[0], words[1]),)
        changes.append(Change(kind, one.name, url=url, fields=fields))
    return changes
