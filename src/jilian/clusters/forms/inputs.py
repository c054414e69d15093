"""Inputs that more than one form of this area uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

_BETWEEN = re.compile(r"[,，、;；\s]+")


class DayInput(forms.DateInput):
    """A day chosen with the machine's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ListField(forms.CharField):
    """Several words in one line, parted by commas or spaces."""

    def __init__(self, *, spaced: bool = False, **more: Any) -> None:
        super().__init__(required=False, **more)
        self.between = re.compile(r"[,，、;；\n]+") if spaced else _BETWEEN

    def clean(self, value: Any) -> list[str]:
        """Return the words, each once."""
        text = super().clean(value) or ""
        return list(
            dict.fromkeys(word for part in self.between.split(text) if (word := part.strip()))
        )


class TickedInput(forms.CheckboxSelectMultiple):
    """Ticked rows; reads several values, or one with commas as a confirmation sends it."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """Return the keys, one by one."""
        given = data.getlist(name) if isinstance(data, MultiValueDict) else [data.get(name, "")]
        return [one for value in given for one in str(value).split(",") if one]


class TickedFirms(forms.TypedMultipleChoiceField):
    """Firms by primary key, whichever are ticked; whether they fit is for the operation to say."""

    widget = TickedInput

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, coerce=int, **more)

    def valid_value(self, value: str) -> bool:
        """Any whole number is one."""
        return value.isdecimal() and len(value) < 19
