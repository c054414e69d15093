"""Asking at the gate: puts person, world, reach and as-of day on the request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from jilian.accounts.gate.stated import (
    GATES_OF_OTHERS,
    Open,
    Request,
    gate_of,
    operations_of,
    permission_entered,
)
from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, Reach, reach
from jilian.accounts.queries import lacks_second_factor
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.problems import problem
from jilian.places.models import World

EARLIEST = date(1949, 10, 1)


class GateMiddleware:
    """Puts person, world, reach and as-of day on the request, and keeps closed views closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102
        asking = cast(Request, request)
        asking.today = timezone.localdate()
        asking.as_of = day_asked_for(request.GET.get("on", ""), asking.today)
        asking.reach = Reach()
        if request.user.is_authenticated:
            asking.person = request.user
            asking.reach = reach(asking.person, "")
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., Any], args: object, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Let the view run, send to the sign-in page, or answer that nothing is there."""
        match = request.resolver_match
        name = match.view_name if match else ""
        gate = gate_of(view, name, directory=bool(settings.OIDC_SERVER))
        if gate is Open.API:
            return _keep_closed(request, view, kwargs)
        if gate is Open.TO_ALL:
            return None
        if gate is None:
            raise Http404
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if gate is Open.TO_ROLE_HOLDERS and not request.person.current_appointments:
            raise Http404
        if name not in GATES_OF_OTHERS and must_set_up_second_factor(request):
            return redirect("mfa_activate_totp")
        if "world" in kwargs:
            enter_world(request, kwargs.pop("world"))
        if isinstance(gate, Permission) and not request.reach.may_somewhere(gate):
            raise Http404
        return None

    @staticmethod
    def process_exception(request: HttpRequest, error: Exception) -> None:
        """Answer a refused permission as if the thing did not exist."""
        if isinstance(error, NotAllowed):
            raise Http404 from error


def _keep_closed(
    request: Request, view: Callable[..., Any], kwargs: Mapping[str, Any]
) -> HttpResponseBase | None:
    """Keep an operation of the API from those who may not, before what they sent is even read.

    One that does not call enter() is there for nobody.
    """
    if not request.user.is_authenticated:
        return None
    for operation in operations_of(view):
        if request.method not in operation.methods:
            continue
        permission = permission_entered(operation.view_func)
        try:
            if permission is None:
                raise Http404
            enter(request, kwargs["world_code"], permission)
        except Http404:
            return problem(404, "not_found", str(_("Not found")))
        except Refusal:
            return None  # enter() says it again where the API answers refusals
    return None


def must_set_up_second_factor(request: Request) -> bool:
    """Say whether this person administers here without the second factor that is asked for."""
    return bool(settings.REQUIRE_SECOND_FACTOR) and lacks_second_factor(request.person)


def enter_world(request: Request, code: str) -> None:
    """Put a world and what the person may do in it on the request; 404 without a role there."""
    if code not in request.person.world_codes:
        raise Http404
    world = World.objects.filter(code=code).first()
    if world is None:
        raise Http404
    request.world, request.reach = world, reach(request.person, code)


def enter(request: HttpRequest, world_code: str, permission: Permission) -> Request:
    """Open an operation of the API: the first line of each.

    Returns the request with world and reach set; raises Http404 for whoever does not hold the
    permission somewhere in that world.
    """
    asking = cast(Request, request)
    if not hasattr(asking, "world") or asking.world.code != world_code:
        enter_world(asking, world_code)
    if not asking.reach.may_somewhere(permission):
        raise Http404
    if must_set_up_second_factor(asking):
        raise Refusal("second_factor_needed", _("Set up your second factor first."))
    return asking


def day_asked_for(text: str, today: date) -> date:
    """Return the as-of day of an address; today where it is missing, odd or out of range."""
    try:
        day = parse_date(text)
    except ValueError:
        return today
    return day if day is not None and EARLIEST <= day <= today else today


@dataclass(frozen=True)
class FrameWorld:
    """A world as the frame of a page names it."""

    code: str
    name: str
    invented: bool
    url: str

    def __str__(self) -> str:
        return self.name


def _framed(world: World) -> FrameWorld:
    try:
        url = reverse("world:home", kwargs={"world": world.code})
    except NoReverseMatch:
        url = f"/{world.code}/"
    return FrameWorld(world.code, str(world), world.invented, url)


def frame(request: HttpRequest) -> Mapping[str, object]:
    """Context of every page: who asks, in which world, as of which day.

    Kept on the request, since a list renders a template for each of its cells.
    """
    kept: Mapping[str, object] | None = getattr(request, "frame_words", None)
    if kept is None:
        kept = request.frame_words = _frame_words(request)  # type: ignore[attr-defined]
    return kept


def _frame_words(request: HttpRequest) -> Mapping[str, object]:
    person, world = getattr(request, "person", None), getattr(request, "world", None)
    as_of, today = getattr(request, "as_of", None), getattr(request, "today", None)
    return {
        "person": person,
        "world": _framed(world) if world else None,
        "worlds": SimpleLazyObject(lambda: _worlds_of(person)),
        "as_of": as_of,
        "today": today,
        "on_query": f"?on={as_of.isoformat()}" if as_of and as_of != today else "",
    }


def _worlds_of(person: Person | None) -> list[FrameWorld]:
    codes = person.world_codes - {""} if person else frozenset()
    return [_framed(one) for one in World.objects.coded(codes)] if codes else []
