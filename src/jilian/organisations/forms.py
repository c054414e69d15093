"""What a person may ask of organisations and enter about them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.organisations.models import Organisation
from jilian.organisations.queries.called import organisation_called
from jilian.organisations.rules import CountBand, CoverMode, Line, OrganisationType
from jilian.organisations.rules.words import TYPE_KNOWN, TYPE_UNKNOWN
from jilian.places.models import Division
from jilian.ui.fields import DayField


class OrganisationField(forms.CharField):
    """An organisation by its key or its whole name; close ones are named where none is found."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", _("Its key or its whole name."))
        super().__init__(max_length=200, **more)
        self.among: QuerySet[Organisation] = Organisation.objects.none()

    def clean(self, value: Any) -> Any:
        """Return the organisation, or None where the field may be empty and is."""
        words = super().clean(value)
        if not words:
            return None
        try:
            return organisation_called(self.among, words)
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal


class CountFilter(forms.Form):
    """Which organisations are counted: those that a source attests."""

    source = forms.ChoiceField(label=_("Attested by"), required=False)

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            ("", _("any")), *((key, f"{key} · {title}") for key, title in sources)
        ]  # fmt: skip
        if not sources:
            del self.fields["source"]

    @property
    def source_title(self) -> str:
        """The title of the source that is asked for; empty where none is."""
        key = self.chosen("source")
        if key is None:
            return ""
        titles = {value: str(label) for value, label in self.fields["source"].choices}  # type: ignore[attr-defined]
        return titles[key]

    def chosen(self, name: str) -> str | None:
        """What is chosen, None where nothing valid is."""
        self.is_valid()
        return getattr(self, "cleaned_data", {}).get(name) or None


BY_TYPE = {TYPE_KNOWN: _("of known type"), TYPE_UNKNOWN: _("of unknown type")}


class TreeFilter(CountFilter):
    """Which organisations the tree shows."""

    type = forms.ChoiceField(
        label=_("Type"),
        required=False,
        choices=[("", _("any")), *OrganisationType.choices, *BY_TYPE.items()],
    )
    field_order = ("type", "source")


class CoverageFilter(forms.Form):
    """Of which place the coverage is asked, and what it is measured by."""

    place = forms.ChoiceField(label=_("Place"), required=False)
    operating = forms.IntegerField(
        label=_("Firms in real operation"),
        required=False,
        min_value=1,
        help_text=_("The register does not know this number. Give it where a check has found it."),
    )

    def __init__(self, *args: Any, places: list[Division], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("", _("all")), *((place.code, str(place)) for place in places)
        ]  # fmt: skip


class ChangeForm(forms.Form):
    """A change of one organisation from a day on."""

    def __init__(self, *args: Any, organisation: Organisation, **more: Any) -> None:
        super().__init__(*args, **more)
        self.organisation = organisation
        among = Organisation.objects.filter(world=organisation.world_id)
        for field in self.fields.values():
            if isinstance(field, OrganisationField):
                field.among = among.exclude(pk=organisation.pk)


class TypeForm(ChangeForm):
    """Another type, with its document."""

    type = forms.ChoiceField(label=_("Type"), choices=OrganisationType.choices)
    from_day = DayField(label=_("From"), help_text=_("First day of the type: the day of effect."))
    document = forms.CharField(
        label=_("Document"),
        required=False,
        max_length=200,
        help_text=_("The reply, with its number."),
    )
    because_of_work_needs = forms.BooleanField(
        label=_("Exception because of work needs"),
        required=False,
        help_text=_("Below the number of the rule; the document must approve it."),
    )


class SuperiorForm(ChangeForm):
    """Another superior in one of the lines."""

    line = forms.ChoiceField(label=_("Line"), choices=Line.choices)
    superior = OrganisationField(label=_("New superior"), required=False)
    instead_of = OrganisationField(
        label=_("In place of"),
        required=False,
        help_text=_("Cluster line only: the superior that ends. Empty: the new one is added."),
    )
    from_day = DayField(label=_("From"), help_text=_("The day of effect, not of the decision."))
    document = forms.CharField(
        label=_("Document"),
        required=False,
        max_length=200,
        help_text=_("The decision, with its number."),
    )


class NameForm(ChangeForm):
    """Another name."""

    name = forms.CharField(label=_("New name"), max_length=200)
    from_day = DayField(label=_("From"))


class EndForm(ChangeForm):
    """The end of an organisation."""

    last_day = DayField(label=_("Last day"))
    document = forms.CharField(label=_("Document"), required=False, max_length=200)


class CountsForm(ChangeForm):
    """Counts of a day; never a list of people."""

    counted_on = DayField(label=_("Counted on"))
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
    newly_developed = forms.IntegerField(
        label=_("Newly developed this year"), required=False, min_value=0
    )


class CoverForm(forms.Form):
    """Which organisation covers a firm, and how."""

    organisation = OrganisationField(label=_("Organisation"))
    mode = forms.ChoiceField(
        label=_("How"), choices=[*CoverMode.choices, ("", _("its coverage ends"))], required=False
    )
    from_day = DayField(label=_("From"))

    def __init__(self, *args: Any, among: QuerySet[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["organisation"]
        assert isinstance(field, OrganisationField)
        field.among = among


def plain(form: forms.Form) -> dict[str, str]:
    """What was typed, to be sent again when it is confirmed."""
    return {
        name: str(form.data[name])
        for name in form.fields
        if form.data.get(name) not in (None, "", "False")
    }
