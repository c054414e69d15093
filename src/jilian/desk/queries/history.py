"""Who did what to a record, and who looked at it: in words, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from jilian.accounts.models import Appointment, Person
from jilian.accounts.permissions import Permission, reach
from jilian.audit.models import Look, Trace
from jilian.audit.rules import action_words
from jilian.clusters.models import Cluster
from jilian.desk.rules import changes_between
from jilian.firms.models import Firm
from jilian.firms.rules import FIELD_LABELS
from jilian.intake.models import Upload
from jilian.network.models import SupplyLink
from jilian.organisations.models import Organisation
from jilian.places.models import World
from jilian.ui.parts import Change

P = Permission
KINDS: dict[str, type[Any]] = {
    "firm": Firm,
    "link": SupplyLink,
    "organisation": Organisation,
    "cluster": Cluster,
    "upload": Upload,
}
LATEST = 5


@dataclass(frozen=True)
class Told:
    """A trace in words."""

    trace: Trace
    action: str
    doer: str
    changes: list[Change]


@dataclass(frozen=True)
class LookedOn:
    """A reader of a firm's page on a day: by office and role, or by name for the auditor."""

    day: date
    who: str


def record_seen(person: Person, world: World, kind: str, pk: int) -> Any | None:
    """Return the record if the person may see its history; None otherwise."""
    model, held = KINDS.get(kind), reach(person, world.code)
    if model is None:
        return None
    if model is Firm:
        rows = Firm.objects.visible_to(person, world, P.SEE_HISTORY)
        return rows.filter(pk=pk).first()
    if not held.may(P.SEE_HISTORY):
        return None
    return model.objects.visible_to(person, world).filter(pk=pk).first()


def traces_about(record: Any) -> QuerySet[Trace]:
    """Return the traces about a record, newest first; of a firm also of what is merged into it."""
    keys = [str(record.pk)]
    if isinstance(record, Firm):
        merged = Firm.objects.filter(merged_into=record).values_list("pk", flat=True)
        keys += [str(pk) for pk in merged]
    kind = record._meta.label_lower
    return Trace.objects.filter(about_kind=kind, about_key__in=keys).order_by("-number")


def traces_of(kind: str, key: str) -> QuerySet[Trace]:
    """Return the traces about whatever record, for the auditor."""
    return Trace.objects.filter(about_kind=kind, about_key=key).order_by("-number")


def told(traces: Iterable[Trace], by_name: bool, hidden: str = "") -> list[Told]:
    """Put traces into words; two queries. ``by_name``: people by name, else by office and role.

    Values whose name contains ``hidden`` are left out: the reader may not see them.
    """
    kept = list(traces)
    doers = words_of_people({one.by for one in kept}, by_name)
    found = []
    for one in kept:
        action = action_words(one.action)
        before, after = _shown(one.before, hidden), _shown(one.after, hidden)
        changes = changes_between(
            before, after, one.about_name or action, field_words(one.about_kind)
        )
        doer = doers.get(one.by, one.by if by_name else _("office unknown"))
        found.append(Told(one, action, doer, changes))
    return found


def _shown(values: dict[str, Any] | None, hidden: str) -> dict[str, Any] | None:
    if values is None or not hidden:
        return values
    return {name: value for name, value in values.items() if hidden not in name}


def words_of_people(usernames: set[str], by_name: bool) -> dict[str, str]:
    """Return people by name, or by office and role so that nobody is named; at most two queries."""
    rows = Person.objects.get_queryset().filter(username__in=usernames)
    if by_name:
        return {one.username: one.display_name for one in rows}
    current = Appointment.objects.current().order_by("pk")
    found = {}
    for one in rows.prefetch_related(Prefetch("appointments", current, to_attr="held_now")):
        roles = dict.fromkeys(str(held) for held in one.held_now)  # type: ignore[attr-defined]
        if one.is_system:
            found[one.username] = one.display_name
        else:
            words = [one.office, *roles]
            found[one.username] = " · ".join(filter(None, words)) or _("office unknown")
    return found


def field_words(about_kind: str) -> dict[str, str]:
    """Return how the fields of a record are called; empty for what is no record of ours."""
    try:
        model = apps.get_model(about_kind)
    except (LookupError, ValueError):
        return {}
    words = {one.name: str(one.verbose_name) for one in model._meta.fields}
    if model is Firm:  # its traces tell of its names, sites and facts too
        words |= {name: str(label) for name, label in FIELD_LABELS.items()}
    return words


def looks_at(firm: Firm) -> QuerySet[Look]:
    """Return who opened the page of a firm, the latest day first."""
    keys = [str(firm.pk)]
    return Look.objects.filter(about_kind="firms.firm", about_key__in=keys)


def looked_on(looks: Iterable[Look]) -> list[LookedOn]:
    """Return looks by day, office and role, each once; never by name. Two queries."""
    kept = list(looks)
    words = words_of_people({one.person for one in kept}, by_name=False)
    seen = dict.fromkeys((one.day, words.get(one.person, _("office unknown"))) for one in kept)
    return [LookedOn(day, who) for day, who in seen]


def names_of_firms(looks: Iterable[Look]) -> dict[str, str]:
    """Return the names of the firms that were looked at, by key; one query."""
    keys = [int(one.about_key) for one in looks if one.about_key.isdecimal()]
    return {str(one.pk): str(one) for one in Firm.objects.filter(pk__in=keys)}
