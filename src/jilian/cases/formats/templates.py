"""Templates as their pages say them: steps, limits, sources, a drawing, what differs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext as _, pgettext

from jilian.cases.formats.clocks import amount_words
from jilian.cases.rules.template_words import BINDINGS, CONFIRMATIONS, FIELDS, OPEN_LIMITS
from jilian.ui.drawings import GanttDrawing, GanttRow, Stretch, lay_out_gantt
from jilian.ui.parts import Change, FieldChange
from jilian.ui.values import day_text
from jilian_engine.clocks import Limit, Schedule
from jilian_engine.rulebook import (
    ProcessLimit,
    ProcessStep,
    ProcessTemplate,
    compare_templates,
    span_of,
)


@dataclass(frozen=True)
class StepShown:
    """A step as a row."""

    key: str
    name: str
    note: str
    after: tuple[str, ...]
    limit: str
    actor: str
    source: str
    sure: str
    flags: tuple[str, ...]
    is_critical: bool


@dataclass(frozen=True)
class LimitShown:
    """A limit over several steps as a row."""

    name: str
    binding: str
    limit: str
    covers: str
    source: str


@dataclass(frozen=True)
class MeasureShown:
    """What a duration may mean: its two events, and the least that the law leaves of it."""

    name: str
    start: str
    end: str
    least: int | None


def name_of(thing: Any) -> str:
    """The name in the reader's language, of whatever has both."""
    return str(thing.en if get_language() == "en" else thing.zh)


def note_of(thing: Any) -> str:
    """The note in the reader's language."""
    return str(thing.note_en if get_language() == "en" else thing.note_zh)


def limit_words(limit: Limit | None, open_limit: str = "") -> str:
    """A limit in words; a step without one has none in law or promise."""
    if limit is None:
        return str(OPEN_LIMITS.get(open_limit, "")) or pgettext("limit", "none set")
    if limit.amount == 0:
        return _("the same day")
    amount = amount_words(limit.amount, limit.unit)
    if limit.kind == "min":
        return _("at least %(amount)s") % {"amount": amount}
    return _("at most %(amount)s") % {"amount": amount}


def steps_shown(template: ProcessTemplate, critical: Sequence[str]) -> list[StepShown]:
    """The steps of a template as rows, in its order."""
    actors = {actor.key: name_of(actor) for actor in template.actors}
    return [
        StepShown(
            key=step.key, name=name_of(step), note=note_of(step), after=step.after,
            limit=limit_words(step.limit, step.open),
            actor=actors.get(step.actor, ""), source=source_words(template, step),
            sure="" if step.confirmation == "confirmed"
            else str(CONFIRMATIONS.get(step.confirmation, step.confirmation)),
            flags=tuple(_flags(step)), is_critical=step.key in critical,
        )
        for step in template.steps
    ]  # fmt: skip


def _flags(step: ProcessStep) -> list[str]:
    found = []
    if step.optional:
        found.append(str(FIELDS["optional"]))
    if step.stop_clock:
        found.append(_("does not count in the limits"))
    if step.parallel_with:
        found.append(_("may run beside %(steps)s") % {"steps": " ".join(step.parallel_with)})
    return found


def source_words(template: ProcessTemplate, one: ProcessStep | ProcessLimit) -> str:
    """The document and the article that a step or a limit rests on; empty where none is named."""
    for source in template.sources:
        if source.id == one.source:
            number = f"（{source.number}）" if source.number else ""
            return f"{source.title}{number} {article_words(one.article)}".strip()
    return article_words(one.article)


def article_words(article: str) -> str:
    """An article as the reader's language writes it: art. 14(4) is 第14条第4款."""
    if get_language() == "en":
        return article
    paragraph = re.sub(r"art\. (\d+)\((\d+)\)", r"第\1条第\2款", article)
    return re.sub(r"art\. (\d+)", r"第\1条", paragraph).replace("by analogy with ", "参照")


