"""Lists with sorting and filters: selections of a world, and the firms of one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.leaders.models import Selection
from jilian.leaders.queries.results import KeptRanking, RankedFirm
from jilian.leaders.rules import SelectionState
from jilian.leaders.rules.selections import OPEN_STATES
from jilian.ui.cells import LEAD, NUMBER

ALL = pgettext_lazy("filter", "all")
WIDE_NUMBER = {"td": {"class": "num from-wide"}, "th": {"class": "num from-wide"}}
LAST = Decimal(10) ** 9
OPEN = "open"


class SelectionTable(tables.Table):
    """Selections, the latest day first."""

    cluster = tables.TemplateColumn(
        template_name="leaders/cells/cluster.html", verbose_name=_("Cluster"), attrs=LEAD,
        order_by=("cluster__sort_key", "-as_of"),
    )  # fmt: skip
    as_of = tables.TemplateColumn(
        template_name="leaders/cells/day.html", verbose_name=_("Records as of"),
        order_by=("as_of", "pk"),
    )  # fmt: skip
    state = tables.TemplateColumn(
        template_name="leaders/cells/state.html",
        verbose_name=pgettext_lazy("selection", "State"), order_by=("state", "-as_of"),
    )  # fmt: skip
    chosen = tables.TemplateColumn(
        template_name="leaders/cells/chosen.html", verbose_name=_("Leading firms"),
        orderable=False,
    )  # fmt: skip

    class Meta:
        empty_text = _("No selection fits.")


class SelectionFilter(filters.FilterSet):
    """Narrows the selections by state, year and name of the cluster."""

    q = filters.CharFilter(label=_("Cluster's name contains"), method="named")
    state = filters.ChoiceFilter(
        label=pgettext_lazy("selection", "State"), method="in_state", empty_label=ALL,
        choices=[(OPEN, _("wait for a decision")), *SelectionState.choices],
    )  # fmt: skip
    year = filters.NumberFilter(label=_("Year of the yearly facts"))

    class Meta:
        model = Selection
        fields = ()

    def named(self, rows: QuerySet[Selection], _name: str, text: str) -> QuerySet[Selection]:
        """Keep selections of clusters with these words in a name."""
        return rows.filter(Q(cluster__name__icontains=text) | Q(cluster__name_en__icontains=text))

    def in_state(self, rows: QuerySet[Selection], _name: str, asked: str) -> QuerySet[Selection]:
        """Keep those that have come so far, or all on which somebody has yet to decide."""
        return rows.filter(state__in=OPEN_STATES if asked == OPEN else (asked,))


class FirmTable(tables.Table):
    """The firms of a selection by rank; a column for each measure."""

    rank = tables.TemplateColumn(
        template_name="leaders/cells/rank.html", verbose_name=_("Rank"), order_by=("order",)
    )
    name = tables.TemplateColumn(
        template_name="leaders/cells/firm.html", verbose_name=_("Firm"), attrs=LEAD,
    )  # fmt: skip
    score = tables.TemplateColumn(
        template_name="leaders/cells/score.html", verbose_name=_("Score"), attrs=NUMBER,
        order_by=("order",),
    )  # fmt: skip

    class Meta:
        empty_text = _("No firm fits.")

    def __init__(self, rows: Sequence[RankedFirm], *, ranking: KeptRanking, **more: Any) -> None:
        extra = [
            (f"m_{one.key}",
             tables.TemplateColumn(
                 template_name="leaders/cells/value.html", verbose_name=one.words,
                 accessor=f"in_{one.key}", attrs=WIDE_NUMBER, order_by=(f"by_{one.key}",),
              ))
            for one in ranking.measures
        ]  # fmt: skip
        super().__init__([ListedFirm(row) for row in rows], extra_columns=extra, **more)


class ListedFirm:
    """A firm of the list; ``in_…`` is a measure, ``by_…`` by what it sorts, unknown below all."""

    def __init__(self, row: RankedFirm) -> None:
        self.row, self.order, self.name, self.key = row, row.order, row.name, row.key
        for cell in row.cells:
            setattr(self, f"in_{cell.measure}", cell.value)
            setattr(self, f"by_{cell.measure}", -LAST if cell.value is None else cell.value)


class FirmFilter(forms.Form):
    """Narrows the firms of a selection by name and by whether they can be compared."""

    q = forms.CharField(label=_("Name contains"), required=False)
    comparable = forms.ChoiceField(
        label=_("Comparable"), required=False,
        choices=[("", ALL), ("yes", _("comparable")), ("no", _("not comparable"))],
    )  # fmt: skip

    @property
    def form(self) -> FirmFilter:
        """Itself: what the parts of a page ask a filter for."""
        return self

    def kept(self, rows: Sequence[RankedFirm]) -> list[RankedFirm]:
        """Return the rows that fit."""
        self.is_valid()
        asked = getattr(self, "cleaned_data", {})
        words, wanted = asked.get("q", ""), asked.get("comparable", "")
        return [
            row
            for row in rows
            if words.lower() in row.name.lower()
            and (not wanted or (row.rank is not None) == (wanted == "yes"))
        ]
