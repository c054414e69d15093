"""What a person may type: the day of a snapshot, what an inference is asked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jilian.network.rules import HALF_KM, LEAST_PROBABILITY, MOST_EXPECTED, MOST_KM
from jilian.ui.fields import DayField


class FreezeForm(forms.Form):
    """Of which day the network is frozen."""

    as_of = DayField(
        label=_("As of"), help_text=_("Firms, products and links that held on this day.")
    )


class InferForm(forms.Form):
    """What is expected of an inference."""

    as_of = DayField(label=_("As of"), help_text=_("The inferred links begin on this day."))
    expected_links = forms.IntegerField(
        label=_("Expected links"),
        min_value=1,
        max_value=MOST_EXPECTED,
        help_text=_("How many links there are in all, by judgement; known ones count."),
    )
    least_probability = forms.FloatField(
        label=_("Least probability"),
        min_value=LEAST_PROBABILITY,
        max_value=1,
        initial=0.15,
        widget=forms.NumberInput(attrs={"step": "0.01"}),
        help_text=_("Links below it are not kept."),
    )

    half_km = forms.FloatField(
        label=_("Half distance (km)"),
        min_value=0.1,
        max_value=MOST_KM,
        initial=HALF_KM,
        widget=forms.NumberInput(attrs={"step": "any"}),
        help_text=_(
            "At this distance closeness is a half. Wider where only the cities of firms are known."
        ),
    )

    @property
    def hidden_values(self) -> dict[str, str]:
        """Everything typed, for the confirmation to send again."""
        typed = {**self.cleaned_data, "as_of": self.cleaned_data["as_of"].isoformat()}
        return {name: str(value) for name, value in typed.items()} | {"confirmed": "1"}
