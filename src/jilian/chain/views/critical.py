"""The critical list, single sources, what a second source would save, essential inputs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, Taking, export_links, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.paging import RequestConfig
from jilian.chain import analysis, formats, operations, queries
from jilian.chain.forms import CriticalFilterForm, SingleFilterForm
from jilian.chain.lists import CriticalTable, SingleTable
from jilian.chain.models import CriticalRun, FirmIndex, SingleSource
from jilian.chain.queries import Reader
from jilian.chain.rules import CriticalState, LinksUsed, critical_note
from jilian.chain.views.shared import (
    ROWS_A_PAGE,
    as_answer,
    done_list,
    reader_of,
    whole_number,
)


@needs(Permission.SEE_BREAKS)
def critical(request: Request) -> HttpResponse:
    """Which firm takes how much down with it?"""
    reader = reader_of(request)
    lists = queries.latest_list(request.person, request.world)
    page: dict[str, Any] = {
        "lists": lists, "run": lists.done, "reader": reader,
        "may_compute": request.reach.may(Permission.KEEP_SCENARIOS),
        "note": critical_note(lists.later.note) if lists.later and lists.later.note else "",
    }  # fmt: skip
    if lists.done is not None:
        page |= _listed(request, reader, lists.done)
    return render(request, "chain/critical.html", page)


def _listed(request: Request, reader: Reader, run: CriticalRun) -> dict[str, Any]:
    form, rows = _narrowed(request, reader, run)
    towns, industries = queries.critical_choices(rows)
    form.offer(towns, industries)
    names = dict(towns) | dict(industries)
    table = CriticalTable(_fitting(form, rows), names=names, order_by="-index")
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    table.exports = export_links(request, "chain:export")
    first = rows.order_by("rank").first()
    return {
        "table": table, "filter": SimpleNamespace(form=form), "first": first,
        "single": queries.single_rows(reader, run)
        .filter(is_essential=True, is_inferred=False)
        .count(),
        "all_rows": rows.count(),
    }  # fmt: skip


def _narrowed(
    request: Request, reader: Reader, run: CriticalRun
) -> tuple[CriticalFilterForm, QuerySet[FirmIndex, Any]]:
    choices = queries.cluster_choices(request.person, request.world)
    form = CriticalFilterForm(request.GET, clusters=choices, whole=reader.cluster is None)
    cluster = whole_number(request.GET.get("cluster", ""))
    return form, queries.critical_rows(reader, run, cluster)


def _fitting(form: CriticalFilterForm, rows: QuerySet[FirmIndex, Any]) -> QuerySet[FirmIndex, Any]:
    form.is_valid()
    asked = {name: value for name, value in form.cleaned_data.items() if value}
    if "town" in asked:
        rows = rows.filter(town=asked["town"])
    if "industry" in asked:
        rows = rows.filter(industry=asked["industry"])
    if words := asked.get("q", "").strip():
        rows = rows.filter(Q(firm__name__icontains=words) | Q(firm__name_en__icontains=words))
    return rows


@needs(Permission.EXPORT)
@says_purpose
def export(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The critical list as the page narrows it, as a file."""
    reader = reader_of(request)
    run = done_list(reader)
    form, rows = _narrowed(request, reader, run)
    form.offer(*queries.critical_choices(rows))
    lines = formats.critical_lines(run, _fitting(form, rows).order_by("rank"))
    return as_answer(request, taking, kind, what="critical", title=_("Critical list"), lines=lines)


