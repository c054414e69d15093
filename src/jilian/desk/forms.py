"""What the data steward types."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jilian.desk.models import DataAgreement
from jilian.desk.rules import Sharing

DAY = forms.DateInput(attrs={"type": "date"})


class AgreementForm(forms.ModelForm[DataAgreement]):
    """A data agreement: with whom, about what, what for, how, until when."""

    class Meta:
        model = DataAgreement
        fields = (
            "partner", "subject", "purpose", "sharing", "conditions", "document", "valid_from",
            "valid_until",
        )  # fmt: skip
        widgets = {"valid_from": DAY, "valid_until": DAY}

    def clean(self) -> dict[str, Any] | None:
        """Refuse conditions left out and an end before the start, at the field where it stands."""
        said = super().clean() or {}
        if said.get("sharing") not in (None, Sharing.UNCONDITIONAL) and not said.get("conditions"):
            self.add_error("conditions", _("Say the conditions, or why the data are not shared."))
        start, end = said.get("valid_from"), said.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", _("The last day stands before the first."))
        return said
