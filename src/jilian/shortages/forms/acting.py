"""What callers, helpers and officers type about a call that is under way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.shortages.forms.amounts import AmountField
from jilian.shortages.rules.words import USEFUL, Answer, CannotReason, Cause, Paper, SecondSource

_NONE = ("", "–")


def _words(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=300, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """Can she help, with how much, and when? Or why not? Six fields."""

    answer = forms.ChoiceField(
        label=_("Can your firm help?"), widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (Answer.CAN, Answer.IN_PART, Answer.CANNOT)],
    )  # fmt: skip
    offered = AmountField(
        label=_("How much can you give?"), required=False,
        help_text=_("Number and unit; without a unit it is that of the call."),
    )  # fmt: skip
    lead_hours = forms.IntegerField(
        label=_("In how many hours can it leave?"), min_value=0, max_value=24 * 365, required=False
    )
    papers = forms.MultipleChoiceField(
        label=_("Quality papers that go along"), choices=Paper.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    cannot_reason = forms.ChoiceField(
        label=_("If not: why?"), choices=[_NONE, *CannotReason.choices], required=False,
        help_text=_("A refusal is seen by the caller alone."),
    )  # fmt: skip
    words = _words(
        _("In words"), required=False,
        help_text=_("No prices: they stay between the two firms. No names of people."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for amount and hours where she can, for the reason where she cannot."""
        typed = super().clean() or {}
        if typed.get("answer") in USEFUL:
            for name in ("offered", "lead_hours"):
                if typed.get(name) is None and name not in self.errors:
                    self.add_error(name, ValidationError(_("Say this where your firm can help.")))
            typed["cannot_reason"] = ""
        elif typed.get("answer"):
            typed["offered"] = typed["lead_hours"] = None
            typed["papers"] = []
            if not typed.get("cannot_reason"):
                self.add_error("cannot_reason", ValidationError(_("Say why not.")))
        return typed


class AcceptForm(forms.Form):
    """How much of the offer is accepted."""

    amount = AmountField(label=_("How much do you accept?"))


class DispatchForm(forms.Form):
    """A part that is on its way."""

    amount = AmountField(label=_("How much is on its way?"))
    batch = forms.CharField(label=_("Batch number"), max_length=60)
    carrier = forms.CharField(
        label=_("Carrier and its licence"), max_length=120, required=False,
        help_text=_("A firm and a licence number; needed for dangerous goods."),
    )  # fmt: skip


class ReceiveForm(forms.Form):
    """What arrived well."""

    accepted = AmountField(
        label=_("How much arrived well?"), zero=True,
        help_text=_("What is less than was sent goes back, with the reason."),
    )  # fmt: skip
    return_reason = _words(_("Why does the rest go back?"), required=False)


class ReturnForm(forms.Form):
    """What was received goes back."""

    amount = AmountField(label=_("How much goes back?"))
    reason = _words(_("Reason"))


class ReasonForm(forms.Form):
    """Why."""

    reason = _words(_("Reason"))


class StockForm(forms.Form):
    """Stock and use as they are now."""

    stock_left = AmountField(label=_("Stock left"), required=False, zero=True)
    daily_use = AmountField(label=_("Use a day"), required=False)


class PermitForm(forms.Form):
    """What the officer should know."""

    words = _words(
        _("What is asked for"), required=False,
        help_text=_("Route, time, vehicle; no names of people."),
    )  # fmt: skip


class GiveForm(forms.Form):
    """The number of the paper, and everything on its checklist."""

    number = forms.CharField(label=_("Number of the paper"), max_length=60)
    ticked = forms.MultipleChoiceField(
        label=_("Checked"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, points: Mapping[str, Any], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["ticked"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(points.items())


_YES_NO = [("", _("not known")), ("yes", pgettext_lazy("answer", "yes")),
           ("no", pgettext_lazy("answer", "no"))]  # fmt: skip


class LessonForm(forms.Form):
    """What is learnt from it; five short questions."""

    line_saved = forms.ChoiceField(
        label=_("Was the line saved?"), choices=_YES_NO, required=False, widget=forms.RadioSelect
    )
    cause = forms.ChoiceField(label=_("Cause"), choices=Cause.choices)
    second_source = forms.ChoiceField(
        label=_("Is there a second source now?"), choices=SecondSource.choices
    )
    missing_link = forms.BooleanField(
        label=_("A link of the chain is missing here"), required=False,
        help_text=_("Nobody near makes it in the amount that is needed."),
    )  # fmt: skip
    cause_words = _words(_("Cause in words"), required=False)
    thanks = _words(_("Thanks to the helpers"), required=False, help_text=_("The helpers read it."))

    def clean_line_saved(self) -> bool | None:
        """Yes, no, or not known."""
        return {"yes": True, "no": False}.get(self.cleaned_data["line_saved"])
