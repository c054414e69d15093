"""What a person may ask of growth, and enter about newly developed members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jilian.growth.rules.words import TotalKind
from jilian.organisations.rules import OrganisationType
from jilian.ui.fields import DayField

LARGEST = 100_000


class GrowthFilter(forms.Form):
    """Between which days, inside which boundary, of which type."""

    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)
    boundary = forms.ChoiceField(label=_("Boundary"), required=False)
    type = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("any")), *OrganisationType.choices]
    )

    def __init__(self, *args: Any, boundaries: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["boundary"].choices = list(boundaries)  # type: ignore[attr-defined]


class MonthForm(forms.Form):
    """Which month."""

    month = forms.CharField(
        label=_("Month"), max_length=7,
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-06"}),
        help_text=_("Written as 2026-06; the month is over."),
    )  # fmt: skip


class DevelopedForm(forms.Form):
    """The two counts of a unit and year."""

    in_clusters = forms.IntegerField(
        label=_("Newly developed in clusters"), min_value=0, max_value=LARGEST
    )
    second = forms.IntegerField(label=_("Second number"), min_value=0, max_value=LARGEST)
    total_kind = forms.ChoiceField(
        label=_("What the second number is"), choices=TotalKind.choices, widget=forms.RadioSelect
    )
    counted_on = DayField(label=_("Counted on"))
    called = forms.CharField(
        label=_("As papers call the unit"), max_length=60, required=False,
        help_text=_("For example 经开区; empty: its name in the list of divisions."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason of the revision"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where counts of the year stand already; the old ones are kept."),
    )  # fmt: skip


class ClaimForm(forms.Form):
    """A claim about shares, as it would stand in a paper."""

    claim = forms.CharField(
        label=_("Claim"), max_length=60, required=False,
        help_text=_("For example 各街镇30%以上, 经开区90%."),
    )  # fmt: skip
