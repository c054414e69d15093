"""Filters and orders of the list of pairs."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.duplicates.models import DuplicatePair, DuplicatePairQuerySet
from jilian.duplicates.queries import in_place
from jilian.duplicates.rules import PairState, reason_choices, reason_mark
from jilian.firms.queries import places_to_choose
from jilian.places.models import Division

ALL = pgettext_lazy("filter", "all")
EVERY = "every"
STATES = (
    (PairState.LATER.value, PairState.LATER.label),
    (PairState.SAME.value, PairState.SAME.label),
    (PairState.DIFFERENT.value, PairState.DIFFERENT.label),
    (PairState.WITHDRAWN.value, PairState.WITHDRAWN.label),
    (EVERY, ALL),
)
LIKELIHOODS = (
    ("0.95", _("95% and more")),
    ("0.8", _("80% and more")),
    ("-0.8", _("below 80%")),
)
CODES = (("same", _("no two different codes")), ("other", _("two different credit codes")))
ORDERS = {
    "name": ("left__sort_key", "pk"),
    "new": ("-proposed_at", "-likelihood", "pk"),
    "judged": (F("judged_at").desc(nulls_last=True), "pk"),
}
ORDER_WORDS = (
    ("name", _("by name")),
    ("new", _("latest proposed first")),
    ("judged", _("latest judged first")),
)


class PairFilter(filters.FilterSet):
    """Narrows pairs; without a state those that wait, without an order the best first."""

    q = filters.CharFilter(label=_("Name contains"), method="called")
    state = filters.ChoiceFilter(
        label=_("State"), choices=STATES, empty_label=PairState.WAITING.label, method="in_state"
    )
    reason = filters.ChoiceFilter(
        label=_("Reason"), choices=reason_choices, empty_label=ALL, method="with_reason"
    )
    place = filters.ModelChoiceFilter(
        label=_("Town"), queryset=Division.objects.none(), to_field_name="code",
        empty_label=ALL, method="in_town",
    )  # fmt: skip
    likelihood = filters.ChoiceFilter(
        label=_("Likelihood"), choices=LIKELIHOODS, empty_label=ALL, method="as_likely"
    )
    code = filters.ChoiceFilter(
        label=_("Credit codes"), choices=CODES, empty_label=ALL, method="with_codes"
    )
    order = filters.ChoiceFilter(
        label=_("Order"), choices=ORDER_WORDS, empty_label=_("best first"), method="ordered"
    )

    class Meta:
        model = DuplicatePair
        fields = ()

    def __init__(self, *given: Any, world: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.filters["place"].queryset = places_to_choose(world)

    def filter_queryset(self, queryset: DuplicatePairQuerySet) -> QuerySet[DuplicatePair]:
        """Keep what waits where no state is chosen."""
        rows = queryset if self.form.cleaned_data.get("state") else queryset.open().filter(
            state=PairState.WAITING
        )  # fmt: skip
        kept: QuerySet[DuplicatePair] = super().filter_queryset(rows)
        return kept

    def called(self, rows: Any, name: str, value: str) -> Any:
        """Either name contains the text."""
        return rows.filter(left_name__icontains=value) | rows.filter(right_name__icontains=value)

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        """One state, or every."""
        return rows if value == EVERY else rows.filter(state=value)

    def with_reason(self, rows: Any, name: str, value: str) -> Any:
        """One of the reasons is this one."""
        return rows.filter(reasons__contains=reason_mark(value))

    def in_town(self, rows: Any, name: str, value: Division) -> Any:
        """One of the records is there."""
        return in_place(rows, value)

    def as_likely(self, rows: Any, name: str, value: str) -> Any:
        """At least, or below, so likely."""
        bound = float(value)
        return rows.filter(likelihood__gte=bound) if bound > 0 else rows.filter(
            likelihood__lt=-bound
        )  # fmt: skip

    def with_codes(self, rows: Any, name: str, value: str) -> Any:
        """With or without two different codes."""
        other = reason_mark("other_code")
        if value == "other":
            return rows.filter(reasons__contains=other)
        return rows.exclude(reasons__contains=other)

    def ordered(self, rows: Any, name: str, value: str) -> Any:
        """Another order than the best first."""
        return rows.order_by(*ORDERS[value])
