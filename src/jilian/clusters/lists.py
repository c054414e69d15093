"""Lists with sorting and filters: clusters, and the members of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.clusters.models import Membership
from jilian.clusters.queries.directory import Directory, Entry
from jilian.clusters.rules import HostKind, Position
from jilian.clusters.rules.output import SizeClass
from jilian.ui.cells import FROM_WIDE, LEAD


class ClusterTable(tables.Table):
    """Clusters as of a day, from ``queries.directory``; the output for who may see it."""

    name = tables.TemplateColumn(
        template_name="clusters/cells/cluster.html",
        verbose_name=_("Cluster"),
        attrs=LEAD,
        order_by=("sort_key",),
    )
    members = tables.TemplateColumn(
        template_name="clusters/cells/members.html",
        verbose_name=_("Firms by position"),
        order_by=("members", "sort_key"),
    )
    leaders = tables.TemplateColumn(
        template_name="clusters/cells/leaders.html",
        verbose_name=_("Who leads, and its body"),
        order_by=("leader_count", "sort_key"),
    )
    output = tables.TemplateColumn(
        template_name="clusters/cells/output.html",
        verbose_name=_("Output"),
        order_by=("yuan", "sort_key"),
    )

    class Meta:
        empty_text = _("No cluster fits.")

    def __init__(self, rows: Sequence[Entry], *, with_outputs: bool) -> None:
        super().__init__(rows, exclude=() if with_outputs else ("output",))


class ClusterFilter(forms.Form):
    """What the list of clusters is narrowed by; see ``queries.narrowed``."""

    ALL = pgettext_lazy("filter", "all")

    q = forms.CharField(label=_("Name contains"), required=False)
    industry = forms.ChoiceField(label=_("Industry of most firms"), required=False)
    town = forms.ChoiceField(label=_("Has firms in"), required=False)
    host = forms.ChoiceField(
        label=_("Hosted by"), required=False, choices=[("", ALL), *HostKind.choices]
    )
    size = forms.ChoiceField(
        label=_("Size class"), required=False, choices=[("", ALL), *SizeClass.choices]
    )
    has = forms.ChoiceField(
        label=_("Body and leading firm"),
        required=False,
        choices=[
            ("", ALL),
            ("both", _("has both")),
            ("body", _("has a body")),
            ("leader", _("has a leading firm")),
            ("no_body", _("has no body")),
            ("no_leader", _("has no leading firm")),
            ("neither", _("has neither")),
        ],
    )
    positions = forms.ChoiceField(
        label=_("Positions in the chain"),
        required=False,
        choices=[
            ("", ALL),
            ("all", _("known of every firm")),
            ("some", _("unknown of fewer than half")),
            ("half", _("unknown of half or more")),
            ("no_member", _("no member firm known")),
        ],
    )

    def __init__(self, asked: Any, of: Directory, *, with_outputs: bool) -> None:
        super().__init__(asked)
        self._choose("industry", [(code, f"{name} ({code})") for code, name in of.trades])
        self._choose("town", [(spot.code, f"{spot} ({count})") for spot, count in of.spots])
        if not with_outputs:
            del self.fields["size"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", self.ALL), *choices]  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, str]:
        """What is asked for and valid, by field."""
        self.is_valid()
        cleaned = getattr(self, "cleaned_data", {})
        return {name: str(value) for name, value in cleaned.items() if value}


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
