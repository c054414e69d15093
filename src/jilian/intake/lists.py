"""The lists of uploads and of problems, with their filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.intake.formats import format_of
from jilian.intake.models import HeadingMeaning, Upload, UploadProblem
from jilian.intake.rules import TableKind, UploadState, short_words
from jilian.ui.cells import LEAD, NUMBER

ALL = pgettext_lazy("filter", "all")


class UploadTable(tables.Table):
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
    sender = tables.Column(verbose_name=_("Sent by"), default="–")
    received_at = tables.TemplateColumn("{{ value|moment }}", verbose_name=_("Uploaded"))

    class Meta:
        empty_text = _("No upload fits.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names: Mapping[str, str] = {}

    def render_received_by(self, value: str) -> str:
        """Return the person's name, where ``names`` has it."""
        return self.names.get(value, value)


class UploadFilter(filters.FilterSet):
    """Narrows uploads by name, what they hold and how far they have come."""

    file_name = filters.CharFilter(label=_("File name contains"), lookup_expr="icontains")
    kind = filters.ChoiceFilter(label=_("Holds"), choices=TableKind.choices, empty_label=ALL)
    state = filters.ChoiceFilter(label=_("State"), choices=UploadState.choices, empty_label=ALL)
    received_by = filters.ChoiceFilter(label=_("Uploaded by"), empty_label=ALL)
    sender = filters.ChoiceFilter(label=_("Sent by"), empty_label=ALL)

    class Meta:
        model = Upload
        fields = ()

    def __init__(
        self, *args: Any, people: Mapping[str, str], senders: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.filters["received_by"].extra["choices"] = sorted(people.items())
        self.filters["sender"].extra["choices"] = [(one, one) for one in senders]


class MeaningTable(tables.Table):
    """Headings that are read as a person told."""

    heading = tables.Column(verbose_name=_("Heading"), attrs=LEAD)
    field = tables.Column(verbose_name=_("Read as"), empty_values=())
    kind = tables.Column(verbose_name=_("In tables of"))
    sender = tables.Column(verbose_name=_("Sent by"))
    kept_at = tables.TemplateColumn("{{ value|moment }}", verbose_name=_("Since"))
    forget = tables.TemplateColumn(
        template_name="intake/cells/forget.html", verbose_name="", orderable=False
    )

    class Meta:
        empty_text = _("No heading has been told yet.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names: Mapping[str, str] = {}

    def render_sender(self, value: str) -> str:
        """Return the person's name, where the sender is a person."""
        return self.names.get(value, value)

    def render_field(self, record: HeadingMeaning) -> object:
        """Return the first name of the column, or that it is left out."""
        column = format_of(record.kind).by_field.get(record.field)
        return column.names[0] if column else _("left out")


class ProblemTable(tables.Table):
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


class ProblemFilter(filters.FilterSet):
    """Narrows problems to those of one code; the codes are those of the upload."""

    code = filters.ChoiceFilter(label=_("Problem"), empty_label=ALL)
    is_warning = filters.ChoiceFilter(
        label=_("Weight"),
        choices=[("0", _("problem: the row is left out")), ("1", _("only a warning"))],
        empty_label=ALL,
    )

    class Meta:
        model = UploadProblem
        fields = ()

    def __init__(self, *args: Any, counts: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["code"].extra["choices"] = [
            (code, f"{short_words(code)} ({count:,})") for code, count in counts.items()
        ]
