"""Whether a template holds together, alone and with others, and what differs between two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from jilian_engine.clocks import ClockError, Limit
from jilian_engine.clocks.order import ancestors, order_of
from jilian_engine.rulebook.processes import Actor, ProcessTemplate, TemplateError, join_steps
from jilian_engine.rulebook.rules import Source

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True)
class Change:
    """What differs between two versions: of a step, of a measure or a limit, or of the whole.

    `field` is empty where the whole step was added (`before` empty) or taken out.
    """

    where: str
    field: str
    before: str
    after: str


def check_template(template: ProcessTemplate) -> None:
    """Refuse a template that contradicts itself, with a code and the step at fault."""
    keys = [step.key for step in template.steps]
    if not keys:
        raise TemplateError("template_empty")
    for key in (template.key, *keys):
        if not _KEY.fullmatch(key):
            raise TemplateError("key_bad", key=key)
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise TemplateError("step_twice", step=twice[0])
    for where, named in _names_of_steps(template):
        if named not in keys:
            raise TemplateError("step_unknown", where=where, step=named)
    _check_words(template)
    _check_order({step.key: _own(step.after) for step in template.steps})
    _check_parallel(template)


def check_templates(templates: Iterable[ProcessTemplate]) -> None:
    """Refuse a set of templates of which one waits for what is not there, or all in a circle."""
    held = tuple(templates)
    for template in held:
        check_template(template)
    steps = {step.key: step.after for step in join_steps(held)}
    for key, after in steps.items():
        for ref in after:
            if ref not in steps:
                raise TemplateError("step_unknown", where=key, step=ref)
    _check_order(steps)


def compare_templates(before: ProcessTemplate, after: ProcessTemplate) -> tuple[Change, ...]:
    """Everything that differs between two versions of a template, in the newer one's order."""
    found = list(_differences("", before, after, leave=("steps", "measures", "limits", "version")))
    for name in ("steps", "measures", "limits"):
        old = {each.key: each for each in getattr(before, name)}
        new = {each.key: each for each in getattr(after, name)}
        for key in (*new, *(key for key in old if key not in new)):
            if key not in old:
                found.append(Change(key, "", "", new[key].en))
            elif key not in new:
                found.append(Change(key, "", old[key].en, ""))
            else:
                found.extend(_differences(key, old[key], new[key]))
    return tuple(found)


def _check_order(after: Mapping[str, Sequence[str]]) -> None:
    try:
        order_of(after)
    except ClockError as refused:
        raise TemplateError(refused.code, **refused.told) from refused


def _own(after: Iterable[str]) -> tuple[str, ...]:
    return tuple(ref for ref in after if "." not in ref)


def _names_of_steps(template: ProcessTemplate) -> Iterator[tuple[str, str]]:
    for step in template.steps:
        for ref in (*_own(step.after), *step.parallel_with):
            yield step.key, ref
    for measure in template.measures:
        yield from ((measure.key, edge.step) for edge in (measure.start, measure.end))
    for each in template.limits:
        yield from ((each.key, edge.step) for edge in (each.start, each.end) if edge is not None)


def _check_words(template: ProcessTemplate) -> None:
    """Names in both languages; sources and actors that the template knows."""
    sources = {source.id for source in template.sources}
    actors = {actor.key for actor in template.actors}
    for step in template.steps:
        if not step.zh.strip() or not step.en.strip():
            raise TemplateError("step_without_name", step=step.key)
        if step.actor and step.actor not in actors:
            raise TemplateError("actor_unknown", step=step.key, actor=step.actor)
    resting = [(step.key, step.source) for step in template.steps]
    resting += [(each.key, each.source) for each in template.limits]
    for key, source in resting:
        if source and source not in sources:
            raise TemplateError("source_unknown", where=key, source=source)


def _check_parallel(template: ProcessTemplate) -> None:
    """Steps that are said to run beside one another must not wait for one another."""
    before = {step.key: _own(step.after) for step in template.steps}
    for step in template.steps:
        for other in step.parallel_with:
            if other in ancestors(step.key, before) or step.key in ancestors(other, before):
                raise TemplateError("parallel_but_waits", step=step.key, other=other)


def _differences(
    where: str, before: object, after: object, leave: Sequence[str] = ()
) -> Iterator[Change]:
    for field in fields(after):  # type: ignore[arg-type]
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new and field.name not in leave:
            yield Change(where, field.name, _written(old), _written(new))


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case Limit():
            return f"{value.kind} {value.amount} {value.unit}"
        case tuple():
            return ", ".join(_written(each) for each in value)
        case Source():
            return value.id
        case Actor():
            return value.key
    return str(value)
