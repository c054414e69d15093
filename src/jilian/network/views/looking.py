"""Supply links as of a day: the list, one link, a firm's suppliers and buyers, a file."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, export_links, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.paging import RequestConfig
from jilian.base.sheets import CONTENT_TYPES, as_file, csv_chunks
from jilian.firms.models import Firm
from jilian.network import formats, operations, queries
from jilian.network.lists import PERHAPS, CountedPaginator, LinkFilter, LinkTable

ROWS_A_PAGE = 25
XLSX_AT_MOST = 50_000


@needs(Permission.SEE_LINKS)
def link_list(request: Request) -> HttpResponse:
    """Who supplies whom?"""
    person, world, day = request.person, request.world, request.as_of
    narrowed = LinkFilter(request.GET, request)
    counts = [] if narrowed.in_force else queries.evidence_counts(person, world, day)
    counted = queries.counted_in(counts) if counts else queries.counted(narrowed.fitting)
    table = LinkTable(narrowed.fitting, request=request, counted=counted)
    pages = {"per_page": ROWS_A_PAGE, "paginator_class": CountedPaginator, "counted": counted}
    RequestConfig(request, paginate=pages).configure(table)
    on_page = [row.record.pk for row in table.paginated_rows]
    table.amounts = queries.amounts_seen(person, world, on_page)
    table.exports = export_links(request, "network:export")
    page: dict[str, Any] = {
        "filter": narrowed,
        "table": table,
        "counts": [(one, _address(request, evidence=one.evidence.value)) for one in counts],
        "least": "",
        "sees_all": request.reach.may(Permission.SEE_LINKS),
    }
    if counts and day != request.today:
        page["perhaps"] = queries.perhaps_count(person, world, day)
        page["perhaps_url"] = _address(request, held=PERHAPS)
        page["least"] = "at_least" if page["perhaps"] else ""
    part = "#found" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, f"network/list.html{part}", page)


@needs(Permission.SEE_LINKS)
def detail(request: Request, pk: int) -> HttpResponse:
    """Who supplies whom, and how do we know?"""
    link = get_object_or_404(queries.links_seen(request.person, request.world), pk=pk)
    page = queries.link_page(request.person, request.world, link, request.as_of)
    return render(request, "network/detail.html", {"page": page, "link": link})


@needs(Permission.SEE_LINKS)
def of_firm(request: Request, pk: int) -> HttpResponse:
    """The part of a firm's page: who supplies it, and whom it supplies."""
    firm = get_object_or_404(Firm.objects.visible_to(request.person, request.world), pk=pk)
    page = queries.links_of_firm(request.person, request.world, firm, request.as_of)
    return render(request, "network/of_firm.html", {"page": page, "firm": firm})


@needs(Permission.EXPORT)
@says_purpose
def export(request: Request, taking: Taking, kind: str) -> HttpResponseBase:
    """The links as the page lists them, as a file."""
    if kind not in CONTENT_TYPES:
        raise Http404
    person, world, day = request.person, request.world, request.as_of
    rows = LinkFilter(request.GET, request).fitting
    count = rows.order_by().count()
    if kind == "xlsx" and count > XLSX_AT_MOST:
        sentence = _(
            "An Excel file holds at most %(most)d rows here, and %(count)d fit. Filter further, or"
            " take CSV."
        )
        messages.error(request, sentence % {"most": XLSX_AT_MOST, "count": count})
        return redirect(f"{reverse('network:list', args=(world.code,))}?{request.GET.urlencode()}")
    operations.note_export(
        by=person, at=timezone.now(), world=world, kind=kind, rows=count,
        asked={**dict(request.GET.lists()), "on": day.isoformat()},
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    shown = partial(queries.amounts_seen, person, world)
    sees_some = request.reach.may_somewhere(Permission.SEE_AMOUNTS)
    lines = formats.link_lines(rows.iterator(chunk_size=2_000), day, shown if sees_some else None)
    name = f"links-{world.code}-{day.isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    of_kind = CONTENT_TYPES[kind]
    if kind == "csv":
        return StreamingHttpResponse(csv_chunks(lines), content_type=of_kind, headers=headers)
    content = as_file(kind, _("Supply links"), list(lines))
    return HttpResponse(content, content_type=of_kind, headers=headers)


def _address(request: Request, **asked: str) -> str:
    """The list with one filter, as of the same day."""
    if request.as_of != request.today:
        asked["on"] = request.as_of.isoformat()
    return f"{reverse('network:list', args=(request.world.code,))}?{urlencode(asked)}"
