"""What a row states, and whether it can be meant at all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.organisations.rules.rows import OrganisationRow
from jilian.organisations.rules.thresholds import Counts
from jilian.organisations.rules.words import CountBand, CoverMode, OrganisationType

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Stated:
    """The values of a row's dated lines; None where the row does not state them."""

    row: OrganisationRow

    @property
    def name(self) -> str | None:
        """The name without blanks around it."""
        return self.row.name.strip() or None

    @property
    def type(self) -> str | None:
        """The type."""
        return self.row.type or None

    @property
    def superior(self) -> str | None:
        """The key of the superior in the territory line."""
        return self.row.superior_key or None

    @property
    def cluster_superior(self) -> str | None:
        """The key of the superior in the cluster line."""
        return self.row.cluster_superior_key or None


def check_row(
    row: OrganisationRow,
    known: Collection[str],
    divisions: Collection[str],
    firms: Collection[tuple[str, str]],
) -> Refusal | None:
    """Why the row cannot be meant, naming what is missing; None where it can."""
    return next(
        (
            row_refusal(row, code, sentence % value if "%s" in str(sentence) else sentence)
            for is_wrong, code, sentence, value in _faults(row, known, divisions, firms)
            if is_wrong
        ),
        None,
    )


Fault = tuple[bool, str, "StrOrPromise", object]  # is it so, code, sentence, value


def _faults(
    row: OrganisationRow,
    known: Collection[str],
    divisions: Collection[str],
    firms: Collection[tuple[str, str]],
) -> tuple[Fault, ...]:
    superiors = [key for key in (row.superior_key, row.cluster_superior_key) if key]
    missing = next((key for key in superiors if key not in known), "")
    counts = (row.formal_members, row.probationary_members, row.newly_developed)
    return (
        (not row.key.strip(), "organisation_key_missing", _("The key is empty."), ""),
        (
            bool(row.type) and row.type not in OrganisationType.values,
            "organisation_type_unknown",
            _("There is no type of organisation “%s”."),
            row.type,
        ),
        (
            bool(missing),
            "superior_unknown",
            _("The superior “%s” is neither in the register nor in the table."),
            missing,
        ),
        (
            bool(row.division_code) and row.division_code not in divisions,
            "division_unknown",
            _("There is no division with the code %s."),
            row.division_code,
        ),
        (
            row.firm is not None and row.firm not in firms,
            "firm_unknown",
            _("The firm %s is not in the register."),
            " ".join(row.firm or ()),
        ),
        (
            bool(row.cover_mode) and row.cover_mode not in CoverMode.values,
            "cover_mode_unknown",
            _("There is no way of covering a firm called “%s”."),
            row.cover_mode,
        ),
        (
            bool(row.band) and row.band not in CountBand.values,
            "band_unknown",
            _("There is no band “%s”."),
            row.band,
        ),
        (
            bool(row.band) and row.formal_members is not None,
            "count_and_band",
            _("Formal members are stated as a number or as a band, not as both."),
            "",
        ),
        (
            any(count is not None and count < 0 for count in counts),
            "count_negative",
            _("A count is not below zero."),
            "",
        ),
    )


def row_refusal(row: OrganisationRow, code: str, sentence: StrOrPromise) -> Refusal:
    """Refuse a row in words that say which row it is."""
    if row.row is None:
        return Refusal(code, sentence)
    return Refusal(code, _("Row %(row)s: %(sentence)s") % {"row": row.row, "sentence": sentence})


def merge_counts(before: Counts | None, stated: Counts) -> Counts | None:
    """The counts of a day with what a row adds; None where the two contradict each other."""
    if before is None:
        return stated
    values: dict[str, int | str | None] = {}
    for each in fields(Counts):
        if each.name == "counted_on":
            continue
        old, new = getattr(before, each.name), getattr(stated, each.name)
        if new in (None, ""):
            values[each.name] = old
        elif old in (None, "", new):
            values[each.name] = new
        else:
            return None
    if values["band"] and values["formal"] is not None:
        return None
    return Counts(before.counted_on, **values)  # type: ignore[arg-type]
