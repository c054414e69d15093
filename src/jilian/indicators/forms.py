"""What a keeper of indicators may type: a month to measure, a reason, a month to release."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class MeasureForm(forms.Form):
    """A month that is over, and why values that changed are revised."""

    month = forms.CharField(
        label=_("Month"), widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-03"})
    )
    revise_reason = forms.CharField(
        label=_("Why values that changed are revised"), max_length=300, required=False,
        help_text=_("Without it nothing is written where a value differs from before."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why values that changed are revised."""

    note = forms.CharField(
        label=_("Why values that changed are revised"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class CorrectionForm(forms.Form):
    """What was corrected since a month was released before."""

    note = forms.CharField(
        label=_("What was corrected"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The month was released before; what was seen cannot be taken back."),
    )  # fmt: skip


class ReleaseForm(forms.Form):
    """The month whose figures others may see."""

    month = forms.ChoiceField(label=_("Month"))

    def __init__(self, *args: Any, months: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["month"].choices = [(one, one) for one in months]  # type: ignore[attr-defined]
