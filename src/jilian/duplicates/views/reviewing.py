"""The review list, one pair with its history, and searching."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.paging import BoundedPaginator
from jilian.duplicates import operations, queries
from jilian.duplicates.lists import PairFilter
from jilian.duplicates.models import DuplicateSearch, Judgement

PER_PAGE = 10


@needs(Permission.MERGE_FIRMS)
def review(request: Request) -> HttpResponse:
    """Which records are one firm?"""
    page = list_page(request)
    part = "#pairs" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, f"duplicates/list.html{part}", page)


def list_page(request: Request) -> dict[str, Any]:
    """Return what the list shows, by the filters of the address; fixed queries."""
    person, world = request.person, request.world
    seen = queries.pairs_seen(person, world)
    chosen = PairFilter(request.GET, queryset=seen, world=world)
    found = BoundedPaginator(chosen.qs, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "filter": chosen,
        "found": found,
        "knots": queries.knots_shown(queries.cards_of(list(found), request.as_of)),
        "tally": queries.tally(person, world),
        "last_search": queries.latest_search(person, world),
        "back": request.get_full_path(),
    }


@needs(Permission.MERGE_FIRMS)
def pair(request: Request, pk: int) -> HttpResponse:
    """Are these two records one firm, and what was said of them before?"""
    seen = queries.pairs_seen(request.person, request.world)
    found = get_object_or_404(seen, pk=pk)
    page = {
        "card": queries.cards_of([found], request.as_of)[0],
        "judgements": Judgement.objects.filter(pair=found).select_related("merge"),
        "back": request.get_full_path(),
    }
    return render(request, "duplicates/pair.html", page)


@require_POST
@needs(Permission.MERGE_FIRMS)
def search(request: Request) -> HttpResponse:
    """Have the names of the world compared now."""
    operations.ask_for_search(by=request.person, at=timezone.now(), world=request.world)
    messages.success(request, _("The names are being compared."))
    return redirect("duplicates:list", request.world.code)


@needs(Permission.MERGE_FIRMS)
def searching(request: Request, pk: int) -> HttpResponse:
    """How far has the search come?"""
    seen = DuplicateSearch.objects.visible_to(request.person, request.world)
    found = get_object_or_404(seen, pk=pk)
    return render(request, "duplicates/searching.html", {"last_search": found, "polled": True})