@require_POST
@needs(Permission.KEEP_SCENARIOS)
def compute(request: Request) -> HttpResponse:
    """Freeze the network of the day and have the list computed."""
    try:
        operations.ask_critical(
            by=request.person, at=timezone.now(), world=request.world, as_of=request.as_of
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The list is being computed."))
    return redirect("chain:critical", request.world.code)


@needs(Permission.SEE_BREAKS)
def progress(request: Request, pk: int) -> HttpResponse:
    """How far a list has come; when it has ended, its page is loaded anew."""
    rows = CriticalRun.objects.visible_to(request.person, request.world)
    found = get_object_or_404(rows, pk=pk)
    if CriticalState(found.state).is_open:
        page = {"lists": queries.CriticalPage(None, found)}
        return render(request, "chain/critical.html#progress", page)
    return HttpResponse(headers={"HX-Refresh": "true"})


@needs(Permission.SEE_BREAKS)
def single_sources(request: Request) -> HttpResponse:
    """Which firm has an input from one supplier alone?"""
    reader = reader_of(request)
    run = queries.latest_list(request.person, request.world).done
    page: dict[str, Any] = {"run": run, "reader": reader}
    if run is not None:
        form = SingleFilterForm(request.GET)
        rows = queries.single_rows(reader, run)
        table = SingleTable(_fitting_single(form, rows), order_by=("is_essential", "-effect"))
        RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
        table.exports = export_links(request, "chain:export_single")
        page |= {
            "table": table, "filter": SimpleNamespace(form=form),
            "known": rows.filter(is_inferred=False).count(),
            "inferred": rows.filter(is_inferred=True).count(),
            "stops": rows.filter(is_essential=True, is_inferred=False).count(),
        }  # fmt: skip
    return render(request, "chain/single_sources.html", page)


def _fitting_single(
    form: SingleFilterForm, rows: QuerySet[SingleSource, Any]
) -> QuerySet[SingleSource, Any]:
    form.is_valid()
    asked = {name: value for name, value in form.cleaned_data.items() if value}
    if "evidence" in asked:
        rows = rows.filter(is_inferred=asked["evidence"] == "inferred")
    if "essential" in asked:
        rows = rows.filter(is_essential=asked["essential"] == "yes")
    if words := asked.get("q", "").strip():
        rows = rows.filter(
            Q(buyer__name__icontains=words)
            | Q(supplier__name__icontains=words)
            | Q(what__icontains=words)
        )
    return rows


@needs(Permission.EXPORT)
@says_purpose
def export_single(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The single sources as the page narrows them, as a file."""
    reader = reader_of(request)
    run = done_list(reader)
    rows = _fitting_single(SingleFilterForm(request.GET), queries.single_rows(reader, run))
    lines = formats.single_lines(run, queries.worst_first(rows))
    return as_answer(
        request, taking, kind, what="single-sources", title=_("Single sources"), lines=lines
    )


@needs(Permission.SEE_BREAKS)
def single_source(request: Request, pk: int) -> HttpResponse:
    """What would a second source save?"""
    reader = reader_of(request)
    row = queries.single_row(reader, pk)
    if row is None or row.run.snapshot is None:
        raise Http404
    ground = analysis.ground_of(row.run.snapshot, LinksUsed.ALL, reader.seen)
    found = analysis.second_sources(
        ground, buyer=queries.key_of(row.buyer), supplier=queries.key_of(row.supplier)
    )
    named = {}
    if found is not None:
        keys = [one.firm for one in found.seconds if one.firm and reader.lists(one.firm)]
        named = queries.named_firms(request.world, keys)
    seconds = [
        (named.get(one.firm or ""), one)
        for one in (found.seconds if found else ())
        if one.firm is None or one.firm in named
    ]
    page = {"row": row, "found": found, "seconds": seconds, "reader": reader}
    return render(request, "chain/single_source.html", page)


@needs(Permission.SEE_BREAKS)
def essential(request: Request) -> HttpResponse:
    """Which inputs stop which industry, by the stated rule?"""
    reader_of(request)
    snapshot = queries.latest_snapshot(request.world, request.as_of)
    page: dict[str, Any] = {"rows": [], "snapshot": snapshot}
    if snapshot is not None:
        try:
            ground = analysis.ground_of(snapshot, LinksUsed.ALL)
        except Refusal as refusal:
            page["refusal"] = refusal
        else:
            page["rows"] = analysis.essential_rows(ground.network.industry.drop_nulls().to_list())
    return render(request, "chain/essential.html", page)
