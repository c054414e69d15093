"""An upload as its page shows it: the answer in counts, and examples before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _, ngettext, pgettext

from jilian.firms.rules import Measure, Scheme
from jilian.intake.models import Upload
from jilian.ui.parts import Change, FieldChange

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KINDS = ("conflicting", "changed", "new")
MEASURE_PARTS = 3  # year, measure, value


@dataclass(frozen=True)
class Group:
    """Rows that come to the same thing: how many, and the first of them."""

    kind: str
    count: int
    examples: tuple[Change, ...]

    @property
    def more(self) -> int:
        """Rows that are not among the examples."""
        return self.count - len(self.examples)


def figures_of(upload: Upload) -> list[tuple[int | None, StrOrPromise]]:
    """Return the answer in figures: how many rows, and what they come to."""
    counts = upload.outcome or upload.counts
    left_out = counts.get("left_out", counts.get("bad_rows"))
    found: list[tuple[int | None, StrOrPromise]] = [
        (upload.rows_total, pgettext("figure", "rows")),
        (counts["new"], pgettext("rows", "new")),
        (counts["changed"], pgettext("rows", "changed")),
        (counts["same"], pgettext("rows", "same")),
    ]
    if counts["conflicting"]:
        found.append((counts["conflicting"], pgettext("rows", "conflicting")))
    label = _("with problems, left out") if upload.outcome else _("with problems")
    return [*found, (left_out, label)]


def reading_of(upload: Upload) -> list[tuple[str, object]]:
    """Return how the table was read, in words."""
    labels = {
        "format": _("Format"),
        "encoding": _("Encoding"),
        "separator": _("Separator"),
        "sheet": _("Sheet"),
        "header_row": _("Header in row"),
    }
    separators = {
        ",": _("comma"),
        ";": _("semicolon"),
        "Tab": _("tab"),
        "|": _("vertical bar"),
        "，": _("full-width comma"),
        "；": _("full-width semicolon"),
    }
    reading = upload.reading
    pairs = [
        (label, separators.get(reading[key], reading[key]))
        for key, label in labels.items()
        if reading.get(key)
    ]
    pairs.append((_("Columns understood"), "、".join(reading.get("columns", ()))))
    if filled := reading.get("filled"):
        words = ngettext(
            "%(count)s cell filled from the merged cell above it",
            "%(count)s cells filled from the merged cell above them",
            filled,
        )
        pairs.append((_("Merged cells"), words % {"count": f"{filled:,}"}))
    if left_out := reading.get("left_out"):
        pairs.append((_("Columns left out"), "、".join(left_out)))
    return pairs


@dataclass(frozen=True)
class Told:
    """A heading that is read as a person told; an empty column is left out."""

    heading: str
    column: StrOrPromise
    is_from_memory: bool


def told_of(upload: Upload, names: Mapping[str, StrOrPromise]) -> list[Told]:
    """Return the headings that were told, with the first names of their columns."""
    return [
        Told(one["heading"], names.get(one["field"], ""), one["origin"] == "memory")
        for one in upload.meanings.values()
    ]


def groups_of(
    upload: Upload, labels: Mapping[str, StrOrPromise], reasons: Mapping[str, StrOrPromise]
) -> list[Group]:
    """Return the groups that have rows, what needs an eye first."""
    counts = upload.counts
    examples: Mapping[str, Any] = counts.get("examples", {})
    return [
        Group(
            kind,
            counts[kind],
            tuple(_change(kind, one, labels, reasons) for one in examples.get(kind, ())),
        )
        for kind in KINDS
        if counts.get(kind)
    ]


def _change(
    kind: str,
    example: Mapping[str, Any],
    labels: Mapping[str, StrOrPromise],
    reasons: Mapping[str, StrOrPromise],
) -> Change:
    told = (
        FieldChange(
            labels.get(one.get("field", ""), one.get("label", one.get("field", ""))),
            _words(one.get("field", ""), one["before"]),
            _words(one.get("field", ""), one["after"]),
        )
        for one in example.get("fields", ())
    )
    fields = tuple(dict.fromkeys(told))  # a day that moved for name, place and industry alike
    reason = example.get("reason", "")
    return Change(kind, example["title"], fields=fields, reason=reasons.get(reason, reason))


def _words(field: str, value: object) -> object:
    """Year, measure and identifier in words; what is not known stays None."""
    if not isinstance(value, str):
        return value
    first, _space, rest = value.partition(" ")
    if field == "fact" and rest:
        measure, _space, number = rest.partition(" ")
        if measure in Measure.values:
            return f"{first} {Measure(measure).label} {number}"
    if field == "identity" and first in Scheme.values:
        return f"{Scheme(first).label} {rest}"
    return value or None
