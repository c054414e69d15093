"""What a person may type about her claim, and a firm about a value of its record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jilian.claims.rules import NAMES, Field, Manner, PaperKind
from jilian.firms.rules import Measure
from jilian.places.models import Division, Industry, World
from jilian.ui.fields import DayField


class ClaimForm(forms.Form):
    """Which firm, and which paper shows that one speaks for it."""

    world = forms.ModelChoiceField(
        label=_("Register"), queryset=World.objects.all(), empty_label=None, to_field_name="code"
    )
    identifier = forms.CharField(
        label=_("Credit code"),
        max_length=80,
        help_text=_("18 digits and letters, as on the business licence."),
    )
    paper = forms.ChoiceField(label=_("Paper"), choices=PaperKind.choices)
    paper_number = forms.CharField(label=_("Number of the paper"), max_length=80, required=False)
    words = forms.CharField(
        label=_("What it shows"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "In words. No copies are uploaded; leave out names, ID card and telephone numbers."
        ),
    )


class WordsForm(forms.Form):
    """One text: a question, an answer, a reason."""

    words = forms.CharField(
        label=_("In words"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, label: Any = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if label:
            self.fields["words"].label = label


class PlaceField(forms.CharField):
    """A division by its code or its whole name; the world's own towns are found first."""

    world: World | None = None

    def clean(self, value: Any) -> Any:
        """Return the code."""
        words = super().clean(value)
        if not words:
            return words
        if Division.objects.filter(code=words).exists():
            return words
        codes = list(Division.objects.filter(name=words).values_list("code", flat=True)[:50])
        if self.world is not None and len(codes) > 1:
            areas = [one.code for one in self.world.areas.all()]
            codes = [code for code in codes if code.startswith(tuple(areas))] or codes
        if len(codes) == 1:
            return codes[0]
        if codes:
            raise ValidationError(_("Several places have this name: give the code."))
        raise ValidationError(_("There is no such place: give the code or the whole name."))


class IndustryField(forms.CharField):
    """A class of GB/T 4754-2017 by its code or its whole name."""

    def clean(self, value: Any) -> Any:
        """Return the code."""
        words = super().clean(value)
        found = Industry.objects.filter(code=words)[:1] or Industry.objects.filter(name=words)[:2]
        if len(found) != 1:
            raise ValidationError(_("There is no such class in GB/T 4754-2017."))
        return found[0].code


class PointField(forms.CharField):
    """Longitude and latitude in degrees, in this order."""

    def clean(self, value: Any) -> Any:
        """Return the two numbers as text, or None."""
        words = super().clean(value).replace("，", ",")
        if not words.strip():
            return None
        parts = [part.strip() for part in words.split(",")]
        if len(parts) != 2:
            raise ValidationError(
                _("A point has a longitude and a latitude in degrees: 121.23, 31.03.")
            )
        return parts


def _fields_of(field: str) -> Mapping[str, forms.Field]:
    """What is typed for a value of this kind."""
    if field in NAMES:
        return {"text": forms.CharField(label=_("It should be"), max_length=200)}
    if field in (Field.MAKES, Field.BUYS):
        return {"name": forms.CharField(label=_("It should be"), max_length=120)}
    if field == Field.INDUSTRY:
        return {"code": IndustryField(label=_("It should be"), help_text=_("Code or name."))}
    if field == Field.FACT:
        return {
            "year": forms.IntegerField(label=_("Year"), min_value=1949, max_value=2100),
            "measure": forms.ChoiceField(label=_("Measure"), choices=Measure.choices),
            "value": forms.DecimalField(label=_("Value"), min_value=0, decimal_places=2),
        }
    if field == Field.IDENTIFIER:
        return {}
    return {
        "division": PlaceField(
            label=_("Town, district or city"), max_length=60, help_text=_("Code or whole name.")
        ),
        "address": forms.CharField(label=_("Address"), max_length=300, required=False),
        "point": PointField(
            label=_("Longitude, latitude"),
            required=False,
            help_text=_("In degrees, for example 121.23, 31.03; may stay empty."),
        ),
    }


class CorrectionForm(forms.Form):
    """One value: what the firm says of it, what it should be, since when, and why."""

    use_required_attribute = False  # a question and an end state no value

    manner = forms.ChoiceField(label=_("What is the matter"), widget=forms.RadioSelect)
    from_day = DayField(
        label=_("From which day on"),
        required=False,
        help_text=_("Needed where something has changed or no longer holds."),
    )
    words = forms.CharField(
        label=_("Why, and which paper shows it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kind and number of the paper; no copies, no names, no telephone numbers."),
    )

    def __init__(
        self, *args: Any, field: str, manners: Iterable[Manner], world: World, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        offered = list(manners)
        choice = self.fields["manner"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(one.value, one.label) for one in offered]
        if len(offered) == 1:
            choice.initial, choice.widget = offered[0].value, forms.HiddenInput()
        self.value_names: tuple[str, ...] = ()
        if any(one not in (Manner.QUESTION, Manner.END) for one in offered):
            self._add_value(field, world)
        if field == Field.FACT:
            del self.fields["from_day"]
        self.order_fields(["manner", *self.value_names, "from_day", "words"])

    def _add_value(self, field: str, world: World) -> None:
        typed = _fields_of(field)
        self.value_names = tuple(typed)
        states_none = self.data.get("manner") in (Manner.QUESTION, Manner.END)
        for name, one in typed.items():
            one.required = one.required and not states_none
            if isinstance(one, PlaceField):
                one.world = world
            self.fields[name] = one

    @property
    def value(self) -> dict[str, Any]:
        """What was typed, as the rules take it."""
        stated = {name: self.cleaned_data.get(name) for name in self.value_names}
        if point := stated.pop("point", None):
            stated["lon"], stated["lat"] = point
        return stated


class VerdictForm(forms.Form):
    """What is decided on the chosen corrections."""

    verdict = forms.ChoiceField(
        choices=[(one, one) for one in ("accept", "refuse", "ask", "answer")]
    )
    pick = forms.TypedMultipleChoiceField(coerce=int)
    words = forms.CharField(max_length=500, required=False)

    def __init__(self, *args: Any, among: Iterable[int], **more: Any) -> None:
        super().__init__(*args, **more)
        choice = self.fields["pick"]
        assert isinstance(choice, forms.TypedMultipleChoiceField)
        choice.choices = [(str(pk), str(pk)) for pk in among]
