"""What a person may type: the start of a run, the adoption of a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from jilian.clusters.models import ProposedCluster
from jilian.clusters.rules import LARGEST_SEED


class DayInput(forms.DateInput):
    """A day chosen with the machine's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RunForm(forms.Form):
    """As of which day, and how finely, clusters are formed."""

    as_of = forms.DateField(
        label=_("As of"),
        widget=DayInput(),
        help_text=_("The network of this day is frozen and computed with."),
    )
    resolution = forms.FloatField(
        label=_("Resolution"),
        required=False,
        min_value=0,
        widget=forms.NumberInput(attrs={"step": "any"}),
        help_text=_(
            "Empty: found by a stability scan. A larger number gives smaller, denser clusters."
        ),
    )
    least_size = forms.IntegerField(
        label=_("Least number of firms"),
        min_value=2,
        initial=3,
        help_text=_("Smaller groups are not proposed."),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=LARGEST_SEED,
        initial=7,
        help_text=_("The same seed gives the same clusters."),
    )


class FirmsInput(forms.CheckboxSelectMultiple):
    """Ticked firms; reads several values, or one with commas as the confirmation sends it."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """Return the keys, one by one."""
        given = data.getlist(name) if isinstance(data, MultiValueDict) else [data.get(name, "")]
        return [one for value in given for one in str(value).split(",") if one]


class AdoptionForm(forms.Form):
    """A name, a first day and a reason; the firms left out are ticked in the list of members."""

    name = forms.CharField(label=_("Name of the cluster"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    from_day = forms.DateField(
        label=_("First day"),
        widget=DayInput(),
        help_text=_(
            "The cluster and its memberships begin on this day; earlier days stay as they were."
        ),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who decided it and on which grounds, for example a document with its number."),
    )
    left_out = forms.TypedMultipleChoiceField(
        label=_("Firms left out"), required=False, coerce=int, widget=FirmsInput()
    )
    left_out_reason = forms.CharField(
        label=_("Why firms are left out"), max_length=300, required=False
    )

    def __init__(self, *args: Any, proposal: ProposedCluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firms = proposal.members.values_list("firm_id", flat=True) if self.is_bound else ()
        field = self.fields["left_out"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(str(pk), str(pk)) for pk in firms]

    @classmethod
    def proposed(cls, proposal: ProposedCluster, today: date) -> AdoptionForm:
        """The form as it first stands: the proposed names, from today."""
        return cls(
            proposal=proposal,
            initial={
                "name": proposal.name,
                "name_en": proposal.name_en[:120],
                "from_day": max(today, proposal.run.snapshot.as_of),
            },
        )

    @property
    def typed(self) -> list[forms.BoundField]:
        """The fields that are typed; the firms left out are ticked elsewhere on the page."""
        return [field for field in self if field.name != "left_out"]

    @property
    def hidden_values(self) -> dict[str, str]:
        """Everything typed, for the confirmation to send again."""
        cleaned = self.cleaned_data
        return {
            **{key: str(cleaned[key]) for key in ("name", "name_en", "reason", "left_out_reason")},
            "from_day": cleaned["from_day"].isoformat(),
            "left_out": ",".join(str(pk) for pk in cleaned["left_out"]),
        }
