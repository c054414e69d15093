"""What a person may type in this area; at most six fields a step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jilian.leaders.models import ChainHeadTerm, Selection
from jilian.leaders.queries.results import KeptRanking
from jilian.leaders.rules import (
    CATALOGUE,
    CRITERION_ORDER,
    Method,
    MissingRule,
    Weighting,
    default_year,
)


class DayInput(forms.DateInput):
    """A day as browsers pick it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class StartForm(forms.Form):
    """On which day's records a selection rests, and how it ranks."""

    as_of = forms.DateField(
        label=_("Records as of"), widget=DayInput(),
        help_text=_("Members, titles and organisations as they stood on this day."),
    )  # fmt: skip
    year = forms.IntegerField(
        label=_("Year of the yearly facts"), min_value=1950, max_value=2100,
        help_text=_("The last full year, unless another is meant."),
    )  # fmt: skip
    method = forms.ChoiceField(label=_("Method"), choices=Method.choices)
    missing = forms.ChoiceField(
        label=_("Where a value is unknown"), choices=MissingRule.choices,
        help_text=_("No rule fills a value in. The rule is kept with the selection."),
    )  # fmt: skip

    @classmethod
    def fresh(cls, day: date) -> StartForm:
        """The form as it first stands."""
        return cls(initial={"as_of": day, "year": default_year(day)})


class MeasuresForm(forms.Form):
    """Which measures are declared, one field for each criterion."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in CRITERION_ORDER:
            choices = [
                (one.key, f"{one.label} ({one.unit})")
                for one in CATALOGUE
                if one.criterion is criterion
            ]
            self.fields[criterion.value] = forms.MultipleChoiceField(
                label=criterion.label, choices=choices, required=False,
                widget=forms.CheckboxSelectMultiple(),
            )  # fmt: skip

    @classmethod
    def of(cls, selection: Selection) -> MeasuresForm:
        """The form with what is declared now."""
        return cls(initial={one.value: selection.measures for one in CRITERION_ORDER})

    @property
    def chosen(self) -> list[str]:
        """The keys of all measures that are ticked."""
        return [key for one in CRITERION_ORDER for key in self.cleaned_data[one.value]]


class WeightsForm(forms.Form):
    """How the weights come about; points only where they are set by hand."""

    weighting = forms.ChoiceField(
        label=_("Weights"), choices=Weighting.choices, widget=forms.RadioSelect()
    )

    def __init__(self, *args: Any, criteria: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = set(criteria)
        for criterion in CRITERION_ORDER:
            if criterion.value in kept:
                self.fields[criterion.value] = forms.DecimalField(
                    label=_("Points for %(criterion)s") % {"criterion": criterion.label},
                    min_value=Decimal(0), max_value=Decimal(100), decimal_places=2,
                    required=False,
                )  # fmt: skip
        self.fields["reason"] = forms.CharField(
            label=_("Why set by hand"), max_length=300, required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("Who decided it and on which grounds, for example a document."),
        )  # fmt: skip

    @classmethod
    def of(cls, selection: Selection, criteria: Sequence[str]) -> WeightsForm:
        """The form with the weights of now; equal points where none were set by hand."""
        equal = {key: Decimal(100) / len(criteria) for key in criteria}
        points = selection.weights or {
            key: value.quantize(Decimal("0.01")) for key, value in equal.items()
        }
        return cls(
            criteria=criteria,
            initial={
                "weighting": selection.weighting, "reason": selection.weights_reason, **points
            },
        )  # fmt: skip

    @property
    def points(self) -> dict[str, Decimal]:
        """The points that were typed, by criterion."""
        return {
            one.value: self.cleaned_data.get(one.value) or Decimal(0) for one in CRITERION_ORDER
        }


class DecisionForm(forms.Form):
    """Which firms lead, from which day, by which paper, and why not the first alone."""

    firms = forms.TypedMultipleChoiceField(
        label=_("Leading firms"), coerce=int, widget=forms.CheckboxSelectMultiple()
    )
    from_day = forms.DateField(
        label=_("First day"), widget=DayInput(),
        help_text=_("Who led before stays recorded for every day before it."),
    )  # fmt: skip
    document = forms.CharField(label=_("Document and number"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where the choice is not the first firm alone."),
    )  # fmt: skip

    def __init__(self, *args: Any, ranking: KeptRanking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["firms"].choices = [  # type: ignore[attr-defined]
            (row.firm, f"{row.rank}  {row.name}" if row.rank else _("%(firm)s (not comparable)")
             % {"firm": row.name})
            for row in ranking.rows
        ]  # fmt: skip


class ReasonForm(forms.Form):
    """A reason, and nothing else."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class ProposeForm(forms.Form):
    """Terms laid end to end, one for each firm in its order."""

    begins = forms.DateField(
        label=_("First month"), widget=DayInput(),
        help_text=_("The first day of a month."),
    )  # fmt: skip
    months = forms.IntegerField(label=_("Months of a term"), min_value=1, max_value=60, initial=12)
    order = forms.CharField(
        label=_("Firms in their order"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One member a line, as it is called in the register."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, members: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members

    def clean_order(self) -> list[int]:
        """Return the firms by key; a name that is no member is said."""
        by_name = {name: pk for pk, name in self.members.items()}
        names = [line.strip() for line in self.cleaned_data["order"].splitlines() if line.strip()]
        if odd := [name for name in names if name not in by_name]:
            raise forms.ValidationError(
                _("%(firm)s is no member of this cluster.") % {"firm": odd[0]}
            )
        return [by_name[name] for name in names]


class ChangeForm(forms.Form):
    """What becomes of a term that lies ahead."""

    act = forms.ChoiceField(
        label=_("Change"), widget=forms.RadioSelect(),
        choices=[
            ("skip", _("the firm passes; those after it move up, and it comes last")),
            ("swap", _("the firm changes its turn with another")),
            ("drop", _("the term is taken out of the calendar")),
        ],
    )  # fmt: skip
    other = forms.TypedChoiceField(
        label=_("Changes its turn with"), coerce=int, required=False, empty_value=None
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, others: Sequence[ChainHeadTerm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((one.pk, f"{one.begins:%Y-%m}  {one.firm.root}") for one in others),
        ]


class ItemForm(forms.Form):
    """Something open, the unit that does it, and its day."""

    text = forms.CharField(label=_("What is open"), max_length=300)
    owner = forms.CharField(
        label=_("Unit that does it"), max_length=80, help_text=_("An office or firm, not a person.")
    )
    due_on = forms.DateField(label=_("Due"), widget=DayInput(), required=False)
