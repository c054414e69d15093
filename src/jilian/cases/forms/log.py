"""Which cases go into an event log."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django import forms
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from jilian.ui.fields import DayField


class LogForm(forms.Form):
    """The period in which the cases were opened; both days included."""

    since = DayField(label=_("Cases opened from"), required=False)
    until = DayField(label=_("Cases opened until"), required=False)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return said


class LogAsked(Schema):
    """What a program asks for: the standard, the period, what the file is for and who gets it."""

    purpose: str
    recipient: str
    form: Literal["ocel", "xes"] = "ocel"
    since: date | None = None
    until: date | None = None
