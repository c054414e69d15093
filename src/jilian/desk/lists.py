"""Lists with sorting and filters: traces, what left the house, looks."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.audit.models import Look, Trace
from jilian.audit.rules import action_words
from jilian.ui.cells import LEAD

ALL = pgettext_lazy("filter", "all")
Names = dict[str, str]


class _Named(tables.Table):
    """Shows people, actions and worlds by their names."""

    def __init__(self, *args: Any, people: Names, worlds: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.worlds = people, worlds

    def render_action(self, value: str) -> str:
        """The action in words."""
        return action_words(value)

    def render_by(self, value: str) -> str:
        """The person by name, where the person is still known."""
        return self.people.get(value, value)

    def render_world(self, value: str) -> str:
        """The world by name."""
        return self.worlds.get(value, value)


class TraceTable(_Named):
    """Who did what, when."""

    at = tables.TemplateColumn(
        template_name="desk/cells/at.html", verbose_name=_("When"), order_by="number"
    )
    by = tables.Column(verbose_name=_("Who"))
    action = tables.Column(
        verbose_name=_("Action"), attrs=LEAD, linkify=("audit:trace", {"pk": tables.A("pk")})
    )
    about_name = tables.Column(verbose_name=pgettext_lazy("noun", "Record"), orderable=False)
    world = tables.Column(verbose_name=_("World"), orderable=False)

    class Meta:
        model = Trace
        fields = ("at", "by", "action", "about_name", "world")
        empty_text = _("No trace fits.")


class TakenTable(_Named):
    """What left the house: who took what, what for, for whom."""

    at = tables.TemplateColumn(
        template_name="desk/cells/at.html", verbose_name=_("When"), order_by="number"
    )
    action = tables.Column(verbose_name=_("What"), attrs=LEAD, orderable=False)
    rows = tables.TemplateColumn(
        template_name="desk/cells/rows.html", verbose_name=_("Rows"), orderable=False,
        attrs={"td": {"class": "num"}, "th": {"class": "num"}},
    )  # fmt: skip
    purpose = tables.Column(verbose_name=_("What for"), orderable=False)
    recipient = tables.Column(verbose_name=_("Who got it"), orderable=False)
    by = tables.Column(verbose_name=_("Who took it"), orderable=False)
    asked = tables.TemplateColumn(
        template_name="desk/cells/asked.html", verbose_name=_("Filters"), orderable=False
    )

    class Meta:
        model = Trace
        fields = ("at", "action", "rows", "purpose", "recipient", "by", "asked")
        empty_text = _("Nothing has left the house.")


class LookTable(_Named):
    """Who looked at which firm."""

    day = tables.TemplateColumn(template_name="desk/cells/day.html", verbose_name=_("Day"))
    person = tables.Column(verbose_name=_("Who"), attrs=LEAD)
    about_key = tables.Column(verbose_name=_("Firm"), orderable=False)
    world = tables.Column(verbose_name=_("World"), orderable=False)

    def __init__(self, *args: Any, firms: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.firms = firms

    class Meta:
        model = Look
        fields = ("day", "person", "about_key", "world")
        empty_text = _("Nobody has opened the page of a firm.")

    def render_person(self, value: str) -> str:
        """The person by name."""
        return self.people.get(value, value)

    def render_about_key(self, value: str) -> str:
        """The firm by name."""
        return self.firms.get(value, value)


class _DayFilter(filters.FilterSet):
    """Narrows by days."""

    day = filters.DateFromToRangeFilter(
        label=_("Days"),
        field_name="at",
        widget=filters.widgets.DateRangeWidget(attrs={"type": "date"}),
    )

    def offer(self, name: str, names: Names) -> None:
        """Offer these choices, in the order of their words."""
        self.filters[name].extra["choices"] = sorted(names.items(), key=lambda pair: pair[1])


class TraceFilter(_DayFilter):
    """Narrows traces by person, action, world, record and days."""

    by = filters.ChoiceFilter(label=_("Who"), empty_label=ALL)
    action = filters.ChoiceFilter(label=_("Action"), empty_label=ALL)
    world = filters.ChoiceFilter(label=_("World"), empty_label=ALL)

    class Meta:
        model = Trace
        fields = ("by", "action", "world")

    def __init__(
        self, *args: Any, people: Names, actions: list[str], worlds: Names, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("by", people)
        self.offer("action", {name: action_words(name) for name in actions})
        self.offer("world", worlds)


class TakenFilter(_DayFilter):
    """Narrows what left the house by words, person, world and days."""

    purpose = filters.CharFilter(label=_("What for contains"), lookup_expr="icontains")
    recipient = filters.CharFilter(label=_("Who got it contains"), lookup_expr="icontains")
    by = filters.ChoiceFilter(label=_("Who took it"), empty_label=ALL)

    class Meta:
        model = Trace
        fields = ("purpose", "recipient", "by")

    def __init__(self, *args: Any, people: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("by", people)


class LookFilter(filters.FilterSet):
    """Narrows looks by person and days."""

    person = filters.ChoiceFilter(label=_("Who"), empty_label=ALL)
    day = filters.DateFromToRangeFilter(
        label=_("Days"), widget=filters.widgets.DateRangeWidget(attrs={"type": "date"})
    )

    class Meta:
        model = Look
        fields = ("person", "day")

    def __init__(self, *args: Any, people: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = sorted(people.items(), key=lambda pair: pair[1])
        self.filters["person"].extra["choices"] = choices
