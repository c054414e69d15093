"""What an administrator enters about working days, halls and their hours."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.cases.models import Department, Hall
from jilian.places.models import World
from jilian.ui.fields import DayField

LONGEST_NOTICE = 200
_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：](\d{2})")
_BETWEEN = re.compile(r"[,，;；、\s]+")


class NoticeForm(forms.Form):
    """The State Council's notice of a year, and which notice it is."""

    document = forms.CharField(
        label=pgettext_lazy("calendar", "Notice"), max_length=LONGEST_NOTICE,
        help_text=_("Its title and number, for example 国办发明电〔2025〕7号."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"), max_length=200, allow_empty_file=True,
        help_text=_("CSV or Excel: one day a row, 休 or 班. Drop it here or choose it."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods", "data-drop": ""}
        ),
    )  # fmt: skip


class HoursField(forms.CharField):
    """Office hours in one line: 09:00-12:00, 13:00-17:00."""

    def clean(self, value: Any) -> list[list[str]]:
        """Pairs of moments; refuses what is no pair. Their order is judged where they are kept."""
        text = str(super().clean(value))
        spans = [
            [f"{int(one[0]):02}:{one[1]}", f"{int(one[2]):02}:{one[3]}"]
            for one in _SPAN.findall(text)
        ]
        if not spans or _BETWEEN.sub("", _SPAN.sub("", text)):
            raise forms.ValidationError(
                _("Write office hours as 09:00-12:00, 13:00-17:00."), code="hours_unreadable"
            )
        return spans


class HallForm(forms.Form):
    """A hall: its name, whose it is, and when it is open."""

    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    hours = HoursField(
        label=_("Office hours"), max_length=120,
        help_text=_("On working days, for example 09:00-12:00, 13:00-17:00."),
    )  # fmt: skip
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False,
        empty_label=_("of several departments"),
    )  # fmt: skip

    def __init__(self, *args: Any, world: World, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Department.objects.filter(world=world)


class ClosureForm(forms.Form):
    """A day on which a hall, or all of them, stays closed."""

    day = DayField(label=_("Day"))
    hall = forms.ModelChoiceField(
        label=_("Hall"), queryset=Hall.objects.none(), required=False, empty_label=_("all halls")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For example: typhoon, red warning.")
    )

    def __init__(self, *args: Any, world: World, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["hall"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Hall.objects.filter(world=world)


def hours_text(hours: list[list[str]]) -> str:
    """Office hours in one line, as they are typed."""
    return ", ".join("-".join(span) for span in hours)
