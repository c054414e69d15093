"""The lists of missing links and of firms that are brought in, with their filters."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.clusters.models import Cluster
from jilian.gaps.models import MissingLink, Recruit
from jilian.gaps.queries import reached_on
from jilian.gaps.rules.words import (
    COUNTED,
    STAGE_MARKS,
    STANDING,
    Direction,
    Grain,
    Stage,
    Status,
    Supply,
)
from jilian.ui.cells import LEAD, NUMBER

ALL = pgettext_lazy("filter", "all")
CELLS = "gaps/cells/"
WHOLE = "none"
STATUSES = [("standing", _("proposed or confirmed")), *Status.choices]


class MissingTable(tables.Table):
    """Missing links, the most wanted first."""

    product = tables.TemplateColumn(
        template_name=f"{CELLS}product.html",
        verbose_name=pgettext_lazy("chain", "What is missing"),
        attrs=LEAD,
    )
    cluster = tables.TemplateColumn(
        template_name=f"{CELLS}cluster.html", verbose_name=_("Where"),
        order_by=("cluster__sort_key", "rank"),
    )  # fmt: skip
    supply = tables.TemplateColumn(
        template_name=f"{CELLS}supply.html", verbose_name=_("Supply inside")
    )
    firms = tables.Column(verbose_name=_("Firms that need it"), attrs=NUMBER)
    times_short = tables.TemplateColumn(
        template_name=f"{CELLS}short.html", verbose_name=_("Times short"), attrs=NUMBER
    )
    candidates = tables.TemplateColumn(
        template_name=f"{CELLS}candidates.html", verbose_name=_("Makers elsewhere"),
        orderable=False, attrs=NUMBER,
    )  # fmt: skip
    status = tables.TemplateColumn(template_name=f"{CELLS}status.html", verbose_name=_("Status"))

    class Meta:
        empty_text = _("No missing link fits.")


class MissingFilter(filters.FilterSet):
    """Narrows missing links by place, supply, status, kind, and words."""

    q = filters.CharFilter(label=_("Product contains"), field_name="product",
                           lookup_expr="icontains")  # fmt: skip
    cluster = filters.ChoiceFilter(label=_("Where"), method="placed", empty_label=ALL)
    status = filters.ChoiceFilter(
        label=_("Status"), choices=STATUSES, method="standing", empty_label=ALL
    )
    supply = filters.ChoiceFilter(label=_("Supply inside"), choices=Supply.choices, empty_label=ALL)
    grain = filters.ChoiceFilter(label=_("What it is"), choices=Grain.choices, empty_label=ALL)

    class Meta:
        model = MissingLink
        fields = ()

    def __init__(self, *args: Any, clusters: list[Cluster], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["cluster"].extra["choices"] = [
            (WHOLE, _("the whole district")),
            *((str(one.pk), str(one)) for one in clusters),
        ]

    def placed(self, rows: QuerySet[MissingLink], _name: str, asked: str) -> QuerySet[MissingLink]:
        """Keep those of a cluster, or of the whole district."""
        return rows.filter(cluster=None if asked == WHOLE else int(asked))

    def standing(
        self, rows: QuerySet[MissingLink], _name: str, asked: str
    ) -> QuerySet[MissingLink]:
        """Keep those of a status; or those that still are missing links."""
        return rows.filter(status__in=sorted(STANDING) if asked == "standing" else (asked,))


class RecruitTable(tables.Table):
    """Firms that are brought in, as of a day."""

    name = tables.TemplateColumn(
        template_name=f"{CELLS}recruit.html", verbose_name=_("Firm"), attrs=LEAD
    )
    cluster = tables.TemplateColumn(
        template_name=f"{CELLS}of_cluster.html", verbose_name=_("Cluster"),
        order_by=("cluster__sort_key", "pk"),
    )  # fmt: skip
    direction = tables.TemplateColumn(
        template_name=f"{CELLS}direction.html", verbose_name=_("Its link of the chain")
    )
    stage = tables.Column(verbose_name=_("How far"), empty_values=(), orderable=False)
    days = tables.Column(
        verbose_name=_("Signed, registered, producing"), empty_values=(), orderable=False
    )

    class Meta:
        empty_text = _("No firm fits.")

    def __init__(self, *args: Any, day: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.day = day

    def render_stage(self, record: Recruit) -> str:
        """How far it had come by the day."""
        stage = record.stage_on(self.day)
        if stage is None:
            return ""
        found = {"mark": STAGE_MARKS[stage], "words": stage.label}
        return render_to_string(f"{CELLS}stage.html", found)

    def render_days(self, record: Recruit) -> str:
        """The days of the three counted stages, where they were reached by the day."""
        held = {one.stage: one.on for one in record.steps if one.on <= self.day}
        days = [(stage.label, held[stage]) for stage in COUNTED if stage in held]
        return render_to_string(f"{CELLS}days.html", {"days": days})


class RecruitFilter(filters.FilterSet):
    """Narrows firms that are brought in by cluster, stage reached by the day, side, and words."""

    q = filters.CharFilter(label=_("Name contains"), field_name="name", lookup_expr="icontains")
    reached = filters.ChoiceFilter(
        label=_("Had reached by the day"), choices=Stage.choices, method="by_stage",
        empty_label=ALL,
    )  # fmt: skip
    cluster = filters.ModelChoiceFilter(
        label=_("Cluster"), queryset=Cluster.objects.none(), empty_label=ALL
    )
    direction = filters.ChoiceFilter(
        label=_("Side of the chain"), choices=Direction.choices, empty_label=ALL
    )

    class Meta:
        model = Recruit
        fields = ()

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.filters["cluster"].queryset = clusters
        self.filters["cluster"].extra["queryset"] = clusters

    def by_stage(self, rows: Any, _name: str, stage: str) -> Any:
        """Keep those that had reached a stage by the day."""
        return reached_on(rows, stage, self.day)
