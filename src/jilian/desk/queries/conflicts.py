"""Where two sources contradict each other: figures, registered names, sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jilian.firms.models import Firm, FirmName, Site, YearlyFact
from jilian.firms.rules import Measure, NameKind
from jilian.places.models import World
from jilian.ui.values import number_text

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

KINDS: Mapping[str, StrPromise] = {
    "facts": _("One measure of one year with different values"),
    "names": _("Two registered names at the same time"),
    "sites": _("One address in two places"),
}
_BY: Mapping[str, tuple[str, ...]] = {
    "facts": ("firm", "year", "measure"),
    "names": ("firm",),
    "sites": ("firm", "address"),
}
_DIFFERING = {"facts": "value", "names": "text", "sites": "division"}


@dataclass(frozen=True)
class Conflict:
    """One contradiction: the firm, what it is about, and what each source says."""

    firm: Firm
    about: str
    said: Sequence[tuple[str, Any]]


def _rows(world: World, kind: str) -> QuerySet[Any]:
    of_world = {"firm__world": world, "firm__merged_into__isnull": True}
    if kind == "facts":
        return YearlyFact.objects.filter(**of_world)
    if kind == "names":
        return FirmName.objects.filter(kind=NameKind.REGISTERED, valid_to__isnull=True, **of_world)
    return Site.objects.filter(valid_to__isnull=True, **of_world).exclude(address="")


def groups_of(world: World, kind: str) -> QuerySet[Any]:
    """Return what is contradicted: one group of values each, in the order of firms."""
    by = _BY[kind]
    rows = _rows(world, kind).order_by(*by).values(*by)
    found: QuerySet[Any] = rows.annotate(ways=Count(_DIFFERING[kind], distinct=True))
    return found.filter(ways__gt=1)


def counts(world: World) -> dict[str, int]:
    """Return how many contradictions of each kind there are; three queries."""
    return {kind: groups_of(world, kind).count() for kind in KINDS}


def in_words(world: World, kind: str, groups: Sequence[Mapping[str, Any]]) -> list[Conflict]:
    """Return the contradictions of a page with what each source says; one query."""
    if not groups:
        return []
    by = _BY[kind]
    wanted = reduce(or_, (Q(**{name: group[name] for name in by}) for group in groups))
    related = ("firm", "source", "division") if kind == "sites" else ("firm", "source")
    found: dict[tuple[Any, ...], list[Any]] = {}
    for row in _rows(world, kind).filter(wanted).select_related(*related).order_by("pk"):
        key = tuple(row.firm_id if name == "firm" else getattr(row, name) for name in by)
        found.setdefault(key, []).append(row)
    said = []
    for group in groups:
        rows = found[tuple(group[name] for name in by)]
        said.append(
            Conflict(rows[0].firm, _about(kind, rows[0]), [(_value(kind, r), r) for r in rows])
        )
    return said


def _about(kind: str, row: Any) -> str:
    if kind == "facts":
        return f"{row.year} {Measure(row.measure).label}"
    return str(row.address) if kind == "sites" else ""


def _value(kind: str, row: Any) -> str:
    if kind == "facts":
        places = 0 if row.value == row.value.to_integral_value() else 2
        return number_text(row.value, places)
    return str(row.division) if kind == "sites" else str(row.text)
