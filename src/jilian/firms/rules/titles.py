"""What a row changes in the titles that are held: a renewal is a title of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal
from jilian.firms.rules.checking import fault
from jilian.firms.rules.rows import FirmKey, TitleRow
from jilian.firms.rules.words import TitleLevel


@dataclass(slots=True)
class HeldTitle:
    """A title that is held by a firm or a carrier."""

    pk: int
    known_by: date
    valid_from: date | None
    not_before: date | None
    valid_to: date | None
    document: str


@dataclass(slots=True)
class TitleOutcome:
    """What a row comes to: a new title, new values of a held one, or nothing."""

    kind: Literal["new", "changed", "same", "conflicting"]
    pk: int = 0
    values: Mapping[str, object] = field(default_factory=dict)


def checked_title(row: TitleRow, day: date) -> TitleRow:
    """Return the row if it can be held: one holder, a known level, an end after its start."""
    if (row.firm is None) == (row.carrier is None):
        why = _("a title has one holder, a firm or a carrier.")
        raise fault("title_holder_odd", row.row, _("holder"), row.carrier or "", why)
    if row.level not in TitleLevel.values:
        raise fault(
            "title_level_unknown",
            row.row,
            pgettext_lazy("of a title", "level"),
            row.level,
            _("not known."),
        )
    if not row.kind.strip():
        raise fault(
            "title_unnamed",
            row.row,
            pgettext_lazy("recognition", "title"),
            row.kind,
            _("no title is named."),
        )
    if row.valid_to is not None and row.valid_to <= (row.valid_from or row.known_by or day):
        why = _("a title ends after the day on which it starts.")
        raise fault("title_ends_first", row.row, _("to"), row.valid_to, why)
    return row


def holder_unknown(row: TitleRow, key: FirmKey | str) -> Refusal:
    """The refusal of a row whose holder is not in the register."""
    shown = key if isinstance(key, str) else " ".join(key)
    why = _("not in the register.")
    return fault("title_holder_unknown", row.row, _("holder"), shown, why)


def decide_title(held: Sequence[HeldTitle], row: TitleRow, day: date) -> TitleOutcome:
    """Compare a row with the titles of this kind and level that its holder has."""
    start = row.valid_from or row.known_by or day
    for title in held:
        if _same_award(title, row, start):
            return _renewed(title, row)
    return TitleOutcome("new")


def _same_award(title: HeldTitle, row: TitleRow, start: date) -> bool:
    if row.document and title.document and row.document != title.document:
        return False
    if title.known_by == start:
        return True
    meets = title.valid_to is None or start < title.valid_to
    return meets and (row.valid_to is None or title.known_by < row.valid_to)


def _renewed(title: HeldTitle, row: TitleRow) -> TitleOutcome:
    values: dict[str, object] = {}
    if row.document and not title.document:
        values["document"] = row.document
    known_by = title.known_by
    if title.valid_from is None:
        stated = row.valid_from or row.known_by
        if row.valid_from is not None and row.valid_from <= title.known_by:
            values |= {"valid_from": row.valid_from, "not_before": None}
        if stated is not None and stated < title.known_by:
            values["known_by"] = known_by = stated
            if title.not_before is not None and title.not_before > stated:
                values["not_before"] = None
    if row.valid_to is not None and row.valid_to != title.valid_to:
        if row.valid_to <= known_by:
            return TitleOutcome("conflicting", title.pk)
        values["valid_to"] = row.valid_to
    return TitleOutcome("changed" if values else "same", title.pk, values)
