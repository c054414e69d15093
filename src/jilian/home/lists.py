"""Lists with sorting and filters: sources, published figures."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.home.queries import worded
from jilian.home.rules import measure_words, period_words, subject_words
from jilian.sources.models import PublishedFact, Source
from jilian.ui.cells import LEAD

ALL = pgettext_lazy("filter", "all")


class SourceTable(tables.Table):
    """Sources of a world."""

    title = tables.TemplateColumn(
        template_name="home/cells/source.html", verbose_name=_("Source"), attrs=LEAD
    )
    kind = tables.Column(verbose_name=_("Kind"))
    publisher = tables.Column(verbose_name=_("Publisher"))
    issued_on = tables.TemplateColumn(
        template_name="home/cells/issued.html", verbose_name=_("Issued on")
    )
    recorded_at = tables.TemplateColumn(
        template_name="home/cells/recorded.html", verbose_name=_("Recorded")
    )

    class Meta:
        model = Source
        fields = ("title", "kind", "publisher", "issued_on", "recorded_at")
        empty_text = _("No record of this world has a source that fits.")


class SourceFilter(filters.FilterSet):
    """Narrows the sources by words and kind."""

    q = filters.CharFilter(label=_("Title or key contains"), method="named")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Source.Kind.choices, empty_label=ALL)

    class Meta:
        model = Source
        fields = ("kind",)

    def named(self, rows: QuerySet[Source], _name: str, text: str) -> QuerySet[Source]:
        """Keep sources with these words in title, key or publisher."""
        found = Q(title__icontains=text) | Q(key__icontains=text) | Q(publisher__icontains=text)
        return rows.filter(found)


class FactTable(tables.Table):
    """Published figures with their bounds in words."""

    value = tables.Column(
        verbose_name=_("Figure"),
        attrs={"td": {"class": "lead fact-cell"}},
        empty_values=(),
    )
    measure = tables.Column(verbose_name=_("What is counted"))
    subject = tables.Column(verbose_name=_("About"))
    period = tables.Column(verbose_name=_("When"))
    unclear = tables.TemplateColumn(
        template_name="home/cells/quote.html", verbose_name=_("As published"), orderable=False
    )
    source = tables.TemplateColumn(
        template_name="home/cells/fact_source.html",
        verbose_name=_("Source"),
        order_by="source__key",
    )

    class Meta:
        model = PublishedFact
        fields = ("value", "measure", "subject", "period", "unclear", "source")
        empty_text = _("No published figure fits.")

    def render_measure(self, value: str) -> str:
        """The measure by its name."""
        return measure_words(value)

    def render_subject(self, value: str) -> str:
        """What the figure is about."""
        return subject_words(value)

    def render_period(self, value: str) -> str:
        """When it held."""
        return period_words(value)

    def render_value(self, record: PublishedFact) -> SafeString:
        """The figure in words, its number set larger than what stands around it."""
        pieces = worded(record).pieces
        return format_html_join(
            "", '<span class="{}">{}</span>',
            (("number" if piece.is_number else "bound", piece.text) for piece in pieces),
        )  # fmt: skip


class FactFilter(filters.FilterSet):
    """Narrows published figures by what they are about, what they count, and their source."""

    subject = filters.ChoiceFilter(label=_("About"), empty_label=ALL)
    measure = filters.ChoiceFilter(label=_("What is counted"), empty_label=ALL)
    source = filters.ChoiceFilter(label=_("Source"), field_name="source__key", empty_label=ALL)

    class Meta:
        model = PublishedFact
        fields = ("subject", "measure")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = set(self.queryset.values_list("subject", "measure", "source__key", "source__title"))
        measures = {(row[1], measure_words(row[1])) for row in seen}
        self.filters["subject"].extra["choices"] = sorted(
            {(row[0], subject_words(row[0])) for row in seen}
        )
        self.filters["measure"].extra["choices"] = sorted(measures, key=lambda pair: pair[1])
        self.filters["source"].extra["choices"] = sorted({(row[2], row[3]) for row in seen})
