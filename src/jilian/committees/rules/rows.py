"""What a person states of a body that is to be set up, and of the paper of a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.committees.rules.states import WITHOUT_OWN_MEMBERS, RelationMode, SeatRole
from jilian.organisations.rules import Line, OrganisationType
from jilian.organisations.rules.thresholds import Counts

LONGEST_FACT = 200
MOST_SEATS = 99
# Types that a cluster's body may have; which number each asks for stands in the rule file.
BODY_TYPES = (
    OrganisationType.PRIMARY_COMMITTEE,
    OrganisationType.GENERAL_BRANCH,
    OrganisationType.BRANCH,
    OrganisationType.JOINT_BRANCH,
)


@dataclass(frozen=True)
class Contents:
    """A body as it is applied for: what it is called and is, and under whom it stands.

    ``superior`` and ``applying_body`` are keys of organisations in the database; the line of the
    superior follows from the mode where it is not stated.
    """

    name: str
    type: str
    relation_mode: str = RelationMode.UNKNOWN
    superior: int | None = None
    superior_line: str = ""
    applying_body: int | None = None


@dataclass(frozen=True)
class Declared:
    """What whoever applies declares: counts or a band, wanted day of effect, exception."""

    formal: int | None = None
    probationary: int | None = None
    band: str = ""
    counted_on: date | None = None
    effect_on: date | None = None
    exception_document: str = ""

    @property
    def counts(self) -> Counts:
        """The counts as the rules ask for them."""
        return Counts(self.counted_on, self.formal, self.probationary, band=self.band)


@dataclass(frozen=True)
class SeatRow:
    """Seats of one role that one firm fills; no firm: a unit that the register does not hold."""

    role: str
    firm: int | None
    seats: int


@dataclass(frozen=True)
class PaperFact:
    """The fact of a paper: its day, number and title, which unit made it, and why it departs."""

    day: date
    number: str = ""
    title: str = ""
    unit: str = ""
    reason: str = ""

    def checked(self) -> PaperFact:
        """The same without blanks; refuses texts that are too long or name a person's number."""
        number, title, unit = (
            checked_text(words, longest=LONGEST_FACT)
            for words in (self.number, self.title, self.unit)
        )
        return PaperFact(self.day, number, title, unit, checked_text(self.reason))

    @property
    def words(self) -> str:
        """Title and number as one writes them together."""
        return " ".join(filter(None, (self.title, self.number)))


def check_contents(stated: Contents) -> Contents:
    """Return the contents without blanks, with the line that follows from the mode."""
    name = checked_text(stated.name, longest=LONGEST_FACT)
    if not name:
        raise Refusal("name_missing", _("The body needs a name."))
    if stated.type not in BODY_TYPES:
        raise Refusal("type_unknown", _("A cluster's body cannot be of this type."))
    mode = RelationMode(stated.relation_mode or RelationMode.UNKNOWN)
    line = stated.superior_line or line_of(mode)
    if mode in WITHOUT_OWN_MEMBERS and line == Line.TERRITORY:
        raise Refusal(
            "line_does_not_fit",
            _("A functional body or an alliance stands in the cluster's line only."),
        )
    return Contents(name, stated.type, mode, stated.superior, line, stated.applying_body)


def line_of(mode: str) -> Line:
    """The line of the superior where nothing else is said."""
    return Line.CLUSTER if mode in WITHOUT_OWN_MEMBERS else Line.TERRITORY


def check_declared(stated: Declared) -> Declared:
    """Return what is declared; refuses a count and a band together, and counts without a day."""
    if stated.band and stated.formal is not None:
        raise Refusal(
            "count_and_band",
            _("Formal members are stated as a number or as a band, not as both."),
        )
    is_counted = stated.band or stated.formal is not None or stated.probationary is not None
    if is_counted and stated.counted_on is None:
        raise Refusal("counted_on_missing", _("Say on which day it was counted."))
    if stated.counted_on and stated.effect_on and stated.counted_on > stated.effect_on:
        raise Refusal("counted_after_effect", _("It was counted after the day of effect."))
    document = checked_text(stated.exception_document, longest=LONGEST_FACT)
    return Declared(
        stated.formal, stated.probationary, stated.band,
        stated.counted_on if is_counted else None, stated.effect_on, document,
    )  # fmt: skip


def check_seats(rows: Sequence[SeatRow]) -> tuple[SeatRow, ...]:
    """Return the seats; refuses two secretaries, a role and firm said twice, and no seat."""
    seen: set[tuple[str, int | None]] = set()
    for row in rows:
        if row.role not in SeatRole.values:
            raise Refusal("role_unknown", _("There is no such office on a committee."))
        if not 1 <= row.seats <= MOST_SEATS:
            raise Refusal("seats_wrong", _("A line has at least one seat."))
        if (row.role, row.firm) in seen:
            raise Refusal("seats_twice", _("The same office of the same firm stands there twice."))
        seen.add((row.role, row.firm))
    if sum(row.seats for row in rows if row.role == SeatRole.SECRETARY) > 1:
        raise Refusal("two_secretaries", _("A body has one secretary."))
    return tuple(rows)
