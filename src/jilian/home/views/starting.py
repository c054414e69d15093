"""The way in: where to go, whether the software runs, what its pages are made of."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jilian.accounts.gate import Request, open_to_all, open_to_role_holders, open_to_signed_in
from jilian.home import queries
from jilian.home.rules import LAST_WORLD
from jilian.ui import examples


@open_to_signed_in
def start(request: Request) -> HttpResponse:
    """Go to the world used last, to one's own desk, or say that no role has been given yet."""
    world = queries.world_to_enter(request.person, request.session.get(LAST_WORLD, ""))
    if world is not None:
        return redirect("world:home", world=world.code)
    if desk := queries.desk_of(request.person):
        return redirect(desk)
    return render(request, "home/no_role.html", {"keepers": queries.keepers_of_roles()})


@open_to_all
def health(request: HttpRequest) -> HttpResponse:
    """Say that the software answers; for a reverse proxy or a monitor."""
    return HttpResponse("ok", content_type="text/plain")


@open_to_role_holders
def components(request: Request) -> HttpResponse:
    """What are the pages made of?"""
    return render(request, "ui/components.html", examples.context(request.today))
