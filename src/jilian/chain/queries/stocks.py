"""Stocks that firms stated: their own list, and hours for what-ifs where they were given for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models.functions import Coalesce

from jilian.accounts.models import Person
from jilian.chain.models import StockStatement
from jilian.chain.rules import StockUse, hours_of, plain_words
from jilian.firms.models import Firm
from jilian.places.models import World

Hours = dict[str, dict[str, float]]


def stocks_of_firm(person: Person, world: World, firm: Firm) -> list[StockStatement]:
    """What the firm stated of its own stocks, the latest of each input first; two queries."""
    rows = StockStatement.objects.visible_to(person, world).standing()
    own = rows.filter(firm__in=(firm.pk, *firm.absorbed.values_list("pk", flat=True)))
    found: dict[str, StockStatement] = {}
    for one in own.order_by("-stated_on", "-pk"):
        found.setdefault(plain_words(one.product), one)
    return list(found.values())


def stocks_for_offices(world: World, day: date, seen: Iterable[str] | None = None) -> Hours:
    """Hours by input and firm, of statements given for what-ifs; one query."""
    rows = (
        StockStatement.objects.standing()
        .filter(firm__world=world, stated_on__lte=day)
        .annotate(
            scheme=Coalesce("firm__merged_into__scheme", "firm__scheme"),
            identifier=Coalesce("firm__merged_into__identifier", "firm__identifier"),
        )
        .order_by("stated_on", "pk")
    )
    latest: dict[tuple[str, str], StockStatement] = {}
    for one in rows:
        key = f"{one.scheme}:{one.identifier}"  # type: ignore[attr-defined]
        latest[key, plain_words(one.product)] = one
    kept = None if seen is None else set(seen)
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for (key, word), one in latest.items():
        if one.use == StockUse.WHAT_IF and (kept is None or key in kept):
            found[key][word] = float(hours_of(one.days))
    return dict(found)
