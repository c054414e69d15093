"""What lists of runs, proposals and changes are narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.clusters.rules.changes import ChangeKind, Fate

ALL = pgettext_lazy("filter", "all")


class ChangeFilterForm(forms.Form):
    """Narrows what a run would change."""

    q = forms.CharField(label=_("Firm or cluster contains"), required=False)
    change = forms.ChoiceField(
        label=_("What the firm does"), choices=[("", ALL), *ChangeKind.choices], required=False
    )
    fate = forms.ChoiceField(
        label=_("What the cluster does"), choices=[("", ALL), *Fate.choices], required=False
    )

    @property
    def asked(self) -> dict[str, str]:
        """What is asked for and valid, by field."""
        self.is_valid()
        cleaned: dict[str, Any] = getattr(self, "cleaned_data", {})
        return {name: str(value) for name, value in cleaned.items() if value}
