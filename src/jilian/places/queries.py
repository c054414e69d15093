"""Finding the world that somebody means."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.places.models import World


def world_called(code: str) -> World:
    """Return the world with this code; refuses, naming the worlds there are."""
    world = World.objects.filter(code=code).first()
    if world is None:
        raise Refusal(
            "world_unknown",
            _("There is no world “%(code)s”. %(known)s") % {"code": code, "known": _known()},
        )
    return world


def world_or_only(code: str | None) -> World:
    """Return the world with this code or, without one, the only world there is; else refuses."""
    if code:
        return world_called(code)
    worlds = list(World.objects.all()[:2])
    if len(worlds) != 1:
        raise Refusal("world_not_named", _("Say which world is meant. %s") % _known())
    return worlds[0]


def _known() -> object:
    codes = ", ".join(World.objects.values_list("code", flat=True))
    return _("Worlds: %s.") % codes if codes else _("No world has been set up yet.")
