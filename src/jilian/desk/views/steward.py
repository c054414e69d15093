"""The data steward's desk: what waits, what is incomplete, old or contradicted, agreements."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.paging import BoundedPaginator
from jilian.desk import operations
from jilian.desk.forms import AgreementForm
from jilian.desk.models import DataAgreement
from jilian.desk.queries import conflicts as contradicting, stale, waiting
from jilian.desk.queries.quality import Shown, quality_shown
from jilian.desk.rules import COMPLETENESS, QualityMeasure, standing_of
from jilian.firms.queries import places_to_choose

ROWS_A_PAGE = 50
M = QualityMeasure
LISTS = (*COMPLETENESS, M.STALE)


@needs(Permission.KEEP_DESK)
def home(request: Request) -> HttpResponse:
    """What needs me in this register?"""
    person, world = request.person, request.world
    page = {
        "uploads": waiting.uploads_at_desk(person, world),
        "quality": [
            (one, _list_of(request, one)) for one in quality_shown(person, world, request.today)
        ],
        "agreements": _due(request),
        "others": [
            (words, url)
            for words, name in (
                (_("Possible duplicates"), "duplicates:list"),
                (_("Claims and corrections"), "claims:list"),
            )
            if (url := _address(name, world.code))
        ],
    }
    return render(request, "desk/home.html", page)


@require_POST
@needs(Permission.KEEP_DESK)
def measure(request: Request) -> HttpResponse:
    """Measure the quality of the register now."""
    operations.measure_quality(by=request.person, at=timezone.now(), world=request.world)
    messages.success(request, _("The register has been measured."))
    return redirect("desk:home", request.world.code)


@needs(Permission.KEEP_DESK)
def firms(request: Request, which: str) -> HttpResponse:
    """Which firms lack something, or have not been confirmed for long?"""
    if which not in LISTS:
        raise Http404
    place, source = request.GET.get("place", ""), request.GET.get("source", "")
    rows = stale.listed(request.person, request.world, which, request.today, place, source)
    page = {
        "measure": QualityMeasure(which),
        "is_stale": which == M.STALE,
        "lists": [QualityMeasure(one) for one in LISTS],
        "pages": BoundedPaginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "places": places_to_choose(request.world),
        "sources": stale.sources_of_names(request.world),
        "place": place,
        "source": source,
    }
    return render(request, "desk/firms.html", page)


@needs(Permission.KEEP_DESK)
def conflicts(request: Request) -> HttpResponse:
    """Where do two sources contradict each other?"""
    asked = request.GET.get("kind", "facts")
    kind = asked if asked in contradicting.KINDS else "facts"
    groups = contradicting.groups_of(request.world, kind)
    shown = BoundedPaginator(groups, ROWS_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "kind": kind,
        "kinds": list(contradicting.KINDS.items()),
        "pages": shown,
        "conflicts": contradicting.in_words(request.world, kind, list(shown)),
    }
    return render(request, "desk/conflicts.html", page)


@needs(Permission.KEEP_DESK)
def agreements(request: Request) -> HttpResponse:
    """Which data may be used for what, and until when?"""
    rows = DataAgreement.objects.visible_to(request.person, request.world).select_related("source")
    standing = [
        (one, standing_of(request.today, one.valid_from, one.valid_until, one.ended_on))
        for one in rows
    ]
    order = ("late", "soon", "open", "waiting", "ended")
    standing.sort(key=lambda pair: order.index(pair[1]))
    return render(request, "desk/agreements.html", {"agreements": standing})


@needs(Permission.KEEP_DESK)
def new_agreement(request: Request) -> HttpResponse:
    """Record what was agreed with a partner."""
    form = AgreementForm(request.POST or None, initial={"valid_from": request.today})
    if request.method == "POST" and form.is_valid():
        operations.record_agreement(
            by=request.person, at=timezone.now(), world=request.world, **form.cleaned_data
        )
        return redirect("desk:agreements", request.world.code)
    status = 422 if form.errors else 200
    return render(request, "desk/new_agreement.html", {"form": form}, status=status)


@require_POST
@needs(Permission.KEEP_DESK)
def end_agreement(request: Request, pk: int) -> HttpResponse:
    """End an agreement today."""
    rows = DataAgreement.objects.visible_to(request.person, request.world)
    found = get_object_or_404(rows, pk=pk)
    try:
        operations.end_agreement(by=request.person, at=timezone.now(), agreement=found)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:agreements", request.world.code)


def _list_of(request: Request, shown: Shown) -> str:
    """The list behind a figure."""
    code, measure = request.world.code, shown.measure
    if measure in LISTS:
        return reverse("desk:firms", args=(code, measure.value))
    if measure is M.CONFLICTS:
        return reverse("desk:conflicts", args=(code,))
    name = "duplicates:list" if measure is M.DUPLICATES else "intake:list"
    return _address(name, code)


def _due(request: Request) -> list[tuple[DataAgreement, str]]:
    rows: Any = DataAgreement.objects.visible_to(request.person, request.world)
    standing = (
        (one, standing_of(request.today, one.valid_from, one.valid_until, one.ended_on))
        for one in rows.filter(ended_on__isnull=True, valid_until__isnull=False)
    )
    return [pair for pair in standing if pair[1] in ("late", "soon")]


def _address(name: str, code: str) -> str:
    """The address of a list of another area; empty where this installation has none."""
    try:
        return reverse(name, args=(code,))
    except NoReverseMatch:
        return ""
