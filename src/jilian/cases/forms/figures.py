"""The filter over ended matters and the list behind a bar of the figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.cases.models import Case, Matter
from jilian.cases.queries.figures import Names, narrowed
from jilian.cases.rules.figures import Alike, Kind, standing_words
from jilian.ui.cells import FROM_WIDE, LEAD, NUMBER
from jilian.ui.fields import DayField

ALL = pgettext_lazy("filter", "all")
CELLS = "cases/cells/"


class DayFilter(filters.Filter):
    """Narrows by a day, picked with the browser's own calendar."""

    field_class = DayField


class EndedFilter(filters.FilterSet):
    """Narrows ended matters by template, town, office and period."""

    template = filters.ChoiceFilter(
        label=pgettext_lazy("cases", "Template"), method="of_template", empty_label=ALL
    )
    town = filters.ChoiceFilter(label=_("Town"), method="of_town", empty_label=ALL)
    department = filters.ChoiceFilter(label=_("Lay with"), method="of_department", empty_label=ALL)
    since = DayFilter(label=_("Ended from"), method="from_day")
    until = DayFilter(label=_("Ended until"), method="until_day")

    class Meta:
        model = Matter
        fields = ()

    def __init__(self, *args: Any, names: Names, towns: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {"template": names.templates, "town": towns, "department": names.offices}
        for name, words in choices.items():
            ordered = sorted(words.items(), key=lambda one: one[1])
            self.filters[name].extra["choices"] = ordered

    def of_template(self, rows: QuerySet[Matter], _name: str, key: str) -> QuerySet[Matter]:
        """Keep those of a template, in any of its versions."""
        return narrowed(rows, template=key)

    def of_town(self, rows: QuerySet[Matter], _name: str, key: str) -> QuerySet[Matter]:
        """Keep those of firms that were in a town when the case was opened."""
        return narrowed(rows, town=key)

    def of_department(self, rows: QuerySet[Matter], _name: str, key: str) -> QuerySet[Matter]:
        """Keep those that lay with an office at least once."""
        return narrowed(rows, department=key)

    def from_day(self, rows: QuerySet[Matter], _name: str, day: date) -> QuerySet[Matter]:
        """Keep those that ended on this day or later."""
        return narrowed(rows, since=day)

    def until_day(self, rows: QuerySet[Matter], _name: str, day: date) -> QuerySet[Matter]:
        """Keep those that ended on this day or earlier."""
        return narrowed(rows, until=day)


class RecordFilter(EndedFilter):
    """Narrows ended matters also by the limit within which they ended."""

    within = filters.ChoiceFilter(
        label=_("Limit"), method="within_limit", empty_label=ALL,
        choices=(
            ("promised", _("ended within the promised limit")),
            ("statutory", _("ended within the statutory limit")),
        ),
    )  # fmt: skip

    def within_limit(self, rows: QuerySet[Matter], _name: str, limit: str) -> QuerySet[Matter]:
        """Keep those that ended by the day that their promised or statutory limit gave."""
        return rows.filter(ended_at__lte=F(f"{limit}_due_at"))


class RecordTable(tables.Table):
    """Ended matters, each beside the median and the ninetieth percentile of its like."""

    case = tables.TemplateColumn(
        template_name=f"{CELLS}record.html", verbose_name=pgettext_lazy("service", "Case"),
        order_by=("case__title", "pk"), attrs=LEAD,
    )  # fmt: skip
    template = tables.Column(
        accessor="template_version", verbose_name=pgettext_lazy("service", "Matter"),
        order_by=("template_version__key", "variant", "pk"),
    )  # fmt: skip
    ended_at = tables.TemplateColumn(
        template_name=f"{CELLS}moment.html", verbose_name=_("Ended"), order_by=("ended_at", "pk")
    )
    spent = tables.TemplateColumn(
        template_name=f"{CELLS}seconds.html", verbose_name=_("Time of this part"), attrs=NUMBER
    )
    elapsed_seconds = tables.TemplateColumn(
        template_name=f"{CELLS}seconds.html", verbose_name=_("Elapsed time"), attrs=NUMBER
    )
    working_seconds = tables.TemplateColumn(
        template_name=f"{CELLS}seconds.html", verbose_name=_("Working time"), attrs=NUMBER
    )
    median = tables.TemplateColumn(
        template_name=f"{CELLS}median.html", verbose_name=_("Median of its like"),
        orderable=False, attrs=NUMBER,
    )  # fmt: skip
    ninetieth = tables.TemplateColumn(
        template_name=f"{CELLS}ninetieth.html", verbose_name=_("Nine of ten within"),
        orderable=False, attrs=NUMBER,
    )  # fmt: skip
    standing = tables.Column(
        empty_values=(), verbose_name=_("Among its like"), orderable=False, attrs=FROM_WIDE
    )

    class Meta:
        empty_text = _("No ended matter fits.")

    def __init__(self, *args: Any, alike: Mapping[Kind, Alike], **more: Any) -> None:
        super().__init__(*args, **more)
        self.alike = alike

    def like(self, record: Matter) -> Alike | None:
        """How long matters like this one took."""
        return self.alike.get((record.template_version.key, record.variant))

    def render_standing(self, record: Matter) -> str:
        """Where it stands among its like; empty where there are too few."""
        like = self.like(record)
        return "" if like is None else standing_words(like.standing(record.elapsed_seconds))


class UnsolvedTable(tables.Table):
    """Cases that were closed and that the firm said not to be solved."""

    case = tables.TemplateColumn(
        template_name=f"{CELLS}unsolved.html", verbose_name=pgettext_lazy("service", "Case"),
        order_by=("title", "pk"), attrs=LEAD,
    )  # fmt: skip
    firm = tables.Column(verbose_name=_("Firm"), order_by=("firm__sort_key", "pk"))
    closed_at = tables.TemplateColumn(
        template_name=f"{CELLS}moment.html", verbose_name=_("Closed at")
    )
    judged_at = tables.TemplateColumn(
        template_name=f"{CELLS}moment.html", verbose_name=_("Said not to be solved at")
    )
    reopened = tables.Column(verbose_name=_("Times opened again"), attrs=NUMBER)

    class Meta:
        model = Case
        fields = ()
        empty_text = _("No case was said not to be solved.")
