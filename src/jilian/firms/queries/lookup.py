"""Finding what rows speak of: firms, divisions and classes, many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from jilian.base.search import among, one_of
from jilian.firms import rules
from jilian.firms.models import Firm, FirmIdentity
from jilian.firms.rules.rows import FirmKey
from jilian.places.models import Division, Industry, World


def firm_ids(world: World, keys: Iterable[FirmKey]) -> dict[FirmKey, int]:
    """Return the firms with these keys, by their own identifier or by a further one."""
    by_scheme: dict[str, dict[str, list[FirmKey]]] = defaultdict(lambda: defaultdict(list))
    for key in set(keys):
        by_scheme[key[0]][_written(key)].append(key)
    found: dict[FirmKey, int] = {}
    for scheme, wanted in by_scheme.items():
        named = one_of("identifier", wanted)
        own = Firm.objects.filter(named, world=world, scheme=scheme)
        further = FirmIdentity.objects.filter(named, scheme=scheme, firm__world=world)
        for pairs in (
            further.order_by("-pk").values_list("identifier", "firm_id"),
            own.order_by().values_list("identifier", "pk"),
        ):
            found.update({key: pk for name, pk in pairs for key in wanted[name]})
    return found


def _written(key: FirmKey) -> str:
    identifier = key[1].strip()
    return identifier.upper() if key[0] == rules.Scheme.USCC else identifier


def division_ids(codes: Iterable[str | None]) -> dict[str, int]:
    """Return the divisions with these codes."""
    wanted = {code for code in codes if code}
    rows = Division.objects.filter(one_of("code", wanted)).order_by()
    return dict(rows.values_list("code", "pk")) if wanted else {}


def industry_ids() -> dict[str, int]:
    """Return every class of industry by its code."""
    return dict(Industry.objects.order_by().values_list("code", "pk"))


def of_firms(wanted: Sequence[int]) -> Q:
    """The condition "of these firms" by their sorted keys.

    Where these lie close together it takes everything between them instead.
    Thousands of numbers in a statement cost more than the rows that are read for nothing.
    """
    if wanted[-1] - wanted[0] < 2 * len(wanted):
        return Q(firm__gte=wanted[0], firm__lte=wanted[-1])
    return Q(firm__in=among(wanted))
