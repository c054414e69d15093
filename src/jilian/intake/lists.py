"""The lists of uploads and of problems, with their filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.intake.models import Upload, UploadProblem
from jilian.intake.rules import TableKind, UploadState, short_words

LEAD = {"td": {"class": "lead"}}
NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
ALL = pgettext_lazy("filter", "all")


class UploadTable(tables.Table):  # type: ignore[misc]
    """Uploads, the latest first."""

    file_name = tables.TemplateColumn(
        template_name="intake/cells/file.html", verbose_name=_("File"), attrs=LEAD
    )
    kind = tables.Column(verbose_name=_("Holds"))
    state = tables.TemplateColumn(template_name="intake/cells/state.html", verbose_name=_("State"))
    rows_total = tables.TemplateColumn("{{ value|number }}", verbose_name=_("Rows"), attrs=NUMBER)
    bad_rows = tables.TemplateColumn(
        template_name="intake/cells/problems.html",
        verbose_name=_("With problems"),
        attrs=NUMBER,
        orderable=False,
    )
    received_by = tables.Column(verbose_name=_("Uploaded by"))
    received_at = tables.TemplateColumn("{{ value|moment }}", verbose_name=_("Uploaded"))

    class Meta:
        empty_text = _("No upload fits.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names: Mapping[str, str] = {}

    def render_received_by(self, value: str) -> str:
        """Return the person's name, where ``names`` has it."""
        return self.names.get(value, value)


class UploadFilter(filters.FilterSet):  # type: ignore[misc]
    """Narrows uploads by name, what they hold and how far they have come."""

    file_name = filters.CharFilter(label=_("File name contains"), lookup_expr="icontains")
    kind = filters.ChoiceFilter(label=_("Holds"), choices=TableKind.choices, empty_label=ALL)
    state = filters.ChoiceFilter(label=_("State"), choices=UploadState.choices, empty_label=ALL)

    class Meta:
        model = Upload
        fields = ()


class ProblemTable(tables.Table):  # type: ignore[misc]
    """Problems in the order of their rows."""

    row = tables.TemplateColumn(
        template_name="intake/cells/row.html", verbose_name=_("Row"), attrs=NUMBER
    )
    column = tables.Column(verbose_name=_("Column"), default="")
    value = tables.TemplateColumn(
        template_name="intake/cells/value.html", verbose_name=_("Value"), orderable=False
    )
    sentence = tables.TemplateColumn(
        template_name="intake/cells/sentence.html",
        verbose_name=_("What is wrong"),
        orderable=False,
        attrs=LEAD,
    )

    class Meta:
        empty_text = _("No problem of this kind.")


class ProblemFilter(filters.FilterSet):  # type: ignore[misc]
    """Narrows problems to those of one code; the codes are those of the upload."""

    code = filters.ChoiceFilter(label=_("Problem"), empty_label=ALL)

    class Meta:
        model = UploadProblem
        fields = ()

    def __init__(self, *args: Any, counts: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["code"].extra["choices"] = [
            (code, f"{short_words(code)} ({count:,})") for code, count in counts.items()
        ]
