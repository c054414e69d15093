"""The lists of who came near, of applications, and of benefits, with their filters."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.policies.models import Application, Benefit, CheckResult
from jilian.policies.queries import NEAR
from jilian.policies.rules.lines import line_words
from jilian.policies.rules.sets import qualification_choices
from jilian.policies.rules.words import ApplicationState, BenefitState, Standing
from jilian.ui.cells import LEAD, NUMBER
from jilian_engine.rulebook.qualifications import RuleSet

ALL = pgettext_lazy("filter", "all")
CELLS = "policies/cells/"
STANDINGS = [("near", _("qualifies, or one line short")), *Standing.choices]


class ResultTable(tables.Table):
    """Firms that came near a rule set, the nearest first."""

    firm = tables.TemplateColumn(
        template_name=f"{CELLS}firm.html", verbose_name=_("Firm"), attrs=LEAD,
        order_by=("firm__sort_key", "pk"),
    )  # fmt: skip
    standing = tables.TemplateColumn(
        template_name=f"{CELLS}standing.html", verbose_name=_("How near")
    )
    short_line = tables.TemplateColumn(
        template_name=f"{CELLS}short.html", verbose_name=_("The line that is missing")
    )
    unknown = tables.Column(verbose_name=_("Lines unknown"), attrs=NUMBER)
    manual = tables.Column(verbose_name=_("Lines for people"), attrs=NUMBER)
    met = tables.Column(verbose_name=pgettext_lazy("lines of a rule set", "Lines met"),
                        attrs=NUMBER)  # fmt: skip

    class Meta:
        empty_text = _("No firm fits.")


class ResultFilter(filters.FilterSet):
    """Narrows who came near by name, standing, the line that is missing, values missing."""

    q = filters.CharFilter(label=_("Name contains"), field_name="firm__name",
                           lookup_expr="icontains")  # fmt: skip
    standing = filters.ChoiceFilter(
        label=_("How near"), choices=STANDINGS, method="by_standing", empty_label=ALL
    )
    line = filters.ChoiceFilter(
        label=_("The line that is missing"), field_name="short_line", empty_label=ALL
    )

    class Meta:
        model = CheckResult
        fields = ()

    def __init__(self, *args: Any, rule_set: RuleSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["line"].extra["choices"] = [
            (line.id, line_words(rule_set.id, line.id)) for line in rule_set.lines
        ]

    def by_standing(
        self, rows: QuerySet[CheckResult], _name: str, asked: str
    ) -> QuerySet[CheckResult]:
        """Keep those that stand so; or all that came near."""
        return rows.filter(standing__in=NEAR if asked == "near" else (asked,))


class ApplicationTable(tables.Table):
    """Applications, the latest first."""

    firm = tables.TemplateColumn(
        template_name=f"{CELLS}application.html", verbose_name=_("Firm"), attrs=LEAD,
        order_by=("firm__sort_key", "pk"),
    )  # fmt: skip
    qualification = tables.TemplateColumn(
        template_name=f"{CELLS}qualification.html", verbose_name=_("Qualification")
    )
    applied_on = tables.TemplateColumn(
        template_name=f"{CELLS}applied.html", verbose_name=_("Applied on")
    )
    state = tables.TemplateColumn(
        template_name=f"{CELLS}state.html", verbose_name=pgettext_lazy("application", "State")
    )

    class Meta:
        empty_text = _("No application fits.")


class ApplicationFilter(filters.FilterSet):
    """Narrows applications by name, qualification and state."""

    q = filters.CharFilter(label=_("Name contains"), field_name="firm__name",
                           lookup_expr="icontains")  # fmt: skip
    qualification = filters.ChoiceFilter(
        label=_("Qualification"), choices=qualification_choices, empty_label=ALL
    )
    state = filters.ChoiceFilter(
        label=pgettext_lazy("application", "State"), choices=ApplicationState.choices,
        empty_label=ALL,
    )  # fmt: skip

    class Meta:
        model = Application
        fields = ()


class BenefitTable(tables.Table):
    """Benefits of a policy, those that wait first."""

    firm = tables.TemplateColumn(
        template_name=f"{CELLS}benefit.html", verbose_name=_("Firm"), attrs=LEAD,
        order_by=("firm__sort_key", "pk"),
    )  # fmt: skip
    state = tables.TemplateColumn(
        template_name=f"{CELLS}state.html", verbose_name=pgettext_lazy("benefit", "State")
    )
    objection_until = tables.TemplateColumn(
        template_name=f"{CELLS}until.html", verbose_name=_("Objections until")
    )
    decided_on = tables.TemplateColumn(
        template_name=f"{CELLS}decided.html", verbose_name=_("Decided on")
    )

    class Meta:
        empty_text = _("No benefit has been announced.")


class BenefitFilter(filters.FilterSet):
    """Narrows the benefits of a policy by name and state."""

    q = filters.CharFilter(label=_("Name contains"), field_name="firm__name",
                           lookup_expr="icontains")  # fmt: skip
    state = filters.ChoiceFilter(
        label=pgettext_lazy("benefit", "State"), choices=BenefitState.choices, empty_label=ALL
    )

    class Meta:
        model = Benefit
        fields = ()
