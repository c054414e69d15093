"""The gate in front of every page: who is asking, in which world, as of which day.

A view that states no permission is not reachable at all, so nothing is open by oversight.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.dateparse import parse_date
from django_htmx.middleware import HtmxDetails

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, Reach, reach
from jilian.base.errors import NotAllowed
from jilian.places.models import World

EARLIEST = date(1949, 10, 1)
OPEN, SIGNED_IN = "open", "signed_in"
Arguments = ParamSpec("Arguments")


class Request(HttpRequest):
    """A request behind the gate."""

    person: Person
    world: World
    reach: Reach
    as_of: date
    today: date
    htmx: HtmxDetails


View = Callable[Concatenate[Request, Arguments], HttpResponse]


def needs(permission: Permission) -> Callable[[View[Arguments]], View[Arguments]]:
    """Open a view to those who hold the permission somewhere in the world of the address.

    Which records they then see is for the query to say.
    """

    def decorate(view: View[Arguments]) -> View[Arguments]:
        @wraps(view)
        def guarded(
            request: Request, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> HttpResponse:
            if not request.reach.may_somewhere(permission):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.gate = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def enter(request: HttpRequest, world_code: str, permission: Permission) -> Request:
    """Open an operation of the API: the first line of each.

    Returns the request with world and reach set; raises Http404 for whoever does not hold the
    permission somewhere in that world.
    """
    asking = cast(Request, request)
    GateMiddleware.enter_world(asking, world_code)
    if not asking.reach.may_somewhere(permission):
        raise Http404
    return asking


def open_to_all(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open a view to everyone, signed in or not."""
    view.gate = OPEN  # type: ignore[attr-defined]
    return view


def open_to_signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open a view to everyone who has signed in, also without a role."""
    view.gate = SIGNED_IN  # type: ignore[attr-defined]
    return view


def gate_of(view: Callable[..., Any]) -> Permission | str | None:
    """Return the permission of a view, "open", "signed_in", or None where it states nothing."""
    stated = getattr(view, "gate", None)
    if stated is None and getattr(view, "__module__", "").startswith("ninja."):
        return OPEN  # the API answers 401 by itself and each of its operations calls enter()
    if stated is None and view.__module__.startswith(settings.GATE_OPEN_MODULES):
        return OPEN
    return stated


class GateMiddleware:
    """Puts person, world, reach and as-of day on the request, and keeps closed views closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asking = cast(Request, request)
        asking.today = timezone.localdate()
        asking.as_of = day_asked_for(request.GET.get("on", ""), asking.today)
        asking.reach = Reach()
        if request.user.is_authenticated:
            asking.person = cast(Person, request.user)
            asking.reach = reach(asking.person, "")
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., Any], args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the view run, send to the sign-in page, or answer that nothing is there."""
        gate = gate_of(view)
        if gate == OPEN:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if gate is None:
            raise Http404
        if "world" in kwargs:
            self.enter_world(request, kwargs.pop("world"))
        return None

    @staticmethod
    def enter_world(request: Request, code: str) -> None:
        """Put a world and what the person may do in it on the request; 404 without a role."""
        if code not in request.person.world_codes:
            raise Http404
        world = World.objects.filter(code=code).first()
        if world is None:
            raise Http404
        request.world, request.reach = world, reach(request.person, code)

    @staticmethod
    def process_exception(request: HttpRequest, error: Exception) -> None:
        """Answer a refused permission as if the thing did not exist."""
        if isinstance(error, NotAllowed):
            raise Http404 from error


def day_asked_for(text: str, today: date) -> date:
    """Return the as-of day of an address; today where it is missing, odd or out of range."""
    try:
        day = parse_date(text)
    except ValueError:
        return today
    return day if day is not None and EARLIEST <= day <= today else today


def frame(request: HttpRequest) -> Mapping[str, object]:
    """Context of every page: who asks, in which world, as of which day."""
    person = getattr(request, "person", None)
    as_of, today = getattr(request, "as_of", None), getattr(request, "today", None)
    codes = person.world_codes if person else frozenset()
    return {
        "person": person,
        "world": getattr(request, "world", None),
        "worlds": World.objects.coded(codes) if codes else (),
        "as_of": as_of,
        "today": today,
        "on_query": f"?on={as_of.isoformat()}" if as_of and as_of != today else "",
    }
