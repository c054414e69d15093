"""Sources and published figures as lines of a file; what is not known stays empty."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jilian.home.queries import WordedFact
from jilian.sources.models import Source

Lines = list[tuple[object, ...]]


def fact_lines(facts: Iterable[WordedFact]) -> Lines:
    """The head and one line a published figure: as kept and in words, with its source."""
    head = (
        _("key"), _("subject"), _("measure"), _("name of the measure"), _("value"), _("bound"),
        _("unit"), _("in words"), _("period"), _("quotation"), _("what is unclear"),
        _("confidence"), _("source"), _("title of the source"),
    )  # fmt: skip
    return [head, *(_fact_cells(one) for one in facts)]


def _fact_cells(one: WordedFact) -> tuple[object, ...]:
    fact = one.fact
    value = None if fact.value is None else f"{fact.value.normalize():f}"
    return (
        fact.key, fact.subject, fact.measure, one.measure, value, fact.comparator, fact.unit,
        one.text, fact.period, fact.quote, fact.unclear, fact.confidence, fact.source.key,
        fact.source.title,
    )  # fmt: skip


def source_lines(sources: Iterable[Source]) -> Lines:
    """The head and one line a source."""
    head = (
        _("key"), _("kind"), _("title"), _("publisher"), _("reference"), _("licence"),
        _("issued on"), _("fingerprint (SHA-256)"), _("recorded at"), _("recorded by"), _("note"),
    )  # fmt: skip
    return [
        head,
        *(
            (
                one.key, one.get_kind_display(), one.title, one.publisher, one.reference,
                one.licence, one.issued_on, one.fingerprint, one.recorded_at.isoformat(),
                one.recorded_by, one.note,
            )
            for one in sources
        ),
    ]  # fmt: skip
