"""What may be typed about what breaks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.chain.rules import MOST_DAYS, LinksUsed, StockUse
from jilian.chain.rules.stocks import LONGEST_INPUT
from jilian.ui.fields import DayField

NONE = ("", pgettext_lazy("choice", "none"))
SHARES = [(str(one), f"{one}%") for one in (100, 75, 50, 30, 20, 10)]


class WhatIfForm(forms.Form):
    """What fails; the first of firm, town and input that is said counts."""

    firm = forms.CharField(
        label=_("A firm: name or identifier"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    town = forms.ChoiceField(label=_("or a town"), required=False)
    input = forms.CharField(
        label=_("or an input"), required=False, max_length=60,
        help_text=_("Words of the product, or two to four digits of a class of industry."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    lost = forms.ChoiceField(
        label=_("Share of capacity that is lost"), required=False, choices=SHARES
    )
    links = forms.ChoiceField(label=_("Computed on"), required=False, choices=LinksUsed.choices)
    alone = forms.BooleanField(
        label=_("Nobody else steps in"), required=False,
        help_text=_("Otherwise firms of the same trade replace by their share of the market."),
    )  # fmt: skip

    def __init__(self, data: Any, *, towns: list[tuple[str, str]]) -> None:
        super().__init__(data or None, initial={"lost": "100", "links": LinksUsed.ALL})
        field = self.fields["town"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [NONE, *towns]


class SaveForm(forms.Form):
    """Name and reason of a scenario; what fails travels beside it."""

    name = forms.CharField(label=_("Name of the scenario"), max_length=80)
    reason = forms.CharField(
        label=_("Why it is kept"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class StockForm(forms.Form):
    """How long the own stock of an input lasts."""

    product = forms.CharField(
        label=_("Input"), required=False, max_length=LONGEST_INPUT,
        help_text=_("Empty: the shortest of all inputs."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "inputs"}),
    )  # fmt: skip
    days = forms.DecimalField(
        label=_("Days of supply"), min_value=Decimal(0), max_value=MOST_DAYS, decimal_places=1
    )
    stated_on = DayField(label=_("As of"))
    use = forms.ChoiceField(
        label=_("What it may be used for"), choices=StockUse.choices, initial=StockUse.OWN,
        widget=forms.RadioSelect,
    )  # fmt: skip


class CriticalFilterForm(forms.Form):
    """Narrows the critical list."""

    q = forms.CharField(label=_("Firm contains"), required=False, max_length=80)
    cluster = forms.ChoiceField(label=_("Within the cluster"), required=False)
    town = forms.ChoiceField(label=_("Town"), required=False)
    industry = forms.ChoiceField(label=_("Class of industry"), required=False)

    def __init__(self, data: Any, *, clusters: list[tuple[int, str]], whole: bool) -> None:
        super().__init__(data)
        every = [("", _("the whole network"))] if whole else []
        self._choose("cluster", [*every, *((str(pk), name) for pk, name in clusters)])
        if not whole and len(clusters) < 2:
            del self.fields["cluster"]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def offer(self, towns: list[tuple[str, str]], industries: list[tuple[str, str]]) -> None:
        """Offer the towns and classes that occur."""
        every = ("", pgettext_lazy("filter", "all"))
        self._choose("town", [every, *towns])
        self._choose("industry", [every, *industries])


class SingleFilterForm(forms.Form):
    """Narrows the single sources."""

    ALL = ("", pgettext_lazy("filter", "all"))

    q = forms.CharField(label=_("Firm or input contains"), required=False, max_length=80)
    evidence = forms.ChoiceField(
        label=_("The supplier is"), required=False,
        choices=[ALL, ("known", _("known")), ("inferred", _("inferred"))],
    )  # fmt: skip
    essential = forms.ChoiceField(
        label=_("Without the input"), required=False,
        choices=[ALL, ("yes", _("the line stops")), ("no", _("the line goes on"))],
    )  # fmt: skip
