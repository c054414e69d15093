"""Finding what fails by the words of a form: a firm, a town."""

from __future__ import annotations

from django.db.models import Q

from jilian.chain.queries.readers import Reader
from jilian.firms.models import Firm
from jilian.places.models import Division, World

MOST_FOUND = 8


def firms_called(reader: Reader, text: str) -> list[Firm]:
    """The firms that a number or words mean, among those that the reader may let fail."""
    rows = Firm.objects.filter(world=reader.world).standing()
    if reader.seen is not None:
        identifiers = [key.partition(":")[2] for key in reader.seen]
        rows = rows.filter(identifier__in=identifiers)
    words = text.strip()
    if words.isdecimal() and len(words) < 10:
        by_key = list(rows.filter(pk=int(words))[:1])
        if by_key:
            return by_key
    exact = list(rows.filter(Q(name=words) | Q(identifier=words) | Q(name_en=words))[:1])
    if exact:
        return exact
    like = Q(name__icontains=words) | Q(name_en__icontains=words) | Q(identifier__icontains=words)
    return list(rows.filter(like)[: MOST_FOUND + 1])


def key_of(firm: Firm) -> str:
    """The key of a firm in the frozen tables."""
    return f"{firm.scheme}:{firm.identifier}"


def towns_of(world: World) -> list[tuple[str, str]]:
    """The towns in the world's places; one query."""
    areas = list(world.areas.values_list("code", flat=True))
    wanted = Q(pk__in=())
    for code in areas:
        wanted |= Q(code__startswith=code.ljust(6, "0")[:6])
    rows = Division.objects.filter(wanted, level=Division.Level.TOWN).order_by("code")
    return [(one.code[:9], str(one)) for one in rows]
