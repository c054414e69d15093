"""What a person may type about a campaign and its targets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.clusters.models import Cluster
from jilian.coverage.rules import (
    CHOOSABLE_ROUTES,
    DONE,
    Basis,
    Conditions,
    Obstacle,
    PlanRoute,
    RemovalKind,
    TargetState,
)
from jilian.coverage.rules.counts import STATED_WORDS
from jilian.firms.rules import Measure
from jilian.organisations.models import Organisation
from jilian.organisations.rules import CoverMode
from jilian.places.models import Division
from jilian.ui.fields import DayField


class CampaignForm(forms.Form):
    """Title, days and conditions of a campaign."""

    title = forms.CharField(label=pgettext_lazy("campaign", "Title"), max_length=120)
    round = forms.IntegerField(
        label=pgettext_lazy("campaign", "Round"), min_value=1, max_value=99, initial=1
    )
    scope = forms.CharField(
        label=_("Scope, as the start order says it"), max_length=300, required=False
    )
    drawn_on = DayField(label=_("Register as of"))
    closes_on = DayField(label=_("Closes on"), help_text=_("The re-check follows three months on."))
    basis = forms.ChoiceField(label=_("The firms come from"), choices=Basis.choices)
    towns = forms.MultipleChoiceField(
        label=_("Towns"), required=False, widget=forms.CheckboxSelectMultiple
    )
    industries = forms.CharField(
        label=_("Industries"),
        required=False,
        max_length=200,
        help_text=_("Codes of GB/T 4754 or letters of sections, with commas: C, 39, 2761."),
    )
    clusters = forms.MultipleChoiceField(
        label=_("Clusters"), required=False, widget=forms.CheckboxSelectMultiple
    )
    titles = forms.MultipleChoiceField(
        label=_("Titles"), required=False, widget=forms.CheckboxSelectMultiple
    )
    measure = forms.ChoiceField(
        label=_("Size by"), required=False, choices=[("", _("any size")), *Measure.choices]
    )
    measure_year = forms.IntegerField(
        label=_("in the year"), required=False, min_value=1949, max_value=2100
    )
    least = forms.IntegerField(label=_("at least"), required=False, min_value=0)
    most = forms.IntegerField(label=_("at most"), required=False, min_value=0)
    operating_year = forms.IntegerField(
        label=_("At work, shown by a yearly fact since"),
        required=False,
        min_value=1949,
        max_value=2100,
        help_text=_(
            "Staff, turnover, output or tax above zero. Empty: whoever has a site on the day;"
            " shells then leave with evidence."
        ),
    )
    without_body = forms.BooleanField(
        label=_("Only firms that no organisation covers on the day"), required=False
    )

    def __init__(
        self,
        *args: Any,
        towns: Sequence[tuple[str, str]],
        clusters: Sequence[Cluster],
        titles: Sequence[str],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        choices: dict[str, list[tuple[str, str]]] = {
            "towns": list(towns),
            "clusters": [(str(one.pk), str(one)) for one in clusters],
            "titles": [(one, one) for one in titles],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = offered
            if not offered:
                del self.fields[name]

    def clean_industries(self) -> tuple[str, ...]:
        """The codes, each once."""
        words = str(self.cleaned_data["industries"]).replace("，", ",").replace(" ", ",")
        return tuple(dict.fromkeys(code.upper() for code in words.split(",") if code))

    @property
    def conditions(self) -> Conditions:
        """What was typed, as conditions."""
        kept = self.cleaned_data
        return Conditions(
            basis=kept["basis"],
            towns=tuple(kept.get("towns", ())),
            industries=kept["industries"],
            clusters=tuple(int(one) for one in kept.get("clusters", ())),
            titles=tuple(kept.get("titles", ())),
            measure=kept["measure"]
            if kept["least"] is not None or kept["most"] is not None
            else "",
            measure_year=kept["measure_year"],
            least=kept["least"],
            most=kept["most"],
            operating_year=kept["operating_year"],
            without_body=kept["without_body"],
        )

    @property
    def stated(self) -> dict[str, Any]:
        """What was typed, as the operations take it."""
        kept = self.cleaned_data
        names = ("title", "round", "scope", "drawn_on", "closes_on")
        return {**{name: kept[name] for name in names}, "conditions": self.conditions}

    @staticmethod
    def initial_of(asked: Conditions) -> dict[str, Any]:
        """Conditions as the form shows them."""
        return {
            **asked.plain(),
            "industries": ", ".join(asked.industries),
            "clusters": [str(pk) for pk in asked.clusters],
        }


class ListForm(forms.Form):
    """A pasted list, or a file."""

    lines = forms.CharField(
        label=_("Identifiers, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Then, if you like, field and reason: 9131…, integrated circuits, why."),
    )
    file = forms.FileField(label=_("or a file (CSV or Excel) with these columns"), required=False)
    anew = forms.BooleanField(label=_("Instead of the list so far"), required=False)


class DoneForm(forms.Form):
    """To which end state, by which route, on which day."""

    state = forms.ChoiceField(
        label=_("End state"), choices=[(one.value, one.label) for one in TargetState if one in DONE]
    )
    route = forms.ChoiceField(
        label=_("Route that led there first"),
        choices=[(one.value, one.label) for one in CHOOSABLE_ROUTES],
    )
    on = DayField(label=_("As the register shows it on"))
    words = forms.CharField(
        label=_("By which means (work coverage), or a remark"), max_length=300, required=False
    )


class NotYetForm(forms.Form):
    """What stands in the way."""

    obstacle = forms.ChoiceField(label=_("What stands in the way"), choices=Obstacle.choices)
    words = forms.CharField(label=_("In words"), max_length=300, required=False)


class NoteForm(forms.Form):
    """Who sends the advisor, and by when."""

    advisor_office = forms.CharField(
        label=_("Office that sends the advisor"),
        max_length=120,
        required=False,
        help_text=_("An office, never a person's name."),
    )
    due_on = DayField(label=_("Due on"), required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class NothingForm(forms.Form):
    """Nothing but the confirmation."""


class RemovalForm(forms.Form):
    """Why a firm cannot be covered, and which document shows it."""

    kind = forms.ChoiceField(label=_("Why"), choices=RemovalKind.choices)
    document = forms.CharField(
        label=_("Document, with its number"),
        max_length=200,
        help_text=_("For example the notice of the market supervision office."),
    )
    on = DayField(label=_("Day of the document"))
    words = forms.CharField(label=_("In words"), max_length=300, required=False)


class CountForm(forms.Form):
    """How many formal members a firm without a body counts."""

    stated = forms.ChoiceField(
        label=_("Formal members"),
        required=False,
        choices=[("", _("not known")), *STATED_WORDS.items()],
        help_text=_("Held sealed while the campaign is open, and deleted when it closes."),
    )


class RecordCoverForm(forms.Form):
    """Which organisation covers the firm, to be recorded in the register."""

    organisation = forms.CharField(
        label=_("Organisation"), max_length=200, help_text=_("Its key or its whole name.")
    )
    mode = forms.ChoiceField(label=_("How"), choices=CoverMode.choices)
    from_day = DayField(label=_("From"))

    def __init__(self, *args: Any, among: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.among = among

    def clean_organisation(self) -> Organisation:
        """The organisation by its key or whole name."""
        words = self.cleaned_data["organisation"].strip()
        found = list(self.among.filter(key=words)[:1]) or list(self.among.filter(name=words)[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("Several organisations have this name: give the key.")
                if found
                else _("There is no such organisation in the register.")
            )
        organisation: Organisation = found[0]
        return organisation


class DrawForm(forms.Form):
    """How the sample is drawn."""

    stratum = forms.ChoiceField(
        label=_("From each"), choices=[("town", _("town")), ("route", _("route"))]
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=2**31 - 1,
        help_text=_("The same seed draws the same targets; it stands in the report."),
    )


class DepartForm(forms.Form):
    """Another route than the proposed one, and why."""

    route = forms.ChoiceField(label=_("Route"), choices=PlanRoute.choices)
    words = forms.CharField(label=_("Reason where it departs"), max_length=300, required=False)


def towns_to_choose(divisions: Sequence[Division]) -> list[tuple[str, str]]:
    """Places as choices."""
    return [(one.code, str(one)) for one in divisions]


def default_days(today: date) -> dict[str, date]:
    """The days that a new campaign starts with: the register of today, a third of a year."""
    return {"drawn_on": today, "closes_on": date.fromordinal(today.toordinal() + 120)}
