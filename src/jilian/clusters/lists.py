"""Lists with sorting and filters: clusters, and the members of one."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.clusters.models import Membership
from jilian.clusters.rules import Position

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
LEAD = {"td": {"class": "lead"}}
FROM_WIDE = {"td": {"class": "from-wide"}, "th": {"class": "from-wide"}}


class ClusterTable(tables.Table):
    """Clusters as of a day, from ``queries.listed_clusters``."""

    name = tables.TemplateColumn(
        template_name="clusters/cells/cluster.html",
        verbose_name=_("Cluster"),
        attrs=LEAD,
        order_by=("cluster__sort_key",),
    )
    members = tables.TemplateColumn(
        template_name="clusters/cells/members.html", verbose_name=_("Firms"), attrs=NUMBER
    )
    along = tables.TemplateColumn(
        template_name="clusters/cells/along.html",
        verbose_name=_("By position"),
        orderable=False,
    )
    leaders = tables.TemplateColumn(
        template_name="clusters/cells/leaders.html",
        verbose_name=_("Who leads"),
        orderable=False,
    )
    body = tables.TemplateColumn(
        template_name="clusters/cells/body.html", verbose_name=_("Body"), orderable=False
    )
    places = tables.TemplateColumn(
        template_name="clusters/cells/places.html", verbose_name=_("Places"), orderable=False
    )

    class Meta:
        empty_text = _("No cluster is known on this day.")


class MemberTable(tables.Table):
    """Members of a cluster as of a day, from ``queries.member_rows``."""

    firm = tables.TemplateColumn(
        template_name="clusters/cells/firm.html",
        verbose_name=_("Firm"),
        attrs=LEAD,
        order_by=("firm__sort_key",),
    )
    position = tables.TemplateColumn(
        template_name="clusters/cells/position.html",
        verbose_name=_("Position"),
        order_by=("place_in_chain", "firm__sort_key"),
    )
    town = tables.TemplateColumn(
        template_name="clusters/cells/town.html",
        verbose_name=_("Town"),
        order_by=("town_code", "firm__sort_key"),
    )
    industry = tables.TemplateColumn(
        template_name="clusters/cells/industry.html",
        verbose_name=_("Industry"),
        attrs=FROM_WIDE,
        order_by=("industry_code", "firm__sort_key"),
    )
    since = tables.TemplateColumn(
        template_name="clusters/cells/since.html",
        verbose_name=_("Member since"),
        order_by=("known_by", "firm__sort_key"),
    )
    reason = tables.TemplateColumn(
        template_name="clusters/cells/reason.html", verbose_name=_("Reason"), orderable=False
    )

    class Meta:
        empty_text = _("No member fits.")


class MemberFilter(filters.FilterSet):
    """Narrows the members by words, position and town."""

    q = filters.CharFilter(label=_("Name contains"), method="named")
    position = filters.ChoiceFilter(
        label=_("Position"), choices=Position.choices, empty_label=pgettext_lazy("filter", "all")
    )
    town = filters.ChoiceFilter(
        label=_("Town"), field_name="town_code", empty_label=pgettext_lazy("filter", "all")
    )

    class Meta:
        model = Membership
        fields = ("position",)

    def __init__(self, *args: Any, towns: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["town"].extra["choices"] = towns

    def named(self, rows: QuerySet[Membership], _name: str, text: str) -> QuerySet[Membership]:
        """Keep firms with these words in their Chinese or English name."""
        named = Q(firm__name__icontains=text) | Q(firm__name_en__icontains=text)
        standing = Q(firm__merged_into__name__icontains=text)
        return rows.filter(named | standing | Q(firm__merged_into__name_en__icontains=text))
