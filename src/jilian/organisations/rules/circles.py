"""Circles among the superiors of a register, and how they are refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.organisations.rules.bodies import Body
from jilian.organisations.rules.chains import Circle, Edge, circle_through


def edges_of(bodies: Iterable[Body]) -> tuple[dict[str, list[Edge]], dict[str, list[Edge]]]:
    """Who stands under whom, in the territory line and in the cluster line."""
    territory: dict[str, list[Edge]] = defaultdict(list)
    cluster: dict[str, list[Edge]] = defaultdict(list)
    for body in bodies:
        for spell in body.territory:
            territory[body.key].append(Edge(body.key, str(spell.value), spell.span))
        for superior, line in body.cluster.items():
            for spell in line:
                cluster[body.key].append(Edge(body.key, superior, spell.span))
    return territory, cluster


def circle_refusal(circle: Circle, name_of: Callable[[str], str]) -> Refusal:
    """Say who would stand under whom, from which day."""
    return Refusal(
        "superior_circle",
        _("From %(day)s these organisations would stand under one another: %(names)s.")
        % {"day": circle.day.isoformat(), "names": " < ".join(map(name_of, circle.keys))},
    )


def find_circle(bodies: Mapping[str, Body], keys: Iterable[str]) -> dict[str, Circle]:
    """The circles that the superiors of these organisations close, by organisation."""
    found: dict[str, Circle] = {}
    lines = edges_of(bodies.values())
    for key in keys:
        for edges in lines:
            circles = (circle_through(edge, edges) for edge in edges.get(key, ()))
            if circle := next((one for one in circles if one), None):
                found[key] = circle
    return found
