"""What a case is planned by and what happened in it: steps, plans and the spans of steps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from jilian_engine.clocks.errors import ClockError
from jilian_engine.clocks.limits import Limit
from jilian_engine.clocks.order import among


class Step(Protocol):
    """What a schedule asks of a step."""

    @property
    def key(self) -> str:
        """Its name within the plan."""

    @property
    def after(self) -> tuple[str, ...]:
        """The steps that must have ended before it may start."""

    @property
    def limit(self) -> Limit | None:
        """How long it may or must take, where anything says so."""

    @property
    def optional(self) -> bool:
        """Whether a case may go without it."""


class Plan(Protocol):
    """What a schedule asks of a template: its steps."""

    @property
    def steps(self) -> Sequence[Step]:
        """The steps in the order of the template."""


@dataclass(frozen=True)
class Steps:
    """A plan made of steps alone, such as those of several templates together."""

    steps: Sequence[Step]


@dataclass(frozen=True)
class Span:
    """When a step ran; `end` is None while it runs."""

    key: str
    start: datetime
    end: datetime | None = None


def waits_for(plan: Plan, skipped: Collection[str] = ()) -> dict[str, tuple[str, ...]]:
    """What each step waits for, seen through those that the case goes without."""
    whole = {step.key: step.after for step in plan.steps}
    strange = sorted(set(skipped) - set(whole))
    if strange:
        raise ClockError("step_unknown", step=", ".join(strange))
    return among(set(whole) - set(skipped), whole)


def one_span_each(
    spans: Iterable[Span], plan: Plan, until: datetime | None, *, open_ends: bool = False
) -> dict[str, Span]:
    """One span a step, in the order of the plan, with the running ones ended at `until`."""
    rows: dict[str, list[Span]] = {step.key: [] for step in plan.steps}
    for span in spans:
        if span.key not in rows:
            raise ClockError("step_unknown", step=span.key)
        if span.end is not None and span.end < span.start:
            raise ClockError("ends_before_start")
        rows[span.key].append(span)
    found: dict[str, Span] = {}
    for key, own in rows.items():
        if not own:
            continue
        ends = [until if span.end is None else span.end for span in own]
        known = [end for end in ends if end is not None]
        if len(known) < len(ends) and not open_ends:
            raise ClockError("until_missing", step=key)
        end = max(known) if len(known) == len(ends) else None
        found[key] = Span(key, min(span.start for span in own), end)
    if not found:
        raise ClockError("no_steps")
    return found


def known_end(ref: str, held: Mapping[str, Span], given: Mapping[str, datetime]) -> datetime | None:
    """When a step ended, of this plan or of another; None where it has not."""
    return held[ref].end if ref in held else given.get(ref)


def ends_of(
    refs: Iterable[str], spans: Mapping[str, Span], given: Mapping[str, datetime]
) -> list[datetime]:
    """The ends that are known among those of these steps."""
    ends = (known_end(ref, spans, given) for ref in refs)
    return [end for end in ends if end is not None]


def end_of(span: Span) -> datetime:
    """The end of a span; `until_missing` while it runs."""
    if span.end is None:
        raise ClockError("until_missing", step=span.key)
    return span.end


def seconds_between(start: datetime, end: datetime) -> int:
    """Whole seconds between two moments, whatever zone they are written in."""
    return (end - start) // timedelta(seconds=1)
