"""The tree, one organisation, how many of which type, and coverage."""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.organisations import queries
from jilian.organisations.forms import CountFilter, CoverageFilter, TreeFilter
from jilian.organisations.models import Organisation
from jilian.organisations.queries.coverage import Coverage, places_of
from jilian.organisations.rules import Line
from jilian.places.models import Division
from jilian.ui.address import without

ALL_OPEN = 60  # a smaller tree is shown whole
A_PAGE = 100


@needs(Permission.SEE_ORGANISATIONS)
def tree(request: Request) -> HttpResponse:
    """The tree of one line as of the day, with the answer above it; or a part of it."""
    form = TreeFilter(request.GET or None, sources=queries.attesting_sources(request.world))
    line = Line.CLUSTER if request.GET.get("line") == Line.CLUSTER else Line.TERRITORY
    under = _number(request, "under")
    found = queries.organisation_tree(
        request.person,
        request.world,
        request.as_of,
        line=line,
        type=form.chosen("type"),
        source_key=form.chosen("source"),
        under=under or None,
    )
    nodes, top = found.roots, None
    if under:
        top = found.below(under)
        if top is None:
            raise Http404
        nodes = top.children
    first = _number(request, "first")
    days = [] if under else queries.days_of_change(request.person, request.world)
    page = {
        "tree": found,
        "answer": found.answer,
        "top": top,
        "nodes": nodes[first : first + A_PAGE],
        "left": max(0, len(nodes) - first - A_PAGE),
        "next": first + A_PAGE,
        "under": under,
        "is_small": found.shown <= ALL_OPEN,
        "filter": SimpleNamespace(form=form),
        "source_title": form.source_title,
        "every_address": _asked(request, "under", "first", "type", "line"),
        "part_address": _asked(request, "under", "first"),
        "line_address": _asked(request, "under", "first", "line"),
        "may_export": request.reach.may(Permission.EXPORT),
        "days": days,
        "day_events": [day.event for day in days],
        "day_address": _asked(request, "under", "first", "on"),
    }
    part = "#below" if request.htmx and under else ""
    return render(request, f"organisations/tree.html{part}", page)


@needs(Permission.SEE_ORGANISATIONS)
def detail(request: Request, pk: int) -> HttpResponse:
    """One organisation as of the day."""
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.person, request.world).select_related(
            "division", "source", "world"
        ),
        pk=pk,
    )
    page = queries.organisation_page(request.person, request.world, organisation, request.as_of)
    return render(request, "organisations/detail.html", {"page": page})


@needs(Permission.SEE_ORGANISATIONS)
def counts(request: Request) -> HttpResponse:
    """How many organisations, of which type."""
    form = CountFilter(request.GET or None, sources=queries.attesting_sources(request.world))
    source_key = form.chosen("source")
    found = queries.counts_page(request.person, request.world, request.as_of, source_key)
    page = {
        "page": found,
        "answer": found.answer,
        "filter": SimpleNamespace(form=form),
        "source_title": form.source_title,
        "type_address": _asked(request, "type"),
        "tree_address": _tree_address(request),
    }
    return render(request, "organisations/counts.html", page)


@needs(Permission.SEE_ORGANISATIONS)
def coverage(request: Request) -> HttpResponse:
    """How many firms of a place have which coverage."""
    form = CoverageFilter(request.GET or None, places=_choosable_places(request))
    refusal = None
    try:
        found = coverage_asked(request, form)
    except Refusal as refused:
        refusal = refused
        found = coverage_asked(request, None)
    page = {
        "page": found,
        "labels": [label for label, _part in found.whole.labelled],
        "filter": SimpleNamespace(form=form),
        "refusal": refusal,
        "place_address": _asked(request, "place", "operating"),
        "firms_address": _firms_address(request, found.whole.place),
        "may_export": request.reach.may(Permission.EXPORT),
        "export_query": request.GET.urlencode(),
    }
    return render(request, "organisations/coverage.html", page)


@needs(Permission.SEE_ORGANISATIONS)
def of_firm(request: Request, pk: int) -> HttpResponse:
    """The part of a firm's page that says which organisations cover it."""
    firm = get_object_or_404(Firm.objects.visible_to(request.person, request.world), pk=pk)
    page = {
        "firm": firm,
        "covers": queries.covers_of_firm(firm, request.as_of),
        "may_change": request.reach.may_somewhere(Permission.CHANGE_ORGANISATIONS),
    }
    return render(request, "organisations/of_firm.html", page)


def _firms_address(request: Request, place: Division | None) -> str:
    """Where the firms with a site in a place are listed; empty without one, and to whom not."""
    if place is None or not request.reach.may(Permission.SEE_REGISTER):
        return ""
    asked = {"place": place.code, **({"on": request.GET["on"]} if request.GET.get("on") else {})}
    here = reverse("firms:list", args=(request.world.code,))
    return f"{here}?{urlencode(asked)}"


def _tree_address(request: Request) -> str:
    """Where the same organisations stand as a tree: of the same day, attested by the same."""
    asked = {name: request.GET[name] for name in ("source", "on") if request.GET.get(name)}
    here = reverse("organisations:tree", args=(request.world.code,))
    return f"{here}?{urlencode({'line': Line.TERRITORY.value, **asked})}"


def coverage_asked(request: Request, form: CoverageFilter | None) -> Coverage:
    """The coverage that the form asks for; of the whole world without a valid one."""
    asked = form.cleaned_data if form is not None and form.is_valid() else {}
    place = Division.objects.filter(code=asked.get("place") or request.GET.get("place")).first()
    return queries.coverage_of(
        request.person, request.world, request.as_of, place, asked.get("operating")
    )


def _choosable_places(request: Request) -> list[Division]:
    """The places that the world lists, and the parts of the one asked for."""
    places = places_of(request.world)
    asked = Division.objects.filter(code=request.GET.get("place", "")).first()
    if asked is None:
        return places
    beside = Division.objects.filter(parent=asked.parent_id) if asked not in places else []
    return [*places, *(one for one in (*beside, *asked.parts.all()) if one not in places)]


def _number(request: Request, name: str) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 12 else 0


def _asked(request: Request, *left_out: str) -> str:
    """The address with its questions, except these, ready for one more."""
    address = without(request, *left_out)
    return f"{address}&" if "?" in address else f"{address}?"
