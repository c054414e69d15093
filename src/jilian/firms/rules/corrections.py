"""One value of one firm set right: what may be done to it, and why it may not.

A new value follows the rules of tables (``merging``); a value that was recorded wrongly is set in
its own record; one that no longer holds ends on a day. What comes from an authoritative source is
never overwritten.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.firms.rules.checking import LONGEST_NAME
from jilian.firms.rules.held import REASONS, Held, Step
from jilian.firms.rules.merging import decide
from jilian.firms.rules.rows import FirmRow
from jilian.firms.rules.words import NameKind

RecordKey = tuple[str, int]  # table, primary key


@dataclass(frozen=True)
class Change:
    """What a correction does: states ``row``, or sets ``values`` of a record, or ends it.

    ``table`` is one of name, site, other_site, industry, product, fact; ``pk`` the record that the
    change is about (0 where none is held), ``kind`` the kind of a name.
    """

    table: str
    pk: int = 0
    kind: str = ""
    row: FirmRow | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    end_on: date | None = None

    @property
    def key(self) -> RecordKey | None:
        """The record that it is about; None where the register holds none yet."""
        return (self.table, self.pk) if self.pk else None


@dataclass(frozen=True)
class Present:
    """A record as it is held now."""

    firm: int
    values: Mapping[str, object]
    authoritative: bool
    known_by: date | None = None
    valid_to: date | None = None


def refuse_overwriting() -> None:
    """Refuse to overwrite what comes from an authoritative source."""
    raise Refusal(
        "value_authoritative",
        _("This value comes from an authoritative source. It is not overwritten, but questioned."),
    )


def check_record(present: Present | None, change: Change) -> None:
    """Refuse a change of a record that is gone, protected, ended, or already so."""
    if present is None:
        raise Refusal("value_gone", _("The register no longer holds the value that this is about."))
    if present.authoritative:
        refuse_overwriting()
    if present.valid_to is not None:
        raise Refusal("value_ended", _("This value has ended in the register."))
    if change.end_on is not None and present.known_by and change.end_on <= present.known_by:
        raise Refusal(
            "ends_before_it_starts", _("A value ends after the day on which it is known to hold.")
        )
    if change.values and all(
        present.values.get(name) == value for name, value in change.values.items()
    ):
        _refuse_same()


def check_values(change: Change, divisions: Container[str], industries: Container[str]) -> None:
    """Refuse values that cannot be held: an unknown place or class, a text of no or odd length."""
    values = change.values
    if "division" in values and values["division"] not in divisions:
        raise Refusal("division_unknown", _("There is no such division."))
    if "code" in values and values["code"] not in industries:
        raise Refusal("industry_unknown", _("There is no such class in GB/T 4754-2017."))
    text = values.get("text", values.get("name"))
    if text is not None and not 0 < len(str(text).strip()) <= LONGEST_NAME:
        raise Refusal("name_odd", _("A name has 1 to 200 characters."))


def _refuse_same() -> None:
    raise Refusal("already_so", _("The register says so already."))


def steps_of(held: Held, change: Change, day: date) -> list[Step]:
    """Return what a stated row writes, only in the table that the change is about.

    Refuses what contradicts the register, and what it says already.
    """
    assert change.row is not None
    outcome = decide(held, change.row, day)
    if outcome.kind == "conflicting":
        raise Refusal(
            outcome.reason,
            _("%(why)s Give a later first day, or say that it was recorded wrongly.")
            % {"why": REASONS[outcome.reason]},
        )
    steps = [step for step in outcome.steps if _concerns(step, change)]
    if not steps:
        _refuse_same()
    return steps


def _concerns(step: Step, change: Change) -> bool:
    if change.table != "name":
        return step.table == change.table
    if step.table == "firm":
        column = {NameKind.REGISTERED: "name", NameKind.ENGLISH: "name_en"}.get(
            NameKind(change.kind)
        )
        return isinstance(step.values[0], dict) and column in step.values[0]
    if step.table != "name":
        return False
    return step.values[0] == change.kind if step.act == "add" else change.kind == "registered"


def ended_or_set(steps: Iterable[Step]) -> list[int]:
    """The records of the table in question that the steps end or set."""
    return [step.pk for step in steps if step.act != "add" and step.table != "firm"]
