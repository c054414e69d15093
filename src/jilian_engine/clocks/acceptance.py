"""What comes before acceptance: pre-review, receipt, the one correction, acceptance by silence."""

from __future__ import annotations

from datetime import date

from jilian_engine.clocks.errors import ClockError
from jilian_engine.clocks.events import CORRECTION
from jilian_engine.clocks.hours import Office
from jilian_engine.clocks.limits import due


class Acceptance:
    """The events up to acceptance; moments are seconds of local time."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.first: int | None = None
        self.first_by = ""
        self.received: int | None = None
        self._in_review = False
        self._asked = False
        self._given = False
        self._last_day: date | None = None

    def take(self, event: str, second: int) -> None:
        """Take an event that comes before acceptance."""
        if event == "pre_review_started":
            if self._in_review:
                raise ClockError("review_open_already")
            self._in_review = True
        elif event == "pre_review_ended":
            if not self._in_review:
                raise ClockError("review_not_open")
            self._in_review = False
        elif event == "received":
            if self.received is not None:
                raise ClockError("received_already")
            self.received = second
            self._last_day = due(CORRECTION, self.office.moment(second), self.office).date()
        elif event == "correction_asked":
            if self.received is None:
                raise ClockError("not_received")
            if self._asked:
                raise ClockError("correction_asked_already")
            self._asked = True
        else:
            if not self._asked or self._given:
                raise ClockError("correction_not_asked")
            self._given = True
        if self.first is None:
            self.first, self.first_by = second, event

    def check_complete(self) -> None:
        """Refuse to accept while what was asked for is missing."""
        if self._asked and not self._given:
            raise ClockError("correction_open")

    def is_silent(self, second: int) -> bool:
        """Say whether the time to ask for what is missing has passed without a word."""
        return (
            self._last_day is not None
            and not self._asked
            and self.office.day(second) > self._last_day
        )

    def too_late(self) -> ClockError:
        """What a correction asked for after that time is told."""
        return ClockError("correction_too_late", day=self._last_day)
