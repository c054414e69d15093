"""What the keeper of the declared tables may say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jilian.accounts.rules import Role
from jilian.disclosure.rules import default_audiences


class DeclareForm(forms.Form):
    """For whom a table is declared."""

    audiences = forms.MultipleChoiceField(
        label=_("Shown to"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Offices that hold the records open these in any case."),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["audiences"]
        field.choices = [(one, Role(one).label) for one in default_audiences()]


class MonthForm(forms.Form):
    """The month that is to be released."""

    month = forms.ChoiceField(label=_("Month"))

    def __init__(self, *args: Any, months: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["month"]
        field.choices = [(one, one) for one in months]


class NoteForm(forms.Form):
    """What a correction corrects."""

    note = forms.CharField(
        label=_("What was corrected"), max_length=300, required=False,
        help_text=_("Readers see it beside the figures; nobody's name."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
