"""Events of a case, and the grounds on which its clock stands still."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from jilian_engine.clocks.limits import Limit

EXCLUDED = "excluded:"
FIRM, JOINT, UNASSIGNED, CLOSED = "firm", "joint", "unassigned", "closed"
#: Holders that only a division names. A branch may be held by the firm.
RESERVED = frozenset({JOINT, CLOSED, UNASSIGNED})

#: What does not count against a licence's limit, if the applicant is told in writing:
#: Administrative Licensing Law of China, art. 45. Other laws name further grounds.
GROUNDS: Mapping[str, str] = {
    "hearing": "听证", "tender": "招标", "auction": "拍卖", "inspection": "检验", "testing": "检测",
    "quarantine": "检疫", "appraisal": "鉴定", "expert_review": "专家评审",
}  # fmt: skip
#: What is missing is asked for once and within this time, or the receipt was the acceptance:
#: the same law, art. 32.
CORRECTION = Limit(5, "wd")

BEFORE_EVENTS = (
    "pre_review_started", "pre_review_ended", "received", "correction_asked", "correction_given",
)  # fmt: skip
END_EVENTS = ("decided", "withdrawn")
#: The events that a clock knows; `noted` changes nothing.
EVENTS = (
    *BEFORE_EVENTS, "accepted", "paused", "resumed", "branch_started", "branch_ended",
    "returned_to_firm", "firm_answered", "assigned", *END_EVENTS, "delivered", "noted",
)  # fmt: skip


class Event(NamedTuple):
    """Something that happened: `at` carries its zone, `row` is where it stood in a file (from 0).

    `branch`, `holder` and `ground` are empty where the event has none.
    """

    at: datetime
    event: str
    branch: str = ""
    holder: str = ""
    ground: str = ""
    row: int | None = None


class Span(NamedTuple):
    """Seconds of local time from `start` up to `end`, the office seconds in them, the holder."""

    start: int
    end: int
    holder: str
    open_seconds: int


@dataclass(slots=True)
class Run:
    """A branch from its start to its end; `returned` is since when it lies with the firm."""

    branch: str
    holder: str
    start: int
    end: int | None = None
    returned: int | None = None
    firm_seconds: int = 0

    def answer(self, second: int) -> None:
        """The firm has answered, if it was asked."""
        if self.returned is not None:
            self.firm_seconds += second - self.returned
            self.returned = None

    def finish(self, second: int) -> None:
        """The branch has ended."""
        self.answer(second)
        self.end = second
