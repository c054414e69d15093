"""What is missing: the list, one missing link, the search for them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.paging import RequestConfig
from jilian.base.sheets import CONTENT_TYPES
from jilian.clusters.models import Cluster
from jilian.gaps import formats, operations, queries
from jilian.gaps.forms import OwnerForm
from jilian.gaps.lists import MissingFilter, MissingTable
from jilian.gaps.models import GapRun, MissingLink
from jilian.gaps.rules.deciding import REASONED
from jilian.gaps.rules.words import Status
from jilian.places.models import Division, Industry

P = Permission
PER_PAGE = 25


@needs(P.SEE_GAPS)
def missing(request: Request) -> HttpResponse:
    """What is missing here, and who could make it?"""
    seen = queries.missing_seen(request.person, request.world)
    chosen = _chosen(request)
    table = MissingTable(chosen.qs, order_by="rank")
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    table.exports = export_links(request, "gaps:export")
    done = queries.latest_done(request.world)
    run = queries.latest_run(request.world)
    page = {
        "filter": chosen,
        "table": table,
        "totals": queries.totals(seen),
        "done": done,
        "run": run if run and run.is_open else None,
        "failed": run if run and run.state == "failed" else None,
        "unknown": done.found.get("unknown", {}).get("", {}) if done else {},
        "is_empty": done is None,
        "may_search": request.reach.may(P.KEEP_GAPS),
    }
    return render(request, "gaps/list.html", page)


def _chosen(request: Request) -> MissingFilter:
    seen = queries.missing_seen(request.person, request.world)
    clusters = Cluster.objects.visible_to(request.person, request.world)
    held = list(clusters.filter(missing_links__isnull=False).distinct().order_by("sort_key"))
    asked = request.GET.copy()
    asked.setdefault("status", "standing")
    return MissingFilter(asked, queryset=seen, clusters=held)


@needs(P.EXPORT)
@says_purpose
def missing_export(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The list of missing links as a file, by its filters."""
    if kind not in CONTENT_TYPES or not request.reach.may_somewhere(P.SEE_GAPS):
        raise Http404
    lines = formats.missing_lines(request.person, _chosen(request).qs.order_by("rank", "pk"))
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, what="missing_links",
        rows=len(lines) - 1, kind=kind, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"missing-links-{request.world.code}-{request.today.isoformat()}"
    return file_answer(lines, kind, _("Missing links"), name)


@needs(P.SEE_GAPS)
def detail(request: Request, pk: int) -> HttpResponse:
    """Who needs it, who makes it, how sure is that, and who could come?"""
    rows = queries.missing_seen(request.person, request.world)
    found = get_object_or_404(rows, pk=pk)
    page = queries.missing_page(request.person, found)
    context = {
        "page": page,
        "link": found,
        "owner_form": OwnerForm(initial={"owner_office": request.person.office}),
        "steps": [(one, VERBS[one](), one in REASONED) for one in page.next],
    }
    return render(request, "gaps/detail.html", context)


VERBS = {
    Status.CONFIRMED: lambda: _("Confirm"),
    Status.REJECTED: lambda: _("Reject"),
    Status.FILLED: lambda: _("It is filled"),
    Status.PROPOSED: lambda: _("Open it again"),
}


@needs(P.KEEP_GAPS)
@require_POST
def search(request: Request) -> HttpResponse:
    """Search anew on today's network, as later work."""
    if not request.reach.may(P.KEEP_GAPS):
        raise Http404
    operations.start_search(by=request.person, at=timezone.now(), world=request.world)
    messages.success(request, _("The search has been started; the page shows when it is done."))
    return redirect("gaps:list", request.world.code)


@needs(P.SEE_GAPS)
def progress(request: Request, pk: int) -> HttpResponse:
    """How far is the search? (part of a page)"""
    run = get_object_or_404(GapRun.objects.filter(world=request.world), pk=pk)
    return render(request, "gaps/progress.html", {"run": run})


@needs(P.SEE_GAPS)
def related(request: Request) -> HttpResponse:
    """What could be made here next, from what is made here now?"""
    done = queries.latest_done(request.world)
    places = done.related if done else []
    codes = {
        code
        for place in places
        for row in place["rows"]
        for code in (row["industry"], *row["nearest"])
    }
    names = {one.code: str(one) for one in Industry.objects.filter(code__in=codes)}
    wanted = [place["place"].ljust(6, "0") for place in places]
    divisions = {one.code: str(one) for one in Division.objects.filter(code__in=wanted)}
    page = {
        "done": done,
        "places": [
            {
                **place,
                "name": divisions.get(place["place"].ljust(6, "0"), str(request.world)),
                "rows": [
                    {**row, "name": names.get(row["industry"], row["industry"]),
                     "nearest": [names.get(code, code) for code in row["nearest"]]}
                    for row in place["rows"]
                ],
            }
            for place in places
        ],
    }  # fmt: skip
    return render(request, "gaps/related.html", page)


def link_to_keep(request: Request, pk: int) -> MissingLink:
    """The missing link that the person may decide on, or 404."""
    rows = queries.missing_seen(request.person, request.world)
    found = get_object_or_404(rows, pk=pk)
    if not request.reach.may(P.KEEP_GAPS, found.scopes):
        raise Http404
    return found
