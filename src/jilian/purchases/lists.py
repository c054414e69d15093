"""The lists of requests and of orders, with their filters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.clusters.models import Cluster
from jilian.purchases.models import Purchase, PurchaseOrder
from jilian.purchases.queries import own_offer_words, phase_words
from jilian.purchases.rules import Phase
from jilian.ui.cells import LEAD, NUMBER

ALL = pgettext_lazy("filter", "all")
CELLS = "purchases/cells/"
WHOSE = (
    ("mine", _("my firm buys")),
    ("for_me", _("my firm may offer")),
    ("cluster", _("others")),
)


class PurchaseTable(tables.Table):
    """Requests, the latest first; how far each is, as far as the reader may hear it."""

    title = tables.TemplateColumn(
        template_name=f"{CELLS}title.html", verbose_name=_("What is bought"), attrs=LEAD
    )
    cluster = tables.TemplateColumn(
        template_name=f"{CELLS}cluster.html", verbose_name=_("Cluster"),
        order_by=("cluster__sort_key", "pk"),
    )  # fmt: skip
    phase = tables.Column(verbose_name=_("State"), orderable=False)
    own = tables.Column(verbose_name=_("Own offer"), orderable=False, empty_values=())
    closes_at = tables.TemplateColumn(
        template_name=f"{CELLS}closes.html", verbose_name=_("Offers close at"), orderable=False
    )
    put_round_at = tables.TemplateColumn(
        template_name=f"{CELLS}round.html", verbose_name=_("Put round on")
    )

    class Meta:
        empty_text = _("No purchase fits.")

    def __init__(self, *args: Any, at: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.at = at

    def render_phase(self, record: Any) -> str:
        """How far it is, as this reader may hear it."""
        return _state(*phase_words(record))

    def render_own(self, record: Any) -> str:
        """The true state of the own offer, where there is one."""
        words = own_offer_words(record, self.at)
        return _state(*words) if words else "–"


def _state(mark: str, words: str) -> str:
    return render_to_string(f"{CELLS}state.html", {"mark": mark, "words": words})


class PurchaseFilter(filters.FilterSet):
    """Narrows requests by words, whose they are, how far they are, and cluster."""

    q = filters.CharFilter(label=_("Words"), method="named")
    whose = filters.ChoiceFilter(label=_("Whose"), choices=WHOSE, empty_label=ALL)
    phase = filters.ChoiceFilter(label=_("State"), choices=Phase.choices, empty_label=ALL)
    cluster = filters.ModelChoiceFilter(
        label=_("Cluster"), queryset=Cluster.objects.none(), empty_label=ALL
    )

    class Meta:
        model = Purchase
        fields = ()

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["cluster"].queryset = clusters
        self.filters["cluster"].extra["queryset"] = clusters

    def named(self, rows: QuerySet[Purchase], _name: str, text: str) -> QuerySet[Purchase]:
        """Keep those with these words in title, material or the buyer's name."""
        words = Q(title__icontains=text) | Q(buyer__name__icontains=text)
        of_lines = Q(lines__material__icontains=text)
        kept = Purchase.objects.filter(words | of_lines).order_by().values("pk")
        return rows.filter(pk__in=kept)


class OrderTable(tables.Table):
    """Orders of the own firms, the latest first."""

    number = tables.TemplateColumn(
        template_name=f"{CELLS}number.html", verbose_name=_("Order number"), attrs=LEAD,
        order_by=("number_key", "pk"),
    )  # fmt: skip
    buyer = tables.TemplateColumn(
        template_name=f"{CELLS}buyer.html", verbose_name=_("Buyer"),
        order_by=("buyer__sort_key", "pk"),
    )  # fmt: skip
    supplier = tables.TemplateColumn(
        template_name=f"{CELLS}supplier.html", verbose_name=_("Supplier"),
        order_by=("supplier__sort_key", "pk"),
    )  # fmt: skip
    standing = tables.TemplateColumn(
        template_name=f"{CELLS}standing.html", verbose_name=_("State"), orderable=False
    )
    values = tables.TemplateColumn(
        template_name=f"{CELLS}values.html", verbose_name=_("Value (yuan)"), orderable=False,
        empty_values=(), attrs=NUMBER,
    )  # fmt: skip

    class Meta:
        empty_text = _("No order has been reported.")


class OrderFilter(filters.FilterSet):
    """Narrows orders by number and firm."""

    q = filters.CharFilter(label=_("Number or firm"), method="named")

    class Meta:
        model = PurchaseOrder
        fields = ()

    def named(self, rows: QuerySet[PurchaseOrder], _name: str, text: str) -> Any:
        """Keep those with these words in number or firm."""
        return rows.filter(
            Q(number__icontains=text)
            | Q(buyer__name__icontains=text)
            | Q(supplier__name__icontains=text)
        )
