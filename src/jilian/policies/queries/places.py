"""Where a firm is, as rules ask for it: the province by whose notices a batch goes."""

from __future__ import annotations

from jilian.firms.models import Firm, Site
from jilian.firms.queries.groups import group_ids
from jilian.places.models import World, WorldArea


def region_of(firm: Firm) -> str:
    """Return the code of the firm's province (two digits and four zeros); one or two queries.

    By its main site; where none is known, by the area of its register. Empty: unknown.
    """
    sites = Site.objects.filter(firm__in=group_ids(firm), is_main=True, valid_to__isnull=True)
    code = sites.order_by("-known_by", "pk").values_list("division__code", flat=True).first()
    return _province(code) if code else region_of_world(firm.world)


def region_of_world(world: World) -> str:
    """Return the code of the province that holds the whole register, else an empty text."""
    codes = WorldArea.objects.filter(world=world).values_list("division__code", flat=True)
    found = {_province(code) for code in codes}
    return found.pop() if len(found) == 1 else ""


def _province(code: str) -> str:
    return f"{code[:2]}0000"
