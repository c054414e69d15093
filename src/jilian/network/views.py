"""Supply links as of a day: the list, one link, those of a firm; frozen snapshots."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_tables2 import RequestConfig

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.paging import BoundedPaginator, counted
from jilian.base.sheets import CONTENT_TYPES, as_file, csv_chunks
from jilian.firms.models import Firm
from jilian.network import formats, operations, queries
from jilian.network.lists import LinkFilter, LinkTable, evidence_counts
from jilian.network.models import SupplyLink
from jilian.network.queries.evidence import reasons_in_words

ROWS_A_PAGE = 25
XLSX_AT_MOST = 50_000


@needs(Permission.SEE_LINKS)
def link_list(request: Request) -> HttpResponse:
    """Who supplies whom, and how do we know?"""
    narrowed = _narrowed(request)
    counts = queries.counts_by_evidence(request.person, request.world, request.as_of)
    table = LinkTable(narrowed.qs)
    asked = narrowed.evidences or list(counts)
    paginator = counted(sum(counts[one] for one in asked))
    pages = {"per_page": ROWS_A_PAGE,
             "paginator_class": BoundedPaginator if narrowed.narrows else paginator}  # fmt: skip
    RequestConfig(request, paginate=pages).configure(table)
    if request.reach.may(Permission.EXPORT):
        table.exports = _exports(request)
    context = {
        "filter": narrowed,
        "table": table,
        "counts": evidence_counts(request, counts, narrowed.evidences),
        "whole": sum(counts.values()),
        "sees_snapshots": request.reach.may_somewhere(Permission.SEE_PROPOSALS),
    }
    part = "#found" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, f"network/list.html{part}", context)


@needs(Permission.SEE_LINKS)
def detail(request: Request, pk: int) -> HttpResponse:
    """Who supplies whom with what, and how do we know?"""
    rows = SupplyLink.objects.visible_to(request.person, request.world)
    link = get_object_or_404(rows.select_related("supplier", "buyer", "source"), pk=pk)
    ends = (link.supplier_id, link.buyer_id)
    return render(
        request,
        "network/detail.html",
        {
            "link": link,
            "sees_amounts": queries.may_see_amounts(request.person, request.world, ends),
            "others": queries.earlier_and_later(link, request.person, request.world),
            "reasons": reasons_in_words(link),
            "held": link.held_on(request.as_of).value,
        },
    )


@needs(Permission.SEE_LINKS)
def of_firm(request: Request, pk: int) -> HttpResponse:
    """The part of a firm's page: its suppliers and its buyers, by evidence."""
    firm = get_object_or_404(Firm.objects.visible_to(request.person, request.world), pk=pk)
    suppliers, buyers = queries.partners_of_firm(request.person, request.world, firm, request.as_of)
    context = {
        "firm": firm,
        "sides": (("suppliers", suppliers), ("buyers", buyers)),
        "sees_amounts": queries.may_see_amounts(request.person, request.world, (firm.pk,)),
        "sees_all": request.reach.may(Permission.SEE_LINKS),
    }
    return render(request, "network/of_firm.html", context)


@needs(Permission.SEE_PROPOSALS)
def snapshots(request: Request) -> HttpResponse:
    """Which states of the network are frozen, and what do they hold?"""
    context = {
        "snapshots": list(queries.snapshots(request.world)[:100]),
        "may_freeze": request.reach.may(Permission.FREEZE),
    }
    return render(request, "network/snapshots.html", context)


@needs(Permission.FREEZE)
@require_POST
def freeze(request: Request) -> HttpResponse:
    """Freeze the network of the day of the page."""
    snapshot = operations.freeze_snapshot(
        by=request.person, at=timezone.now(), world=request.world, as_of=request.as_of
    )
    messages.success(request, _("Frozen: %(mark)s") % {"mark": snapshot.fingerprint[:12]})
    back = reverse("network:snapshots", args=(request.world.code,))
    day = f"?on={request.as_of.isoformat()}" if request.as_of != request.today else ""
    return redirect(back + day)


@needs(Permission.EXPORT)
def export(request: Request, kind: str) -> HttpResponseBase:
    """The links as the page lists them, as a file."""
    if kind not in CONTENT_TYPES:
        raise Http404
    rows = _narrowed(request).qs
    count = rows.order_by().count()
    if kind == "xlsx" and count > XLSX_AT_MOST:
        sentence = _(
            "An Excel file holds at most %(most)d rows here, and %(count)d fit. Filter further, or"
            " take CSV."
        ) % {"most": XLSX_AT_MOST, "count": count}
        messages.error(request, sentence)
        back = reverse("network:list", args=(request.world.code,))
        return redirect(f"{back}?{request.GET.urlencode()}")
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, kind=kind, rows=count,
        asked={**request.GET.dict(), "on": request.as_of.isoformat()},
    )  # fmt: skip
    lines = formats.link_lines(
        rows.iterator(chunk_size=2_000), request.as_of,
        amounts=request.reach.may(Permission.SEE_AMOUNTS),
    )  # fmt: skip
    name = f"links-{request.world.code}-{request.as_of.isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    kept = CONTENT_TYPES[kind]
    if kind == "csv":
        return StreamingHttpResponse(csv_chunks(lines), content_type=kept, headers=headers)
    content = as_file(kind, _("Supply links"), list(lines))
    return HttpResponse(content, content_type=kept, headers=headers)


def _narrowed(request: Request) -> LinkFilter:
    rows = queries.listed_links(request.person, request.world, request.as_of)
    return LinkFilter(request.GET, rows, request)


def _exports(request: Request) -> list[tuple[str, str]]:
    asked = request.GET.copy()
    asked.pop("page", None)
    query = f"?{asked.urlencode()}" if asked else ""
    return [
        (label, reverse("network:export", args=(request.world.code, kind)) + query)
        for label, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
