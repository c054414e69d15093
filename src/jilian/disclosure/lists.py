"""The cells of a released table, and the releases, as lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.disclosure.queries import CellRow, TablePage
from jilian.disclosure.rules.words import DIMENSION_WORDS
from jilian.ui.cells import FROM_WIDE, LEAD, NUMBER

ALL = pgettext_lazy("filter", "all")
CELLS = "disclosure/cells/"


class CellTable(tables.Table):
    """Cells of a release; a column a dimension stands before the value."""

    value = tables.TemplateColumn(
        template_name=f"{CELLS}value.html", attrs=NUMBER, order_by=("sorted_value",),
    )  # fmt: skip
    left = tables.TemplateColumn(
        template_name=f"{CELLS}left.html", verbose_name=_("Left to guess"), attrs=NUMBER,
        orderable=False,
    )  # fmt: skip

    class Meta:
        empty_text = _("No cell fits.")

    def __init__(self, page: TablePage, rows: Sequence[CellRow], *, may_keep: bool) -> None:
        heads = [
            (
                name,
                tables.Column(
                    accessor=f"names__{at}", order_by=(f"places__{at}",),
                    verbose_name=DIMENSION_WORDS.get(name, name),
                    attrs=LEAD if at == len(page.members) - 1 else {},
                ),
            )
            for at, (name, _members) in enumerate(page.members)
        ]  # fmt: skip
        names = [name for name, _column in heads]
        super().__init__(
            rows, extra_columns=heads, sequence=(*names, "value", "left"),
            exclude=() if may_keep else ("left",),
        )  # fmt: skip
        unit = page.table.unit_shown
        measure = page.table.get_measure_display()
        self.columns["value"].column.verbose_name = f"{measure} ({unit})" if unit else measure


class CellFilter(forms.Form):
    """The month, a member of each dimension, and which cells."""

    month = forms.ChoiceField(label=_("Month"), required=False)
    cells = forms.ChoiceField(
        label=_("Cells"), required=False,
        choices=[
            ("", ALL), ("shown", _("shown")), ("hidden", _("hidden")),
            ("some", _("shown and not zero")),
        ],
    )  # fmt: skip

    def __init__(self, asked: Any, page: TablePage) -> None:
        super().__init__(asked)
        month: Any = self.fields["month"]
        month.choices = [("", _("latest")), *((one, one) for one in page.months)]
        for name, members in page.members:
            self.fields[name] = forms.ChoiceField(
                label=DIMENSION_WORDS.get(name, name), required=False,
                choices=[("", ALL), *members],
            )  # fmt: skip
        self.order_fields(["month", *(name for name, _members in page.members), "cells"])
        self.dimensions = [name for name, _members in page.members]

    def narrowed(self, rows: Sequence[CellRow]) -> list[CellRow]:
        """The rows that fit; what is asked for and means nothing narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        kept = [asked.get(name) for name in self.dimensions]
        which = asked.get("cells", "")
        return [
            row
            for row in rows
            if all(not one or one == code for one, code in zip(kept, row.codes, strict=True))
            and (which != "hidden" or row.is_hidden)
            and (which not in ("shown", "some") or not row.is_hidden)
            and (which != "some" or row.value)
        ]


class ReleaseTable(tables.Table):
    """What was released, the latest first."""

    period = tables.Column(verbose_name=_("Month"), attrs={"td": {"class": "nowrap"}})
    table = tables.TemplateColumn(
        template_name=f"{CELLS}table.html", verbose_name=_("Declared table"), attrs=LEAD,
        order_by=("table__key", "-period"),
    )  # fmt: skip
    cells = tables.TemplateColumn(
        template_name=f"{CELLS}counts.html", verbose_name=_("Cells"), orderable=False
    )
    note = tables.TemplateColumn(
        template_name=f"{CELLS}note.html", verbose_name=_("Which release"), order_by=("number",)
    )
    released_at = tables.TemplateColumn(
        template_name=f"{CELLS}released.html", verbose_name=_("Released")
    )
    fingerprint = tables.TemplateColumn(
        template_name=f"{CELLS}fingerprint.html", verbose_name=_("Fingerprint"), attrs=FROM_WIDE,
        orderable=False,
    )  # fmt: skip

    class Meta:
        empty_text = _("Nothing was released yet.")
