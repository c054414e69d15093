"""Reading who did what, when."""

from __future__ import annotations

from django.db.models import QuerySet

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.audit.models import Trace
from jilian.places.models import World

LATEST_ABOUT = 20


def traces_for(person: Person) -> QuerySet[Trace]:
    """Return all traces to whoever audits the installation, newest first; nothing to others."""
    if not reach(person, "").may(Permission.SEE_TRACES):
        return Trace.objects.none()
    return Trace.objects.order_by("-number")


def names_of_people(usernames: set[str]) -> dict[str, str]:
    """Return the names of people by how they sign in."""
    rows = Person.objects.filter(username__in=usernames)
    return {one.username: one.display_name for one in rows}


def people_traced() -> dict[str, str]:
    """Return the names of all who left a trace, by how they sign in; who is gone keeps that."""
    usernames = Trace.objects.order_by("by").values_list("by", flat=True).distinct()
    named = {one.username: one.display_name for one in Person.objects.all()}
    return {username: named.get(username, username) for username in usernames}


def traces_about(person: Person, trace: Trace) -> list[Trace]:
    """Return the latest other traces about the same record; none where it names no record."""
    if not trace.about_key:
        return []
    same = traces_for(person).filter(about_kind=trace.about_kind, about_key=trace.about_key)
    return list(same.exclude(pk=trace.pk)[:LATEST_ABOUT])


def names_of_worlds() -> dict[str, str]:
    """Return the names of the worlds by code."""
    return {world.code: str(world) for world in World.objects.all()}


def actions_seen() -> list[str]:
    """Return the actions that have been traced, in order."""
    rows = Trace.objects.order_by("action").values_list("action", flat=True)
    return list(rows.distinct())
