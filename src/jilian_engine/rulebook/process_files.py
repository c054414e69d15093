"""Process templates read from YAML and JSON, and written as plain values again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from jilian_engine.clocks import Limit
from jilian_engine.errors import EngineError
from jilian_engine.rulebook.process_checks import check_template, check_templates
from jilian_engine.rulebook.processes import (
    Actor,
    Measure,
    ProcessLimit,
    ProcessStep,
    ProcessTemplate,
    StepEdge,
    TemplateError,
)
from jilian_engine.rulebook.rules import Source

_WORDS = ("actor", "open", "document", "source", "article", "confirmation")
_LIMIT_KEYS = frozenset(
    {"key", "binding", "min", "max", "unit", "zh", "en", "from", "to"}
    | {"document", "stop_clock", "source", "article"}
)
_MEASURE_KEYS = frozenset({"key", "from", "to", "zh", "en"})
_STEP_KEYS = frozenset(
    {"key", "zh", "en", "after", "optional", "parallel_with", "stop_clock", "limit", "note"}
    | set(_WORDS)
)


@lru_cache
def load_processes() -> tuple[ProcessTemplate, ...]:
    """The templates that come with the engine, checked one by one and together."""
    path = files("jilian_engine.rulebook").joinpath("processes.yaml")
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    shared = {name: content[name] for name in ("sources", "actors")}
    templates = tuple(from_plain({**shared, **row}) for row in content["processes"])
    check_templates(templates)
    return templates


def from_plain(content: Mapping[str, Any]) -> ProcessTemplate:
    """A checked template from plain values; a slip raises TemplateError with a code.

    Sources and actors that no step names are left out, so that a version holds its own and no
    others.
    """
    try:
        template = _template(content)
    except EngineError:
        raise
    except (AttributeError, KeyError, TypeError, ValueError) as slip:
        raise TemplateError("template_malformed", text=slip) from slip
    check_template(template)
    return template


def to_plain(template: ProcessTemplate) -> dict[str, Any]:
    """The template as JSON values; `from_plain` gives it back."""
    return {
        "key": template.key,
        "zh": template.zh,
        "en": template.en,
        "version": template.version,
        "valid_from": template.valid_from.isoformat(),
        "note": {"zh": template.note_zh, "en": template.note_en},
        "steps": [_plain_step(step) for step in template.steps],
        "measures": [
            {
                "key": each.key,
                "from": str(each.start),
                "to": str(each.end),
                "zh": each.zh,
                "en": each.en,
            }
            for each in template.measures
        ],
        "limits": [_plain_limit(each) for each in template.limits],
        "sources": {
            source.id: {name: value for name, value in asdict(source).items() if name != "id"}
            for source in template.sources
        },
        "actors": {actor.key: {"zh": actor.zh, "en": actor.en} for actor in template.actors},
    }


def _template(content: Mapping[str, Any]) -> ProcessTemplate:
    steps = tuple(_step(row) for row in content["steps"])
    limits = tuple(_process_limit(row) for row in content.get("limits", ()))
    named = {step.source for step in steps} | {each.source for each in limits}
    acting = {step.actor for step in steps}
    day = content["valid_from"]
    note = content.get("note") or {}
    return ProcessTemplate(
        key=str(content["key"]),
        zh=content["zh"],
        en=content["en"],
        version=int(content["version"]),
        valid_from=day if isinstance(day, date) else date.fromisoformat(day),
        steps=steps,
        measures=tuple(_measure(row) for row in content.get("measures", ())),
        limits=limits,
        note_zh=note.get("zh", ""),
        note_en=note.get("en", ""),
        sources=tuple(
            Source(id=key, **row) for key, row in content.get("sources", {}).items() if key in named
        ),
        actors=tuple(
            Actor(key, row["zh"], row["en"])
            for key, row in content.get("actors", {}).items()
            if key in acting
        ),
    )


def _step(row: Mapping[str, Any]) -> ProcessStep:
    _check_keys(row, _STEP_KEYS)
    note = row.get("note") or {}
    return ProcessStep(
        key=str(row["key"]),
        zh=row["zh"],
        en=row["en"],
        after=tuple(str(ref) for ref in row["after"]),
        limit=_limit(row.get("limit")),
        optional=bool(row.get("optional", False)),
        parallel_with=tuple(str(ref) for ref in row.get("parallel_with", ())),
        stop_clock=bool(row.get("stop_clock", False)),
        note_zh=note.get("zh", ""),
        note_en=note.get("en", ""),
        **{name: row[name] for name in _WORDS if row.get(name)},
    )


def _limit(row: Mapping[str, Any] | None) -> Limit | None:
    match row:
        case None:
            return None
        case {"min": int(amount), "unit": unit}:
            return Limit(amount, unit, "min")
        case {"max": int(amount), "unit": unit}:
            return Limit(amount, unit, "max")
    raise TemplateError("template_malformed", text=repr(row))


def _check_keys(row: Mapping[str, Any], known: frozenset[str]) -> None:
    strange = sorted(set(row) - known)
    if strange:
        raise TemplateError("template_malformed", text=f"{row.get('key')}: {', '.join(strange)}")


def _measure(row: Mapping[str, Any]) -> Measure:
    _check_keys(row, _MEASURE_KEYS)
    return Measure(row["key"], _edge(row["from"]), _edge(row["to"]), row["zh"], row["en"])


def _process_limit(row: Mapping[str, Any]) -> ProcessLimit:
    _check_keys(row, _LIMIT_KEYS)
    limit = _limit({name: row[name] for name in ("min", "max", "unit") if name in row})
    if limit is None or row["binding"] not in ("statutory", "promised"):
        raise TemplateError("template_malformed", text=row["key"])
    return ProcessLimit(
        key=row["key"],
        binding=row["binding"],
        limit=limit,
        zh=row["zh"],
        en=row["en"],
        start=_edge(row["from"]) if row.get("from") else None,
        end=_edge(row["to"]) if row.get("to") else None,
        document=row.get("document", ""),
        stop_clock=bool(row.get("stop_clock", False)),
        source=row.get("source", ""),
        article=row.get("article", ""),
    )


def _edge(text: str) -> StepEdge:
    match text.split("."):
        case [step, "start"]:
            return StepEdge(step, "start")
        case [step, "end"]:
            return StepEdge(step, "end")
    raise TemplateError("template_malformed", text=text)


def _plain_step(step: ProcessStep) -> dict[str, Any]:
    row: dict[str, Any] = {"key": step.key, "zh": step.zh, "en": step.en, "after": [*step.after]}
    row |= {name: getattr(step, name) for name in _WORDS if getattr(step, name)}
    if step.limit is not None:
        row["limit"] = {step.limit.kind: step.limit.amount, "unit": step.limit.unit}
    row |= {name: True for name in ("optional", "stop_clock") if getattr(step, name)}
    if step.parallel_with:
        row["parallel_with"] = [*step.parallel_with]
    if step.note_zh or step.note_en:
        row["note"] = {"zh": step.note_zh, "en": step.note_en}
    return row


def _plain_limit(each: ProcessLimit) -> dict[str, Any]:
    row: dict[str, Any] = {
        "key": each.key,
        "binding": each.binding,
        each.limit.kind: each.limit.amount,
        "unit": each.limit.unit,
        "zh": each.zh,
        "en": each.en,
    }
    if each.start is not None and each.end is not None:
        row |= {"from": str(each.start), "to": str(each.end)}
    row |= {
        name: getattr(each, name)
        for name in ("document", "stop_clock", "source", "article")
        if getattr(each, name)
    }
    return row
