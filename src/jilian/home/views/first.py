"""The first page of a world, and the outlines that its map draws."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.home import queries
from jilian.home.rules import LAST_WORLD, PLACE
from jilian.home.views.figures import list_address, shown_figures

YEAR = 365 * 24 * 3600


@needs(Permission.SEE_REGISTER)
def home(request: Request) -> HttpResponse:
    """What waits for me, and what is there?"""
    if request.session.get(LAST_WORLD) != request.world.code:
        request.session[LAST_WORLD] = request.world.code
    page = queries.first_page(request.person, request.world, request.as_of)
    places = [_listed(request, place) for place in page.spread.listed]
    leaders_known = any(one.leaders for one in page.clusters)
    return render(
        request,
        "home/first.html",
        {
            "page": page,
            "figures": shown_figures(request, page),
            "places": places,
            "largest": max((place.firms for place, _url, _parts in places), default=0),
            "leaders_known": leaders_known,
            "map_config": _map(request, page.spread),
            "worlds_here": queries.worlds_in_words(request.person),
        },
    )


def _listed(
    request: Request, place: queries.Place
) -> tuple[queries.Place, str, list[tuple[queries.Place, str]]]:
    """A place with the address of its firms, and its parts with theirs."""
    parts = [(part, _firms_in(request, part)) for part in place.parts if part.name]
    return place, _firms_in(request, place), parts


def _firms_in(request: Request, place: queries.Place) -> str:
    return list_address(request, "firms:list", {PLACE: place.code})


def _count(place: queries.Place) -> int | None:
    """The certain count; unknown where nothing is certain and something may have been there."""
    return None if place.perhaps and not place.firms else place.firms


def _map(request: Request, spread: queries.Spread) -> dict[str, Any]:
    """What map.js draws: the places with their counts, or in one district the sites as dots."""
    path = reverse("world:outlines", kwargs={"world": request.world.code})
    places = () if spread.is_one_district else spread.places
    return {
        "outlines_url": f"{path}?v={spread.outlines}",
        "unit": _("firms"),
        "points": [
            {
                "label": str(place), "count": _count(place), "lon": place.lon, "lat": place.lat,
                "url": _firms_in(request, place),
            }
            for place in places
            if place.lon is not None and place.lat is not None
        ],
        "dots_url": list_address(request, "world:dots") if spread.has_dots else "",
    }  # fmt: skip


@needs(Permission.SEE_REGISTER)
def dots(request: Request) -> HttpResponse:
    """The sites of a district by square kilometre: longitude, latitude, firms."""
    found = queries.dots_of(request.world, request.as_of)
    return JsonResponse({"dots": found}, headers={"Cache-Control": "private, no-cache"})


@needs(Permission.SEE_REGISTER)
def outlines(request: Request) -> HttpResponse:
    """The outlines of the world's places; kept by the browser for as long as they are the same."""
    return _outlines(request)


@gzip_page
def _outlines(request: Request) -> HttpResponse:
    found = queries.outlines_of(request.world)
    fingerprint = queries.fingerprint_of(found)
    answer = get_conditional_response(request, etag=f'"{fingerprint}"')
    answer = answer or JsonResponse(found, content_type="application/geo+json")
    answer["ETag"] = f'"{fingerprint}"'
    lasting = request.GET.get("v") == fingerprint
    answer["Cache-Control"] = f"private, max-age={YEAR}, immutable" if lasting else "no-cache"
    return answer
