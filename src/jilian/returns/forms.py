"""What a person may type about monthly returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from jilian.returns.formats.numbers import NotANumber, read_number
from jilian.returns.queries.reading import Row
from jilian.returns.rules.findings import SENTENCES, Key
from jilian.ui.values import number_text

MOST_DIGITS = 16


def field_name(item: str, column: str) -> str:
    """The name of a value's field."""
    return f"{item}__{column}"


class ValueField(forms.CharField):
    """A number as people type it, also in full width; an empty one is missing, not zero."""

    def __init__(self, **more: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **more)

    def clean(self, value: Any) -> Any:
        """The exact number, or None."""
        try:
            found = read_number(str(value or ""))
        except NotANumber as wrong:
            sentence = str(SENTENCES["number_odd"]) % {"text": wrong.text}
            raise forms.ValidationError(sentence) from wrong
        if found is not None and (
            found.adjusted() >= MOST_DIGITS or found != found.quantize(Decimal("0.0001"))
        ):
            raise forms.ValidationError(_("This number is too long."))
        return found


class EntryForm(forms.Form):
    """The items of one page: each with its columns and a note."""

    def __init__(self, *args: Any, rows: Sequence[Row], **more: Any) -> None:
        super().__init__(*args, **more)
        self.rows = rows
        for row in rows:
            for cell in row.cells:
                name = field_name(row.item.key, cell.column)
                self.fields[name] = ValueField(
                    label=f"{row.item} · {cell.column_words}（{row.item.unit_words}）",
                    help_text=_compared(cell.last, cell.year, row.item.places),
                    initial="" if cell.value is None else f"{cell.value.normalize():f}",
                )
            self.fields[field_name(row.item.key, "note")] = forms.CharField(
                label=gettext("Note on “%(item)s”") % {"item": row.item}, required=False,
                max_length=300, initial=row.note,
            )  # fmt: skip

    @property
    def values(self) -> dict[Key, Decimal | None]:
        """What was typed, by item and column."""
        return {
            (row.item.key, cell.column): self.cleaned_data[field_name(row.item.key, cell.column)]
            for row in self.rows
            for cell in row.cells
        }

    @property
    def notes(self) -> Mapping[str, str]:
        """The notes, by item."""
        return {
            row.item.key: self.cleaned_data[field_name(row.item.key, "note")] for row in self.rows
        }


def _compared(last: Decimal | None, year: Decimal | None, places: int) -> str:
    words = gettext("month before: %(last)s; same month of last year: %(year)s")
    return words % {"last": number_text(last, places), "year": number_text(year, places)}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class NothingForm(forms.Form):
    """Nothing is typed; only confirmed."""


class UploadForm(forms.Form):
    """A filled template."""

    file = forms.FileField(label=_("Filled template (Excel or CSV)"))


class FirmsForm(forms.Form):
    """A table of firms' figures, what the firms gave them for, and an explanation."""

    file = forms.FileField(label=_("Filled template (Excel or CSV)"))
    purpose = forms.CharField(label=_("What the firms gave their figures for"), max_length=200)
    explanation = forms.CharField(
        label=_("Explanation of what is unusual"), required=False, max_length=300,
        help_text=_("Needed where findings have no note of their own in the table."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class DutyForm(forms.Form):
    """Which unit reports by which form, from which month on."""

    form = forms.ChoiceField(label=_("Form"))
    unit = forms.ChoiceField(label=_("Unit"))
    month = forms.CharField(label=_("From month"), help_text=_("Such as 2026-03."))

    def __init__(
        self, *args: Any, forms_: Sequence[tuple[str, str]], units: Sequence[Any], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        for name, choices in (("form", forms_), ("unit", units)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
