"""Links in the order of their yearly value, which the database holds sealed and cannot sort."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Case, IntegerField, QuerySet, Value, When

from jilian.network.models import SupplyLink

SORTED_AT_MOST = 1_000


def in_order_of_value(links: QuerySet[SupplyLink], *, descending: bool) -> QuerySet[SupplyLink]:
    """Put at most SORTED_AT_MOST links in order; those without a stated value come last."""
    values = list(links.order_by("pk").values_list("pk", "amount_yuan")[:SORTED_AT_MOST])
    stated = [(Decimal(amount), pk) for pk, amount in values if amount is not None]
    stated.sort(key=lambda one: (-one[0] if descending else one[0], one[1]))
    places = [When(pk=pk, then=Value(place)) for place, (_amount, pk) in enumerate(stated)]
    if not places:
        return links.order_by("pk")
    last = Value(len(stated))
    return links.order_by(Case(*places, default=last, output_field=IntegerField()), "pk")
