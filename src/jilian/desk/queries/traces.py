"""Reading traces for the auditor."""

from __future__ import annotations

from django.db.models import QuerySet

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.audit.models import Look, Trace
from jilian.base.stored import distinct_values
from jilian.places.models import World

LATEST_ABOUT = 20


def traces_for(person: Person) -> QuerySet[Trace]:
    """Return all traces to whoever audits the installation, newest first; nothing to others."""
    if not reach(person, "").may(Permission.SEE_TRACES):
        return Trace.objects.none()
    return Trace.objects.order_by("-number")


def looks_for(person: Person) -> QuerySet[Look]:
    """Return all looks to whoever audits the installation; nothing to others."""
    if not reach(person, "").may(Permission.SEE_TRACES):
        return Look.objects.none()
    return Look.objects.order_by("-day", "-first_at")


def people_known() -> dict[str, str]:
    """Return the names of all people, by how they sign in."""
    return {one.username: one.display_name for one in Person.objects.all()}


def people_traced() -> dict[str, str]:
    """Return the names of all who left a trace, by how they sign in; who is gone keeps that."""
    named = people_known()
    return {name: named.get(name, name) for name in distinct_values(Trace._meta.db_table, "by")}


def actions_seen() -> list[str]:
    """Return the actions that have been traced."""
    return distinct_values(Trace._meta.db_table, "action")


def traces_about(person: Person, trace: Trace) -> list[Trace]:
    """Return the latest other traces about the same record; none where it names no record."""
    if not trace.about_key:
        return []
    same = traces_for(person).filter(about_kind=trace.about_kind, about_key=trace.about_key)
    return list(same.exclude(pk=trace.pk)[:LATEST_ABOUT])


def names_of_worlds() -> dict[str, str]:
    """Return the names of the worlds by code."""
    return {world.code: str(world) for world in World.objects.all()}
