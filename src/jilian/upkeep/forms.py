"""What a person may type about a legal hold."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class HoldForm(forms.Form):
    """Why the deletion of a class of data is held back."""

    reason = forms.CharField(
        label=_("reason"),
        min_length=5,
        max_length=300,
        help_text=_("The order, its number and its day; it stands in the traces."),
    )
