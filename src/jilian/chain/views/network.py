"""The network in layers: drawn where the browser can, in a table everywhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.paging import BoundedPaginator
from jilian.chain import analysis, queries
from jilian.chain.analysis import DrawnNetwork
from jilian.chain.queries import Named, Reader
from jilian.chain.rules import LinksUsed
from jilian.chain.views.shared import ROWS_A_PAGE, reader_of, whole_number
from jilian.firms.models import Firm
from jilian.network.models import Snapshot

PLACES = 3


def _asked(request: Request, reader: Reader) -> tuple[LinksUsed, Firm | None]:
    links = request.GET.get("links", "")
    used = LinksUsed(links) if links in LinksUsed.values else LinksUsed.ALL
    pk = whole_number(request.GET.get("firm", ""))
    found = queries.firms_called(reader, str(pk)) if pk is not None else []
    return used, found[0] if len(found) == 1 and found[0].pk == pk else None


def _drawn(
    request: Request, reader: Reader, snapshot: Snapshot, used: LinksUsed, only: Firm | None
) -> DrawnNetwork:
    ground = analysis.ground_of(snapshot, used, reader.seen)
    clusters = queries.cluster_keys(request.world, request.as_of)
    bands = {key: pk for pk, keys in sorted(clusters.items(), reverse=True) for key in keys}
    counts = ground.network.supplier_counts + ground.network.buyer_counts
    weight = dict(zip(ground.keys, counts.astype(float).tolist(), strict=True))
    return analysis.draw_network(ground, bands, weight, queries.key_of(only) if only else "")


@needs(Permission.SEE_BREAKS)
def network(request: Request) -> HttpResponse:
    """Who supplies whom, from upstream to downstream?"""
    reader = reader_of(request)
    used, only = _asked(request, reader)
    snapshot = queries.latest_snapshot(request.world, request.as_of)
    page: dict[str, Any] = {
        "reader": reader, "snapshot": snapshot, "links": used, "only": only, "uses": LinksUsed,
        "address": _address(request, "chain:drawing", used, only),
    }  # fmt: skip
    if snapshot is not None:
        try:
            page |= _table(request, _drawn(request, reader, snapshot, used, only))
        except Refusal as refusal:  # for example no known link, or none that the reader may see
            page["refusal"] = refusal
    return render(request, "chain/network.html", page)


def _address(request: Request, name: str, used: LinksUsed, only: Firm | None) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    asked["links"] = used.value
    if only is None:
        asked.pop("firm", None)
    return f"{reverse(name, args=(request.world.code,))}?{asked.urlencode()}"


def _table(request: Request, drawn: DrawnNetwork) -> dict[str, Any]:
    """The same as rows: layer by layer, with how many suppliers and buyers are drawn."""
    rows = sorted(range(len(drawn.firms)), key=lambda at: (drawn.column[at], -drawn.y[at]))
    pages = BoundedPaginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = list(pages.object_list)
    named = queries.named_firms(request.world, [drawn.firms[at] for at in shown])
    clusters = dict(queries.cluster_choices(request.person, request.world))
    return {
        "drawn": drawn, "pages": pages, "layers": len(set(drawn.column)),
        "unnamed": len(drawn.firms) - len(drawn.named),
        "rows": [
            (named[drawn.firms[at]], drawn.column[at], clusters.get(drawn.band[at], ""))
            for at in shown
            if drawn.firms[at] in named
        ],
    }  # fmt: skip


@needs(Permission.SEE_BREAKS)
def drawing(request: Request) -> JsonResponse:
    """What breaks.js draws: places, names, links; no amount is in it."""
    reader = reader_of(request)
    used, only = _asked(request, reader)
    snapshot = queries.latest_snapshot(request.world, request.as_of)
    nothing: dict[str, list[Any]] = {"firms": [], "links": [], "bands": []}
    if snapshot is None:
        return JsonResponse(nothing)
    try:
        drawn = _drawn(request, reader, snapshot, used, only)
    except Refusal:  # the page says why
        return JsonResponse(nothing)
    named = queries.named_firms(request.world, drawn.firms)
    clusters = dict(queries.cluster_choices(request.person, request.world))
    return JsonResponse({
        "firms": [
            _node(drawn, at, named.get(key), reader.lists(key))
            for at, key in enumerate(drawn.firms)
        ],
        "links": [list(one) for one in drawn.links],
        "bands": [
            [clusters.get(pk, _("in no cluster")), round(first, PLACES), round(last, PLACES)]
            for pk, first, last in drawn.bands
        ],
    })  # fmt: skip


def _node(drawn: DrawnNetwork, at: int, firm: Named | None, listed: bool) -> list[Any]:
    """A firm as [key, name, x, y, named, band]; one that the reader may not list has no key."""
    return [
        firm.pk if firm and listed else 0, firm.name if firm else "",
        round(drawn.x[at], PLACES), round(drawn.y[at], PLACES),
        int(drawn.firms[at] in drawn.named), drawn.band[at],
    ]  # fmt: skip
