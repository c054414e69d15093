"""Process templates: the steps of a service, who acts, the limits, what waits for what.

A template is plain and frozen. Steps of other templates are named with theirs (`P-A.A09`): a
land certificate waits for the contract with which the sale of the land ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from jilian_engine.clocks import Limit, Schedule
from jilian_engine.errors import RuleError
from jilian_engine.rulebook.rules import Source

#: The sentence of each code; its names in brackets are filled from what the error tells.
SENTENCES: Mapping[str, str] = {
    "template_empty": "a template needs a step",
    "template_malformed": "not a template: %(text)s",
    "template_not_in_force": "no version is in force on %(day)s",
    "key_bad": "“%(key)s” cannot be a key: letters and digits, no dots and no spaces",
    "step_twice": "two steps have the key %(step)s",
    "step_unknown": "%(where)s names the step %(step)s, which there is not",
    "step_without_name": "the step %(step)s needs a name in Chinese and in English",
    "steps_in_circle": "these steps wait for one another: %(steps)s",
    "parallel_but_waits": "%(step)s runs beside %(other)s, and one of them waits for the other",
    "actor_unknown": "%(step)s is done by “%(actor)s”, which is not listed",
    "source_unknown": "%(where)s rests on “%(source)s”, which is not listed",
}


class TemplateError(RuleError):
    """A template contradicts itself; `told` are the values in the sentence of `code`."""

    def __init__(self, code: str, **told: object) -> None:
        super().__init__(code, SENTENCES[code] % told)
        self.told: Mapping[str, str] = {name: str(value) for name, value in told.items()}


Binding = Literal["statutory", "promised"]
Open = Literal["", "as_agreed", "call_deadline"]


@dataclass(frozen=True)
class Actor:
    """Who acts in steps; a kind of office or the firm, never a person."""

    key: str
    zh: str
    en: str


@dataclass(frozen=True)
class StepEdge:
    """The start or the end of a step, as an event with a name: `A06.start`."""

    step: str
    edge: Literal["start", "end"]

    def __str__(self) -> str:
        return f"{self.step}.{self.edge}"


@dataclass(frozen=True)
class Measure:
    """What a stated duration may mean: from this event to that one."""

    key: str
    start: StepEdge
    end: StepEdge
    zh: str
    en: str


@dataclass(frozen=True)
class ProcessLimit:
    """A limit over several steps; without `start` and `end` it covers the whole template.

    `document` is the kind of document it is for; with `stop_clock` statutory publicity is not
    counted in it.
    """

    key: str
    binding: Binding
    limit: Limit
    zh: str
    en: str
    start: StepEdge | None = None
    end: StepEdge | None = None
    document: str = ""
    stop_clock: bool = False
    source: str = ""
    article: str = ""


@dataclass(frozen=True)
class ProcessStep:
    """One step; it may start when every step in `after` has ended.

    `actor` is empty where no source says who acts, `limit` None where neither law nor promise
    sets one. `open` is a limit without a number. `stop_clock`: the step does not count in the
    limits of the authority.
    """

    key: str
    zh: str
    en: str
    after: tuple[str, ...] = ()
    actor: str = ""
    limit: Limit | None = None
    open: Open = ""
    optional: bool = False
    parallel_with: tuple[str, ...] = ()
    stop_clock: bool = False
    document: str = ""
    source: str = ""
    article: str = ""
    confirmation: str = "confirmed"
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True)
class ProcessTemplate:
    """One version of a template, in force for cases opened from `valid_from` on."""

    key: str
    zh: str
    en: str
    version: int
    valid_from: date
    steps: tuple[ProcessStep, ...]
    measures: tuple[Measure, ...] = ()
    limits: tuple[ProcessLimit, ...] = ()
    note_zh: str = ""
    note_en: str = ""
    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()

    def step(self, key: str) -> ProcessStep:
        """The step with this key; `step_unknown` if the template has none."""
        for step in self.steps:
            if step.key == key:
                return step
        raise TemplateError("step_unknown", where=self.key, step=key)

    @property
    def foreign(self) -> tuple[tuple[str, str], ...]:
        """Pairs of a step and the step of another template that it waits for."""
        return tuple((step.key, ref) for step in self.steps for ref in step.after if "." in ref)


def join_steps(templates: Iterable[ProcessTemplate]) -> tuple[ProcessStep, ...]:
    """The steps of several templates as one plan, every key with its template's before it."""
    return tuple(
        replace(
            step,
            key=f"{template.key}.{step.key}",
            after=tuple(ref if "." in ref else f"{template.key}.{ref}" for ref in step.after),
            parallel_with=tuple(f"{template.key}.{ref}" for ref in step.parallel_with),
        )
        for template in templates
        for step in template.steps
    )


def version_on(versions: Sequence[ProcessTemplate], day: date) -> ProcessTemplate:
    """The version in force on a day; `template_not_in_force` before the first of them."""
    held = [version for version in versions if version.valid_from <= day]
    if not held:
        raise TemplateError("template_not_in_force", day=day)
    return max(held, key=lambda version: (version.valid_from, version.version))


def span_of(measure: Measure, schedule: Schedule) -> tuple[datetime, datetime]:
    """The moments of the two events of a measure; `step_unknown` where a step did not run."""
    first, last = schedule.step(measure.start.step), schedule.step(measure.end.step)
    return (
        first.start if measure.start.edge == "start" else first.end,
        last.start if measure.end.edge == "start" else last.end,
    )
