"""The course of a case: which event may follow which, and who holds the time between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar

from jilian_engine.clocks.acceptance import Acceptance
from jilian_engine.clocks.errors import ClockError
from jilian_engine.clocks.events import (
    BEFORE_EVENTS,
    EXCLUDED,
    FIRM,
    JOINT,
    RESERVED,
    UNASSIGNED,
    Event,
    Run,
    Span,
)
from jilian_engine.clocks.hours import Office


class Course:
    """Takes events in their order; what it keeps are seconds of local time.

    `spans` lie end to end from acceptance on; neighbours have different holders.
    """

    def __init__(self, office: Office) -> None:
        self.office = office
        self.before = Acceptance(office)
        self.start: int | None = None
        self.started_by = ""
        self.end: int | None = None
        self.ended_by = ""
        self.delivered: int | None = None
        self.spans: list[Span] = []
        self.runs: list[Run] = []
        self._accepted = False
        self._last: int | None = None
        self._last_event = ""
        self._since = self._worked = 0
        self._open: dict[str, Run] = {}
        self._ground = ""
        self._with_firm = False
        self._assigned = ""
        self._holder = UNASSIGNED

    def take(self, event: Event, place: int) -> None:
        """Take the next event; ClockError with its row, or with its place where it has none."""
        try:
            act = self._acts.get(event.event)
            if act is None:
                raise ClockError("event_unknown", text=event.event)
            second = self.office.second(event.at)
            if self._last is not None and second < self._last:
                raise ClockError("disordered")
            self._last = second
            if event.event == "noted":
                return
            self._pass_to(second)
            act(self, event, second)
        except ClockError as refused:
            row = place if event.row is None else event.row
            raise ClockError(refused.code, row=row, **refused.told) from None
        self._last_event = event.event

    def finish(self, until: datetime | None) -> None:
        """Close the account: where the case ended, at `until`, or with the last branch."""
        if self._last is None:
            raise ClockError("no_events")
        if self.end is not None:
            return
        if until is not None:
            self.end = self.second_until(until)
            self._pass_to(self.end)
        elif self._last_event == "branch_ended" and not (
            self._open or self._ground or self._with_firm
        ):
            self.end, self.ended_by = self._since, "branch_ended"
        elif self.start is not None:
            raise ClockError("no_end")
        if self.start is None:
            raise ClockError("not_accepted_yet")

    def second_until(self, until: datetime) -> int:
        """Return the moment asked for, which no event follows."""
        second = self.office.second(until)
        if self._last is not None and second < self._last:
            raise ClockError("until_before_events")
        return second

    @property
    def by_silence(self) -> bool:
        """Say whether the receipt was the acceptance, because nothing was said in time."""
        return self.started_by == "received"

    def _pass_to(self, second: int) -> None:
        """Give the time since the last event to its holder."""
        if self.end is not None and self.ended_by:
            return
        if self.start is None:
            if self.before.is_silent(second):
                assert self.before.received is not None
                self._begin(self.before.received, "received")
            else:
                return
        since = self._since
        if second == since:
            return
        worked = self.office.worked(second)
        fresh = worked - self._worked
        if self.spans and self.spans[-1].holder == self._holder:
            start, _, holder, done = self.spans[-1]
            self.spans[-1] = Span(start, second, holder, done + fresh)
        else:
            self.spans.append(Span(since, second, self._holder, fresh))
        self._since, self._worked = second, worked

    def _begin(self, second: int, by: str) -> None:
        self.start, self.started_by = second, by
        self._since, self._worked = second, self.office.worked(second)

    def _settle(self) -> None:
        """Say who holds the time from here on."""
        if self._ground:
            self._holder = EXCLUDED + self._ground
            return
        running = [run for run in self._open.values() if run.returned is None]
        if len(running) == 1:
            self._holder = running[0].holder or UNASSIGNED
        elif running:
            self._holder = JOINT
        elif self._open or self._with_firm:
            self._holder = FIRM
        else:
            self._holder = self._assigned or UNASSIGNED

    def _check_running(self, event: Event) -> None:
        if self.start is None:
            raise ClockError("not_accepted", event=event.event)
        if self.end is not None:
            raise ClockError("ended_already")

    def _run_of(self, event: Event) -> Run:
        if not event.branch:
            raise ClockError("branch_missing")
        run = self._open.get(event.branch)
        if run is None:
            raise ClockError("branch_not_open", branch=event.branch)
        if event.holder and event.holder != run.holder:
            raise ClockError(
                "holder_differs", branch=event.branch, open=run.holder, holder=event.holder
            )
        return run

    # What each event does.

    def _before(self, event: Event, second: int) -> None:
        if self.start is None:
            self.before.take(event.event, second)
        elif self.by_silence and event.event == "correction_asked":
            raise self.before.too_late()
        else:
            raise ClockError("before_acceptance_only", event=event.event)

    def _accept(self, event: Event, second: int) -> None:
        if self._accepted:
            raise ClockError("accepted_already")
        self.before.check_complete()
        self._accepted = True
        if self.start is None:
            self._begin(second, "accepted")
        elif self.end is not None:
            raise ClockError("ended_already")

    def _pause(self, event: Event, second: int) -> None:
        self._check_running(event)
        if event.branch:
            raise ClockError("pause_of_branch")
        if not event.ground:
            raise ClockError("ground_missing")
        if self._ground:
            raise ClockError("paused_already", ground=self._ground)
        self._ground = event.ground
        self._settle()

    def _resume(self, event: Event, second: int) -> None:
        self._check_running(event)
        if event.branch:
            raise ClockError("pause_of_branch")
        if not self._ground:
            raise ClockError("not_paused")
        if event.ground and event.ground != self._ground:
            raise ClockError("ground_differs", open=self._ground, ground=event.ground)
        self._ground = ""
        self._settle()

    def _start_branch(self, event: Event, second: int) -> None:
        self._check_running(event)
        if not event.branch:
            raise ClockError("branch_missing")
        if event.branch in self._open:
            raise ClockError("branch_open_already", branch=event.branch)
        _check_holder(event.holder)
        run = Run(event.branch, event.holder, second)
        self._open[event.branch] = run
        self.runs.append(run)
        self._settle()

    def _end_branch(self, event: Event, second: int) -> None:
        self._check_running(event)
        self._run_of(event).finish(second)
        del self._open[event.branch]
        self._settle()

    def _return(self, event: Event, second: int) -> None:
        self._check_running(event)
        if event.branch:
            run = self._run_of(event)
            if run.returned is not None:
                raise ClockError("returned_already")
            run.returned = second
        elif self._with_firm:
            raise ClockError("returned_already")
        else:
            self._with_firm = True
        self._settle()

    def _firm_answer(self, event: Event, second: int) -> None:
        self._check_running(event)
        if event.branch:
            run = self._run_of(event)
            if run.returned is None:
                raise ClockError("not_returned")
            run.answer(second)
        elif self._with_firm:
            self._with_firm = False
        else:
            raise ClockError("not_returned")
        self._settle()

    def _assign(self, event: Event, second: int) -> None:
        self._check_running(event)
        _check_holder(event.holder)
        self._assigned = event.holder
        self._settle()

    def _decide(self, event: Event, second: int) -> None:
        self._check_running(event)
        if self._ground:
            raise ClockError("paused_at_end", ground=self._ground)
        if self._open:
            raise ClockError("branches_open", branches=", ".join(self._open))
        self.end, self.ended_by = second, event.event

    def _withdraw(self, event: Event, second: int) -> None:
        self._check_running(event)
        for run in self._open.values():
            run.finish(second)
        self.end, self.ended_by = second, event.event

    def _deliver(self, event: Event, second: int) -> None:
        if self.ended_by != "decided":
            raise ClockError("not_decided")
        if self.delivered is not None:
            raise ClockError("delivered_already")
        self.delivered = second

    def _note(self, event: Event, second: int) -> None:
        """Nothing."""

    _acts: ClassVar[Mapping[str, Callable[[Course, Event, int], None]]] = {
        **dict.fromkeys(BEFORE_EVENTS, _before), "accepted": _accept, "paused": _pause,
        "resumed": _resume, "branch_started": _start_branch, "branch_ended": _end_branch,
        "returned_to_firm": _return, "firm_answered": _firm_answer, "assigned": _assign,
        "decided": _decide, "withdrawn": _withdraw, "delivered": _deliver, "noted": _note,
    }  # fmt: skip


def _check_holder(holder: str) -> None:
    if holder in RESERVED or holder.startswith(EXCLUDED):
        raise ClockError("holder_reserved", holder=holder)
