"""Firms that are brought in: three numbers as of a day, the list, one firm and its stages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.paging import RequestConfig
from jilian.base.sheets import CONTENT_TYPES
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm
from jilian.gaps import formats, operations, queries
from jilian.gaps.forms import CorrectionForm, RecruitForm, StageForm
from jilian.gaps.lists import RecruitFilter, RecruitTable
from jilian.gaps.models import MissingLink, Recruit, RecruitStage
from jilian.gaps.rules.pipeline import StageCount
from jilian.gaps.rules.words import Direction, Stage
from jilian.gaps.views.shared import (
    cluster_seen,
    firm_choices,
    may_keep,
)

P = Permission
PER_PAGE = 25


@needs(P.SEE_GAPS)
def pipeline(request: Request) -> HttpResponse:
    """How many are signed, registered, producing as of the day, and which?"""
    chosen = _chosen(request)
    table = RecruitTable(chosen.qs, day=request.as_of, order_by="pk")
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    table.exports = export_links(request, "gaps:pipeline_export")
    rows = queries.recruits_seen(request.person, request.world)
    asked = request.GET.get("cluster", "")
    if asked.isdecimal() and len(asked) < 12:
        rows = rows.filter(cluster=int(asked))
    every = list(rows)
    page = {
        "filter": chosen,
        "table": table,
        "figures": [_figure(request, one) for one in queries.three_numbers(rows, request.as_of)],
        "dropped_url": _narrowed(request, Stage.DROPPED),
        "dropped": sum(one.stage_on(request.as_of) == Stage.DROPPED for one in every),
        "published": queries.published_signed(request.world, every, request.as_of),
        "is_empty": not every,
        "asked_cluster": asked if asked.isdecimal() else "",
        "year_end": request.today.replace(year=request.today.year - 1, month=12, day=31),
    }
    return render(request, "gaps/pipeline.html", page)


def _figure(request: Request, number: StageCount) -> dict[str, Any]:
    """One of the three numbers, with the list that it opens to."""
    gone = len(number.dropped)
    words = ngettext("%(n)s of them has dropped out", "%(n)s of them have dropped out", gone)
    return {
        "count": number.count,
        "label": number.stage.label,
        "url": _narrowed(request, number.stage),
        "note": words % {"n": gone} if gone else "",
    }


def _narrowed(request: Request, stage: Stage) -> str:
    """The list of those that had reached a stage by the day; the cluster stays as it is asked."""
    asked = request.GET.copy()
    for name in ("page", "sort", "q", "direction"):
        asked.pop(name, None)
    asked["reached"] = stage
    return f"?{asked.urlencode()}#rows"


def _chosen(request: Request) -> RecruitFilter:
    seen = queries.known_on(queries.recruits_seen(request.person, request.world), request.as_of)
    clusters = Cluster.objects.visible_to(request.person, request.world)
    held = clusters.filter(recruits__isnull=False).distinct()
    return RecruitFilter(request.GET, queryset=seen, clusters=held, day=request.as_of)


@needs(P.EXPORT)
@says_purpose
def pipeline_export(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The firms that are brought in as a file, as of the day and by the filters."""
    if kind not in CONTENT_TYPES or not request.reach.may_somewhere(P.SEE_GAPS):
        raise Http404
    lines = formats.recruit_lines(_chosen(request).qs, request.as_of)
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, what="recruits",
        rows=len(lines) - 1, kind=kind, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"recruits-{request.world.code}-{request.as_of.isoformat()}"
    return file_answer(lines, kind, _("Firms that are brought in"), name)


@needs(P.SEE_GAPS)
def recruit(request: Request, pk: int) -> HttpResponse:
    """How far has this firm come, by which papers?"""
    found = _seen(request, pk)
    page = queries.recruit_page(request.person, found, request.as_of)
    return render(request, "gaps/recruit.html", {"page": page, "recruit": found})


@needs(P.KEEP_GAPS)
def new_recruit(request: Request, pk: int) -> HttpResponse:
    """Which firm is to be brought in, and which link makes it part of the chain?"""
    cluster = cluster_seen(request, pk, to_keep=True)
    link, firm = _asked_link(request, cluster), _asked_firm(request)
    start: dict[str, Any] = {"on": request.today, "direction": Direction.UPSTREAM}
    if firm is not None:
        start["name"] = firm.name
    if link is not None:
        start["of_product"] = link.product
    form = RecruitForm(request.POST or None, firms=firm_choices(request, cluster), initial=start)
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        members = dict(firm_choices(request, cluster))
        chosen = typed["of_firm"] if typed["of_firm"] in members else 0
        typed["of_firm"] = Firm.objects.filter(pk=chosen).first()
        same = firm if firm is not None and typed["name"] == firm.name else None
        try:
            made = operations.add_recruit(
                by=request.person, at=timezone.now(), cluster=cluster, missing_link=link,
                firm=same, **typed,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Noted as a candidate."))
            return redirect("gaps:recruit", request.world.code, made.pk)
    page = {"cluster": cluster, "form": form, "link": link, "firm": firm}
    return render(request, "gaps/new_recruit.html", page)


def _asked_link(request: Request, cluster: Cluster) -> MissingLink | None:
    asked = request.GET.get("missing", "")
    if not asked.isdecimal() or len(asked) > 11:
        return None
    rows = queries.missing_seen(request.person, request.world)
    return rows.filter(pk=int(asked), cluster=cluster).first()


def _asked_firm(request: Request) -> Firm | None:
    """The candidate that a missing link named, where the person sees its register."""
    asked = request.GET.get("candidate", "")
    if not asked.isdecimal() or len(asked) > 11:
        return None
    found = Firm.objects.filter(pk=int(asked)).select_related("world", "merged_into").first()
    if found is None:
        return None
    seen = Firm.objects.visible_to(request.person, found.world).filter(pk=found.root_id)
    return found.root if seen.exists() else None


@needs(P.KEEP_GAPS)
def stage(request: Request, pk: int) -> HttpResponse:
    """Which stage has it reached, on which day, by which paper?"""
    found = _seen(request, pk)
    page = queries.recruit_page(request.person, found, request.today)
    if not page.may_keep or not page.next:
        raise Http404
    form = StageForm(
        request.POST or None, stages=page.next,
        initial={"stage": page.next[0], "on": request.today},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            operations.record_stage(
                by=request.person, at=timezone.now(), recruit=found, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Recorded."))
            return redirect("gaps:recruit", request.world.code, found.pk)
    return render(request, "gaps/stage.html", {"recruit": found, "form": form})


@needs(P.KEEP_GAPS)
def correct(request: Request, pk: int) -> HttpResponse:
    """What is right instead of what was entered, and why?"""
    rows = RecruitStage.objects.filter(
        recruit__in=Recruit.objects.visible_to(request.person, request.world),
        is_replaced=False,
        is_void=False,
    )
    row = get_object_or_404(rows.select_related("recruit__cluster", "recruit__world"), pk=pk)
    if not may_keep(request, row.recruit.cluster):
        raise Http404
    form = CorrectionForm(request.POST or None, initial={"on": row.on, "document": row.document})
    if request.method == "POST" and form.is_valid():
        try:
            operations.correct_stage(
                by=request.person, at=timezone.now(), row=row, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Corrected; what was entered stays beside it."))
            return redirect("gaps:recruit", request.world.code, row.recruit_id)
    page = {"row": row, "recruit": row.recruit, "form": form}
    return render(request, "gaps/correct.html", page)


def _seen(request: Request, pk: int) -> Recruit:
    return get_object_or_404(queries.recruits_seen(request.person, request.world), pk=pk)
