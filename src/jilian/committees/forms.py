"""What a person may type of a body and of the paper of a step; at most six fields at a time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.clusters.models import Cluster
from jilian.committees.models import TYPES
from jilian.committees.rules import Contents, Declared, PaperFact, RelationMode, SeatRole, SeatRow
from jilian.firms.models import Firm
from jilian.organisations.models import Organisation
from jilian.organisations.queries.called import organisation_called
from jilian.organisations.rules import CountBand, Line
from jilian.places.models import World
from jilian.ui.fields import DayField

NEAREST = 5
LONGEST = 200


class BodyField(forms.CharField):
    """An organisation by its key or its whole name; close ones are named where none is found."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", _("Its key or its whole name."))
        super().__init__(max_length=LONGEST, required=False, **more)
        self.among: QuerySet[Organisation] = Organisation.objects.none()

    def clean(self, value: Any) -> Any:
        """Return the key in the database, or None."""
        words = super().clean(value)
        if not words:
            return None
        try:
            return organisation_called(self.among, words).pk
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal


class ContentsForm(forms.Form):
    """What the body is to be, and under whom."""

    name = forms.CharField(label=_("Name of the body"), max_length=LONGEST)
    type = forms.ChoiceField(label=_("Type"), choices=TYPES)
    relation_mode = forms.ChoiceField(
        label=_("Relation mode"), choices=RelationMode.choices, initial=RelationMode.UNKNOWN
    )
    superior = BodyField(label=_("Superior"))
    superior_line = forms.ChoiceField(
        label=_("Line of the superior"),
        required=False,
        choices=[("", _("as the relation mode has it")), *Line.choices],
    )
    applying_body = BodyField(
        label=_("Unit that applies"),
        help_text=_("Often the leading firm's own organisation; it stays what it is."),
    )

    def __init__(self, *args: Any, world: World, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            if isinstance(field, BodyField):
                field.among = Organisation.objects.filter(world=world)

    @property
    def contents(self) -> Contents:
        """What was typed, as plain values."""
        return Contents(**self.cleaned_data)


class DeclaredForm(forms.Form):
    """What is declared with the application; counts, never a list of people."""

    formal = forms.IntegerField(
        label=_("Formal members"),
        required=False,
        min_value=0,
        help_text=_("Empty: not known. 0: there are none."),
    )
    probationary = forms.IntegerField(
        label=_("Probationary members"),
        required=False,
        min_value=0,
        help_text=_("Empty: not known. 0: there are none."),
    )
    band = forms.ChoiceField(
        label=_("Or a band of formal members"),
        required=False,
        choices=[("", "–"), *CountBand.choices],
    )
    counted_on = DayField(label=_("Counted on"), required=False)
    effect_on = DayField(
        label=_("Wanted from"),
        required=False,
        help_text=_("The rules are asked for this day. Fixed when the result is filed."),
    )
    exception_document = forms.CharField(
        label=_("Document of the exception"),
        required=False,
        max_length=LONGEST,
        help_text=_("Only where there are fewer members than the rule asks: title and number."),
    )

    @property
    def declared(self) -> Declared:
        """What was typed, as plain values."""
        return Declared(**self.cleaned_data)


class SeatForm(forms.Form):
    """One line of the table of seats: role, firm, number; nobody's name."""

    role = forms.ChoiceField(label=_("Office on the committee"), choices=SeatRole.choices)
    firm = forms.CharField(
        label=_("Firm"),
        required=False,
        max_length=LONGEST,
        help_text=_("Name or identifier of a firm of the cluster. Empty: another unit."),
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=99, initial=1)

    def __init__(self, *args: Any, cluster: Cluster, **more: Any) -> None:
        super().__init__(*args, **more)
        self.cluster = cluster

    def clean_firm(self) -> int | None:
        """Return the firm's key in the database."""
        words = str(self.cleaned_data["firm"]).strip()
        if not words:
            return None
        among = Firm.objects.filter(memberships__cluster=self.cluster).distinct()
        found = among.filter(Q(name=words) | Q(identifier=words) | Q(name_en__iexact=words))
        found = found or among.filter(name__icontains=words)
        kept = list(found[: NEAREST + 1])
        if len(kept) == 1:
            return kept[0].pk
        if kept:
            listed = "、".join(one.name for one in kept[:NEAREST])
            raise ValidationError(_("Several firms of the cluster fit: %s.") % listed)
        raise ValidationError(_("No firm of the cluster is called so."))

    @property
    def row(self) -> SeatRow:
        """What was typed, as plain values."""
        return SeatRow(**self.cleaned_data)


class StepForm(forms.Form):
    """The fact of the paper of a step: day, number, title, unit, and a reason where it departs."""

    day = DayField(label=_("Day"))
    number = forms.CharField(label=_("Number of the document"), required=False, max_length=LONGEST)
    title = forms.CharField(label=_("Title of the document"), required=False, max_length=LONGEST)
    unit = forms.CharField(
        label=_("Unit"), required=False, max_length=LONGEST, help_text=_("Which office; no name.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where it departs from what holds in general."),
    )

    own: tuple[str, ...] = ()

    @property
    def paper(self) -> PaperFact:
        """What was typed of the paper, as plain values."""
        said = self.cleaned_data
        return PaperFact(
            said["day"], said.get("number", ""), said.get("title", ""), said.get("unit", ""),
            said.get("reason", ""),
        )  # fmt: skip

    @property
    def values(self) -> dict[str, Any]:
        """What the step asks for besides its paper."""
        return {name: self.cleaned_data[name] for name in self.own}


class ReasonedForm(StepForm):
    """A step that always has its reason."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].required = True
        self.fields["reason"].help_text = ""


class ApprovalForm(StepForm):
    """The approval, with its number; an exception may come with it."""

    exception_document = forms.CharField(
        label=_("Document of the exception"),
        required=False,
        max_length=LONGEST,
        help_text=_("Only where there are fewer members than the rule asks: title and number."),
    )
    own = ("exception_document",)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["number"].required = True
        self.fields["number"].label = _("Number of the approval")


class FilingForm(StepForm):
    """The filing; the day of effect is fixed with it."""

    effect_on = DayField(label=_("In effect from"))
    own = ("effect_on",)


class EffectForm(StepForm):
    """The day of effect, which is known; only a term that the rule leaves open is chosen."""

    term_years = forms.IntegerField(
        label=_("Years of the term"),
        required=False,
        min_value=1,
        max_value=10,
        help_text=_("Only where the rule leaves a range; otherwise the rule says it."),
    )
    own = ("term_years",)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("day", "number", "title", "unit", "reason"):
            del self.fields[name]


class ReElectionForm(StepForm):
    """A re-election; the day is that of the election."""

    term_years = EffectForm.declared_fields["term_years"]
    own = ("term_years",)


class ExtensionForm(StepForm):
    """An extension to a later last day."""

    until = DayField(label=_("New last day of the term"))
    own = ("until",)


class UndoForm(forms.Form):
    """Why the last step is taken back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


def plain(form: forms.Form) -> dict[str, str]:
    """What was typed, to be sent again when it is confirmed."""
    return {
        name: str(form.data[name]) for name in form.fields if form.data.get(name) not in (None, "")
    }
