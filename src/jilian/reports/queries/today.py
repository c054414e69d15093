"""A frozen figure beside what the records say of the same today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jilian.accounts.models import Person
from jilian.places.models import World
from jilian.reports.models import Report
from jilian.reports.queries.knowing import definition_named, figures_seen
from jilian.reports.rules.asking import Part
from jilian.reports.rules.wording import plain


@dataclass(frozen=True)
class Today:
    """How the value stands today; ``is_same`` is None where nothing can be compared."""

    words: str
    revision: int
    is_same: bool | None
    url: str


def figure_today(
    person: Person, world: World, report: Report, frozen: Mapping[str, Any]
) -> Today | None:
    """The value of today, as this reader may see it; None where the indicator is gone."""
    definition = definition_named(frozen["indicator"])
    if definition is None or not frozen["unit"] or not frozen["period"]:
        return None
    key = (definition.key, frozen["unit"], frozen["period"])
    shown = figures_seen(person, world, [key], report.audience)[key]
    printed = frozen["value"]
    comparable = frozen["part"] == Part.VALUE and not shown.hidden
    is_same = _same(printed, shown.value) if comparable else None
    if frozen["part"] != Part.VALUE and frozen["revision"] is not None and not shown.hidden:
        is_same = True if shown.revision == frozen["revision"] else None
    words = shown.words_zh if report.language == "zh" else shown.words_en
    return Today(words, shown.revision, is_same, shown.parts_url)


def _same(printed: str | None, value: Decimal | None) -> bool:
    if printed is None or value is None:
        return printed is None and value is None
    return printed == plain(value)