def limits_shown(template: ProcessTemplate) -> list[LimitShown]:
    """The limits over several steps as rows."""
    whole = _("the whole")
    return [
        LimitShown(
            name=name_of(one), binding=str(BINDINGS[one.binding]), limit=limit_words(one.limit),
            covers=f"{one.start} → {one.end}" if one.start and one.end else whole,
            source=source_words(template, one),
        )
        for one in template.limits
    ]  # fmt: skip


def measures_shown(template: ProcessTemplate, least: Schedule | None) -> list[MeasureShown]:
    """The measures as rows, each with the calendar days below which no case can be."""
    found = []
    for one in template.measures:
        days = None
        if least is not None:
            start, end = span_of(one, least)
            days = (end.date() - start.date()).days
        found.append(MeasureShown(name_of(one), str(one.start), str(one.end), days))
    return found


def drawing_of(template: ProcessTemplate, schedule: Schedule) -> GanttDrawing | None:
    """The steps at their limits as a drawing; a step without a limit has only its moment."""
    rows = [
        GanttRow(
            f"{step.key} {name_of(step)}",
            (Stretch(one.start, one.end, "critical" if one.critical else "planned"),)
            if one.end > one.start
            else (),
            _days(one.start, one.end),
        )
        for step in template.steps
        for one in [schedule.step(step.key)]
    ]
    return lay_out_gantt(rows, start=schedule.start, end=schedule.end)


def _days(start: datetime, end: datetime) -> str:
    if start.date() == end.date():
        return day_text(start.date())
    return f"{day_text(start.date())} – {day_text(end.date())}"


def differences(before: ProcessTemplate, after: ProcessTemplate) -> list[Change]:
    """What differs between two versions, step by step, as the difference part shows it."""
    places: dict[str, list[str]] = {}
    for change in compare_templates(before, after):
        places.setdefault(change.where, []).append(change.field)
    old, new = _things(before), _things(after)
    titles = {source.id: source.title for one in (before, after) for source in one.sources}
    found = []
    for where, names in places.items():
        if where not in old:
            title = f"{where} {name_of(new[where])}"
            found.append(Change("new", title, fields=_added(new[where], titles)))
        elif where not in new:
            gone = FieldChange(pgettext("template", "step or limit"), where, _("taken out"))
            found.append(Change("changed", f"{where} {name_of(old[where])}", fields=[gone]))
        else:
            title = f"{where} {name_of(new[where])}".strip()
            found.append(
                Change("changed", title, fields=[
                    FieldChange(FIELDS.get(name, name), _value(old[where], name, titles),
                                _value(new[where], name, titles))
                    for name in names
                ])
            )  # fmt: skip
    return found


def _things(template: ProcessTemplate) -> Mapping[str, Any]:
    rows: list[Any] = [*template.steps, *template.measures, *template.limits]
    return {"": template, **{row.key: row for row in rows}}


def _added(thing: Any, titles: Mapping[str, str]) -> list[FieldChange]:
    names = [name for name in ("limit", "after", "source") if hasattr(thing, name)]
    none = pgettext("value", "none")
    return [FieldChange(FIELDS[name], none, _value(thing, name, titles)) for name in names]


def _value(thing: Any, name: str, titles: Mapping[str, str]) -> str:
    if name == "source":
        return titles.get(thing.source, "") or pgettext("value", "none")
    return _written(thing, name) or pgettext("value", "none")


def _written(thing: Any, name: str) -> str:
    value = getattr(thing, name)
    if name == "limit":
        return limit_words(value, getattr(thing, "open", ""))
    if name in ("sources", "actors"):
        return "、".join(getattr(one, "title", None) or name_of(one) for one in value)
    if name == "binding":
        return str(BINDINGS[value])
    if name == "article":
        return article_words(value)
    if name == "confirmation":
        return str(CONFIRMATIONS.get(value, value))
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
