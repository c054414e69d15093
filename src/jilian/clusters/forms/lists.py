"""Lists about runs: what is proposed, who is proposed, what would change."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.clusters.models import ProposedCluster, ProposedMember
from jilian.clusters.rules import Position
from jilian.ui.cells import FROM_WIDE, LEAD, NUMBER

ALL = pgettext_lazy("filter", "all")


def _cell(name: str, words: Any, **more: Any) -> tables.TemplateColumn:
    return tables.TemplateColumn(
        template_name=f"clusters/cells/{name}.html", verbose_name=words, **more
    )


class ProposalTable(tables.Table):
    """What a run proposes, from ``queries.run_page``."""

    name = _cell("proposed_cluster", _("Proposed cluster"), attrs=LEAD, order_by=("number",))
    size = _cell("proposed_size", _("Firms"), attrs=NUMBER)
    cohesion = _cell(
        "cohesion", _("Weight inside"), attrs=NUMBER, order_by=("measures__cohesion", "number")
    )
    stability = _cell(
        "stability", _("Runs agree"), attrs=NUMBER, order_by=("measures__stability", "number")
    )
    boundary = _cell(
        "boundary", _("Boundary firms"), attrs=NUMBER, order_by=("measures__boundary", "number")
    )
    industries = _cell("trades", _("Over-represented industries"), orderable=False)
    state = _cell("proposal_state", _("State"), order_by=("adopted_as", "number"))

    class Meta:
        empty_text = _("No proposal fits.")


class ProposalFilter(filters.FilterSet):
    """Narrows what a run proposes by name, size and whether it was adopted."""

    q = filters.CharFilter(label=_("Name contains"), method="named")
    least = filters.NumberFilter(
        label=_("Firms at least"), field_name="size", lookup_expr="gte", min_value=1
    )
    state = filters.ChoiceFilter(
        label=_("State"), empty_label=ALL, method="in_state",
        choices=(("open", _("proposed")), ("adopted", _("adopted"))),
    )  # fmt: skip

    class Meta:
        model = ProposedCluster
        fields = ()

    def named(
        self, rows: QuerySet[ProposedCluster], _name: str, text: str
    ) -> QuerySet[ProposedCluster]:
        """Keep proposals with these words in their Chinese or English name."""
        return rows.filter(Q(name__icontains=text) | Q(name_en__icontains=text))

    def in_state(
        self, rows: QuerySet[ProposedCluster], _name: str, state: str
    ) -> QuerySet[ProposedCluster]:
        """Keep what was adopted, or what was not."""
        return rows.filter(adopted_as__isnull=state == "open")


class ProposedMemberTable(tables.Table):
    """Who is proposed, from ``queries.proposed_members``; ``pick`` only while it can be noted."""

    pick = _cell("pick_firm", _("Tick"), orderable=False)
    firm = _cell("proposed_firm", _("Firm"), attrs=LEAD, order_by=("firm__sort_key",))
    position = _cell("proposed_position", _("Position"), order_by=("place_in_chain", "pk"))
    inside_share = _cell("inside_share", _("Weight inside"), attrs=NUMBER)
    stable_share = _cell("stable_share", _("Runs agree"), attrs=NUMBER)
    second = _cell("second", _("Second best"), order_by=("second_share", "pk"))
    town = _cell("town", _("Town"), order_by=("town_code", "pk"))
    industry = _cell("industry", _("Industry"), attrs=FROM_WIDE, order_by=("industry_code", "pk"))

    class Meta:
        empty_text = _("No firm fits.")

    def __init__(self, *args: Any, may_note: bool, **more: Any) -> None:
        super().__init__(*args, exclude=() if may_note else ("pick",), **more)


class ProposedMemberFilter(filters.FilterSet):
    """Narrows who is proposed."""

    q = filters.CharFilter(label=_("Name contains"), method="named")
    position = filters.ChoiceFilter(label=_("Position"), choices=Position.choices, empty_label=ALL)
    hold = filters.ChoiceFilter(
        label=_("How firmly"), empty_label=ALL, method="held",
        choices=(("loose", _("boundary firms")), ("firm", _("firm ones"))),
    )  # fmt: skip
    noted = filters.ChoiceFilter(
        label=_("Noted"), empty_label=ALL, method="noted_so",
        choices=(("yes", _("otherwise than proposed")), ("no", _("as proposed"))),
    )  # fmt: skip

    class Meta:
        model = ProposedMember
        fields = ("position",)

    def named(
        self, rows: QuerySet[ProposedMember], _name: str, text: str
    ) -> QuerySet[ProposedMember]:
        """Keep firms with these words in a name or in their identifier."""
        named = Q(firm__name__icontains=text) | Q(firm__name_en__icontains=text)
        return rows.filter(named | Q(firm__identifier__icontains=text))

    def held(self, rows: QuerySet[Any], _name: str, hold: str) -> QuerySet[Any]:
        """Keep boundary firms, or those that are none."""
        return rows.filter(looseness=0 if hold == "loose" else 1)

    def noted_so(self, rows: QuerySet[Any], _name: str, noted: str) -> QuerySet[Any]:
        """Keep those about whom something is noted, or the others."""
        return rows.filter(departure__isnull=noted == "no")


class ChangeTable(tables.Table):
    """Firms that a run would put elsewhere, from ``analysis.changes_of_run``."""

    pick = _cell("pick_change", _("Tick"), orderable=False)
    firm = _cell("changed_firm", _("Firm"), attrs=LEAD, order_by=("firm__sort_key",))
    kind = _cell("change_kind", _("Would"), order_by=("kind", "firm__sort_key"))
    before = _cell(
        "change_before", pgettext_lazy("side of a change", "From"),
        order_by=("before__name", "firm__sort_key"),
    )  # fmt: skip
    after = _cell(
        "change_after", pgettext_lazy("side of a change", "To"),
        order_by=("after__number", "firm__sort_key"),
    )  # fmt: skip
    position = _cell("change_position", _("Position"), order_by=("proposed__position",))
    stable = _cell(
        "change_stable", _("Runs agree"), attrs=NUMBER, order_by=("proposed__stable_share",)
    )

    class Meta:
        empty_text = _("No firm fits.")

    def __init__(self, *args: Any, may_take: bool, **more: Any) -> None:
        super().__init__(*args, exclude=() if may_take else ("pick",), **more)


class ClusterChangeTable(tables.Table):
    """What becomes of clusters, from ``analysis.changes_of_run`` or ``runs_beside``."""

    before = _cell(
        "cluster_before", pgettext_lazy("side of a change", "Before"), attrs=LEAD,
        order_by=("name",),
    )  # fmt: skip
    fate = _cell("fate", _("Would"), order_by=("fate", "name"))
    after = _cell(
        "cluster_after", pgettext_lazy("side of a change", "After"), order_by=("after__number",)
    )
    shared = _cell("shared", _("Firms in both"), attrs=NUMBER)
    joins = _cell("joins", _("Join"), attrs=NUMBER)
    leaves = _cell("leaves", _("Leave"), attrs=NUMBER)

    class Meta:
        empty_text = _("No cluster fits.")
