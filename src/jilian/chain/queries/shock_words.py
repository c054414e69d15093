"""A shock in the words of people: what the firms, towns and classes are called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jilian.chain.queries.firms import named_firms
from jilian.chain.rules import Shock, ShockKind
from jilian.places.models import Division, Industry, World

LONGEST, NAMED = 200, 3


def shock_words(world: World, shock: Shock) -> str:
    """What fails, in a few words; one query."""
    names = _names(world, shock)
    between = _(", ")
    text = between.join(names[:NAMED])
    if len(names) > NAMED:
        text += _(" and %(n)d more") % {"n": len(names) - NAMED}
    if shock.lost_percent < 100:
        text = _("%(what)s, %(percent)d%% of capacity") % {
            "what": text, "percent": shock.lost_percent,
        }  # fmt: skip
    return text[:LONGEST]


def _names(world: World, shock: Shock) -> list[str]:
    if shock.kind is ShockKind.FIRM:
        found = named_firms(world, shock.keys)
        return [found[key].name if key in found else key for key in shock.keys]
    if shock.kind is ShockKind.TOWN:
        codes = {*shock.keys, *(f"{key}000" for key in shock.keys)}
        named = {one.code[:9]: str(one) for one in Division.objects.filter(code__in=codes)}
        return [named.get(key[:9], key) for key in shock.keys]
    if shock.kind is ShockKind.INDUSTRY:
        names = dict(Industry.objects.filter(code__in=shock.keys).values_list("code", "name"))
        return [f"{key} {names.get(key, '')}".strip() for key in shock.keys]
    return list(shock.keys)
