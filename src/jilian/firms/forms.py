"""What a person may type: why records are merged or parted, and what the new firm is called."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jilian.firms.rules import Scheme
from jilian.firms.rules.merges import LONGEST_REASON


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("Stands in the traces of both records."),
    )


class SplitForm(ReasonForm):
    """The new firm that the chosen rows go to."""

    field_order = ("name", "scheme", "identifier", "reason")
    name = forms.CharField(
        label=_("Name of the new firm"),
        max_length=80,
        required=False,
        help_text=_("May stay empty where a registered name that holds today goes along."),
    )
    scheme = forms.ChoiceField(
        label=_("Kind of identifier"),
        choices=(("", _("its name alone")), *Scheme.choices),
        required=False,
    )
    identifier = forms.CharField(label=_("Identifier"), max_length=80, required=False)
